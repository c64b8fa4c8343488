// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension Timestamp: CustomStringConvertible {
    /// The moment written in RFC 3339, such as `2026-11-20T09:00:00Z` or `2026-11-20t10:00:00.25+01:00`.
    ///
    /// Nil for anything else, and for a moment outside the years 0000 to 9999 in UTC. A space may stand for the
    /// `T`. Digits of the fraction behind the third are dropped. A leap second, `23:59:60` in UTC, is read as the
    /// last millisecond of the second before it.
    public init?(rfc3339 bytes: Span<UInt8>) {
        if let time = Self(canonical: bytes) {
            self = time
            return
        }
        var reader = DateReader()
        guard let date = reader.date(bytes) else { return nil }
        let hasLetter = reader.skip(bytes, UInt8(ascii: "T"), or: UInt8(ascii: "t"))
        guard hasLetter || reader.skip(bytes, UInt8(ascii: " ")) else { return nil }
        guard let hour = reader.number(bytes, 2, 2), hour < 24 else { return nil }
        guard reader.skip(bytes, UInt8(ascii: ":")) else { return nil }
        guard let minute = reader.number(bytes, 2, 2), minute < 60 else { return nil }
        guard reader.skip(bytes, UInt8(ascii: ":")) else { return nil }
        guard let second = reader.number(bytes, 2, 2), second <= 60 else { return nil }
        var millisecond = 0
        if reader.skip(bytes, UInt8(ascii: ".")) {
            guard let fraction = reader.milliseconds(bytes) else { return nil }
            millisecond = fraction
        }
        guard let zone = reader.zone(bytes), reader.isAtEnd(bytes) else { return nil }
        let minutes = date.daysSinceEpoch * 1440 + Int64(hour * 60 + minute - zone)
        var milliseconds = minutes * 60_000 + Int64(second * 1000 + millisecond)
        if second == 60 {
            guard minutes - floorDiv(minutes, 1440) * 1440 == 1439 else { return nil }
            milliseconds = minutes * 60_000 + 59_999
        }
        self.init(milliseconds: milliseconds)
        guard self >= Self.earliest, self <= Self.latest else { return nil }
    }

    /// The moment in exactly the form of `description`, which most are in; nil for any other.
    private init?(canonical bytes: Span<UInt8>) {
        guard bytes.count == 24, bytes[23] == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T") else {
            return nil
        }
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[19] == UInt8(ascii: "."),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        var highest: UInt8 = 0
        func digit(_ place: Int) -> Int {
            let digit = bytes[place] &- UInt8(ascii: "0")
            highest = max(highest, digit)
            return Int(digit)
        }
        func pair(_ place: Int) -> Int { digit(place) * 10 + digit(place + 1) }
        let year = pair(0) * 100 + pair(2)
        let (month, day) = (pair(5), pair(8))
        let (hour, minute, second) = (pair(11), pair(14), pair(17))
        let millisecond = digit(20) * 100 + pair(21)
        guard highest <= 9, hour < 24, minute < 60, second < 60 else { return nil }
        guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
        let seconds = Int64((hour * 60 + minute) * 60 + second)
        self.init(
            milliseconds: date.daysSinceEpoch * Self.millisecondsPerDay + seconds * 1000 + Int64(millisecond)
        )
    }

    /// The moment written in RFC 3339, as above.
    public init?(rfc3339 text: String) {
        self.init(rfc3339: text.utf8.span)
    }

    /// The moment in RFC 3339, in UTC and always with milliseconds: `2026-11-20T09:00:00.250Z`.
    ///
    /// Years before 0000 are written with a sign and those after 9999 with all their digits, for people to read.
    public var description: String {
        var bytes: [UInt8] = []
        appendRFC3339(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the moment as `description` has it.
    public func appendRFC3339(to bytes: inout [UInt8]) {
        let remainder = milliseconds % Self.millisecondsPerDay
        let rest = UInt32(remainder < 0 ? remainder + Self.millisecondsPerDay : remainder)
        date.append(to: &bytes)
        // In place at once, since every event has two of them.
        let start = bytes.count
        bytes.append(contentsOf: Self.midnight)
        Decimal.set(rest / 3_600_000, at: start + 1, in: &bytes)
        Decimal.set(rest / 60_000 % 60, at: start + 4, in: &bytes)
        Decimal.set(rest / 1000 % 60, at: start + 7, in: &bytes)
        Decimal.set(rest % 1000 / 10, at: start + 10, in: &bytes)
        bytes[start + 12] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
    }

    private static let midnight = Array("T00:00:00.000Z".utf8)
}

extension CivilDate {
    /// The day written as `2026-11-20`; nil for anything else, and for a day that the calendar has not.
    public init?(iso8601 bytes: Span<UInt8>) {
        var reader = DateReader()
        guard let date = reader.date(bytes), reader.isAtEnd(bytes) else { return nil }
        self = date
    }

    /// The day written as `2026-11-20`, as above.
    public init?(iso8601 text: String) {
        self.init(iso8601: text.utf8.span)
    }
}
