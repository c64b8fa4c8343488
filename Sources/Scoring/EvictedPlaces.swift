// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How many of a person's places on one day are held by signals that are no longer remembered.
public struct EvictedPlaces: Hashable, Sendable {
    /// The place of the kind among the model's kinds.
    public var kind: Int
    /// The hash of the person; nil for those without one, who share places.
    public var person: UInt64?
    /// The number of the UTC day.
    public var day: Int64
    /// How many places are held.
    public var count: Int
    /// The offset of the first of these signals that was evicted, by which the oldest is known.
    public var offset: Int64

    /// The places held by evicted signals.
    public init(kind: Int, person: UInt64?, day: Int64, count: Int, offset: Int64) {
        self.kind = kind
        self.person = person
        self.day = day
        self.count = count
        self.offset = offset
    }
}
