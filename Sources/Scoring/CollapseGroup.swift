// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Signals of one kind that tell of the same thing, of which one counts.
public struct CollapseGroup: Hashable, Sendable {
    /// The contribution of a member that counts but is no longer remembered.
    public struct Evicted: Hashable, Sendable {
        /// s: its strength.
        public var strength: Double
        /// t: when it happened.
        public var time: Timestamp
        /// Where it stood in the journal's partition.
        public var offset: Int64

        /// The contribution of an evicted member.
        public init(strength: Double, time: Timestamp, offset: Int64) {
            self.strength = strength
            self.time = time
            self.offset = offset
        }
    }

    /// The place of the kind among the model's kinds.
    public var kind: Int
    /// The hash of the values that its members share.
    public var key: UInt64
    /// The offset of its first member, by which members name it; the lowest is the oldest group.
    public var offset: Int64
    /// t₀: when its first member happened, from which the window is measured.
    public var anchor: Timestamp
    /// The member that counts, if its memory was evicted; otherwise it is among the remembered signals.
    public var evicted: Evicted?

    /// A group of the given parts.
    public init(kind: Int, key: UInt64, offset: Int64, anchor: Timestamp, evicted: Evicted? = nil) {
        self.kind = kind
        self.key = key
        self.offset = offset
        self.anchor = anchor
        self.evicted = evicted
    }
}
