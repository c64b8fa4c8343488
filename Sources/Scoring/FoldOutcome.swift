// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What one event did to its account.
public struct FoldOutcome: Hashable, Sendable {
    /// What an event did.
    public enum Effect: Int, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// The signal counts.
        case counted
        /// The signal is kept, but another one of its group counts for it.
        case collapsed
        /// The signal is kept, but its person had its signals of the day already.
        case overCap
        /// The signal had come already.
        case duplicate
        /// The signal had been retracted before it came.
        case suppressed
        /// The signal that a retraction names counts no longer.
        case retracted
        /// The signal that a retraction names is not remembered; should it come, it will not count.
        case retractionUnseen
        /// The signal that a retraction names had been retracted already.
        case retractionRepeated
        /// The profile changed.
        case profileChanged
        /// Everything that the profile change says had been overwritten already.
        case profileStale
        /// The disposition is in force.
        case disposition
        /// A newer disposition for the same queue is in force.
        case dispositionStale
        /// The disposition is for a queue of a name longer than any queue has.
        case dispositionIgnored
        /// The account has become an alias of another.
        case superseded
        /// The account's state was forgotten.
        case erased
        /// The model does not declare the signal's kind.
        case unknownKind
        /// This version does not know the event's type.
        case unknownType
        /// The account's state held the event's effect already.
        case alreadyFolded

        /// The effect as metrics name it.
        public var description: String {
            switch self {
            case .counted: "counted"
            case .collapsed: "collapsed"
            case .overCap: "over_cap"
            case .duplicate: "duplicate"
            case .suppressed: "suppressed"
            case .retracted: "retracted"
            case .retractionUnseen: "retraction_unseen"
            case .retractionRepeated: "retraction_repeated"
            case .profileChanged: "profile_changed"
            case .profileStale: "profile_stale"
            case .disposition: "disposition"
            case .dispositionStale: "disposition_stale"
            case .dispositionIgnored: "disposition_ignored"
            case .superseded: "superseded"
            case .erased: "erased"
            case .unknownKind: "unknown_kind"
            case .unknownType: "unknown_type"
            case .alreadyFolded: "already_folded"
            }
        }
    }

    /// What the event did.
    public var effect: Effect
    /// The account's index in the table; nil if the event left no account behind.
    public var account: Int?
    /// How many remembered signals were evicted.
    public var evictions: Int
    /// How many fields and words of a profile change were beyond its limits, and ignored.
    public var ignored: Int
    /// Whether it was a signal of an account that is an alias of another, and stays hidden.
    public var hidden: Bool

    /// An outcome of the given parts.
    public init(effect: Effect, account: Int?, evictions: Int = 0, ignored: Int = 0, hidden: Bool = false) {
        self.effect = effect
        self.account = account
        self.evictions = evictions
        self.ignored = ignored
        self.hidden = hidden
    }
}
