// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z; Kafka's own unit of time.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the epoch; negative before it.
    public var milliseconds: Int64

    /// The moment `milliseconds` after the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether `left` lies before `right`.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Timestamp {
    /// The milliseconds of a day, leap seconds not counted.
    public static let millisecondsPerDay: Int64 = 86_400_000

    /// The first moment that RFC 3339 can write: 0000-01-01T00:00:00Z.
    public static let earliest = Timestamp(milliseconds: -62_167_219_200_000)

    /// The last moment that RFC 3339 can write: 9999-12-31T23:59:59.999Z.
    public static let latest = Timestamp(milliseconds: 253_402_300_799_999)

    /// The UTC day it lies in.
    public var date: CivilDate { CivilDate(daysSinceEpoch: floorDiv(milliseconds, Self.millisecondsPerDay)) }
}
