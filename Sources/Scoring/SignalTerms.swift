// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What the fold counts a signal by: all that is remembered of it but what people are told.
public struct SignalTerms: Hashable, Sendable {
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
    public var status: RememberedSignal.Status

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
        status: RememberedSignal.Status
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
    }
}

extension SignalTerms {
    /// Whether it has one of the places that its person has that day.
    var hasPlace: Bool { status == .counted || status == .collapsed }

    private static let dayLength: Int64 = 86_400_000

    /// The number of its UTC day.
    var day: Int64 { floorDiv(time.milliseconds, Self.dayLength) }

    /// Whether `other` lies on its UTC day.
    func isOfSameDay(as other: Timestamp) -> Bool {
        let start = day * Self.dayLength
        return other.milliseconds >= start && other.milliseconds - start < Self.dayLength
    }

    /// Whether it goes before `other` in one group: the larger strength, then the lower offset.
    func isBetter(than other: SignalTerms) -> Bool {
        isBetter(than: other.strength, at: other.offset)
    }

    /// Whether it goes before a member of the given strength and offset.
    func isBetter(than strength: Double, at offset: Int64) -> Bool {
        self.strength > strength || (self.strength == strength && self.offset < offset)
    }

    /// A hash of its kind, person and day, of which the lowest 16 bits are a mark.
    var placeMark: UInt64 { Self.placeMark(kind: kind, person: person, day: day) }

    /// A hash of a kind, a person and a day, of which the lowest 16 bits are a mark.
    static func placeMark(kind: Int, person: UInt64?, day: Int64) -> UInt64 {
        let mixed = (person ?? 0) &+ UInt64(bitPattern: day) &* 0x9E37_79B9_7F4A_7C15
        return (mixed &>> 32) ^ mixed ^ UInt64(kind)
    }
}
