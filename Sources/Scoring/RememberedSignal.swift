// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A signal that an account remembers: so that it counts once, can be retracted, and can be given as a reason.
public struct RememberedSignal: Hashable, Sendable {
    /// What became of a signal.
    public enum Status: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// It counts.
        case counted
        /// It has a place, but a stronger or earlier signal of its group counts for it.
        case collapsed
        /// Its person had its signals of the day already.
        case overCap
        /// It was retracted, before or after it came.
        case retracted

        /// The status as explanations name it.
        public var description: String {
            switch self {
            case .counted: "counted"
            case .collapsed: "collapsed"
            case .overCap: "over_cap"
            case .retracted: "retracted"
            }
        }
    }

    /// The hash of its source and id.
    public var identity: UInt64
    /// Where it stands in the journal's partition.
    public var offset: Int64
    /// t: when it happened.
    public var time: Timestamp
    /// s: how strong it is.
    public var strength: Double
    /// The hash of its person; nil without one.
    public var person: UInt64?
    /// The hash of its values of the collapsing attributes; nil if it has not all of them or its kind has none.
    public var groupKey: UInt64?
    /// The offset of the first signal of its group; nil without a group.
    public var group: Int64?
    /// The place of its kind among the model's kinds.
    public var kind: Int
    /// What became of it.
    public var status: Status
    /// Its id, cut at 64 bytes on a boundary of Unicode scalars.
    public var id: String
    /// What to tell people about it.
    public var detail: SignalDetail

    /// A signal of the given parts.
    public init(
        identity: UInt64,
        offset: Int64,
        time: Timestamp,
        strength: Double,
        person: UInt64?,
        groupKey: UInt64?,
        group: Int64?,
        kind: Int,
        status: Status,
        id: String,
        detail: SignalDetail
    ) {
        self.identity = identity
        self.offset = offset
        self.time = time
        self.strength = strength
        self.person = person
        self.groupKey = groupKey
        self.group = group
        self.kind = kind
        self.status = status
        self.id = id
        self.detail = detail
    }
}
