// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year; 0 is the one before year 1.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    /// The day, or nil if the calendar has none such; years -9999999 to 9999999.
    public init?(year: Int, month: Int, day: Int) {
        guard (-9_999_999...9_999_999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.days(inMonth: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day `days` after 1970-01-01; negative before it, and at most 3,000,000,000 either way.
    ///
    /// Days farther away are read as that bound, which lies beyond every `Timestamp` of a valid event.
    public init(daysSinceEpoch days: Int64) {
        // Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022): quotients
        // and remainders of a few constants, one multiplication for both where they allow it. Years begin in March, so
        // that a leap day ends its year, and are counted from so many eras of 400 years (146,097 days) before 0000
        // that no number is negative.
        let shifted = min(max(days, -3_000_000_000), 3_000_000_000) + 719_468 + Self.eras * 146_097
        let quarters = 4 * UInt64(truncatingIfNeeded: shifted) + 3
        let (century, rest) = (quarters / 146_097, quarters % 146_097 | 3)
        let years = 2_939_745 * rest
        let dayOfYear = (years & 0xFFFF_FFFF) / 2_939_745 / 4
        let months = 2141 * dayOfYear + 197_913
        let isNextYear = dayOfYear >= 306
        day = Int(truncatingIfNeeded: (months & 0xFFFF) / 2141) + 1
        month = Int(truncatingIfNeeded: months &>> 16) - (isNextYear ? 12 : 0)
        let shiftedYear = Int(truncatingIfNeeded: 100 * century + years &>> 32) - Int(400 * Self.eras)
        year = shiftedYear + (isNextYear ? 1 : 0)
    }

    /// More eras than lie between 0000 and the earliest day of all.
    private static var eras: Int64 { 25_001 }

    /// Days since 1970-01-01; negative before it.
    public var daysSinceEpoch: Int64 {
        // As above, the other way round.
        let isNextYear = month <= 2
        let shiftedYear = UInt64(truncatingIfNeeded: year - (isNextYear ? 1 : 0)) &+ UInt64(400 * Self.eras)
        let shiftedMonth = UInt64(truncatingIfNeeded: isNextYear ? month + 12 : month)
        let century = shiftedYear / 100
        let days =
            1461 &* shiftedYear / 4 &- century &+ century / 4 &+ (979 &* shiftedMonth &- 2919) / 32
            &+ UInt64(truncatingIfNeeded: day - 1)
        return Int64(truncatingIfNeeded: days) - (719_468 + Self.eras * 146_097)
    }

    /// The day's beginning in UTC.
    public var start: Timestamp { Timestamp(milliseconds: daysSinceEpoch * Timestamp.millisecondsPerDay) }

    /// The day as `2026-11-20`.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether `left` lies before `right`.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Appends the day as `2026-11-20`; years before 0 with a sign, those after 9999 with all their digits.
    func append(to bytes: inout [UInt8]) {
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = year.magnitude
        if magnitude >= 10_000 { bytes += String(magnitude / 10_000).utf8 }
        let start = bytes.count
        bytes.append(contentsOf: Self.zeros)
        Decimal.set(UInt32(truncatingIfNeeded: magnitude / 100 % 100), at: start, in: &bytes)
        Decimal.set(UInt32(truncatingIfNeeded: magnitude % 100), at: start + 2, in: &bytes)
        Decimal.set(UInt32(truncatingIfNeeded: month), at: start + 5, in: &bytes)
        Decimal.set(UInt32(truncatingIfNeeded: day), at: start + 8, in: &bytes)
    }

    private static let zeros = Array("0000-00-00".utf8)

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}
