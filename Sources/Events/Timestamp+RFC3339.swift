// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

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

    /// The bytes of `description`, for years of four digits.
    static let canonicalBytes = 24

    /// The moment in exactly the form of `description`, which most are in; nil for any other.
    @inline(__always)
    init?(canonical bytes: Span<UInt8>) {
        guard bytes.count == Self.canonicalBytes else { return nil }
        // Eight characters at a time. What differs from a form with zeros is a digit's value where there is a digit,
        // and nothing where there is none.
        let date = bytes.word(at: 0) ^ Self.dateForm
        let hours = bytes.word(at: 8) ^ Self.hoursForm
        let seconds = bytes.word(at: 16) ^ Self.secondsForm
        let between =
            date & 0xFF00_00FF_0000_0000 | hours & 0x0000_FF00_00FF_0000 | seconds & 0xFF00_0000_FF00_00FF
        // The highest bit of a byte is set if it is, or if adding 0x76 sets it: if it is more than 9.
        let sixes: UInt64 = 0x7676_7676_7676_7676
        let others = date | (date &+ sixes) | hours | (hours &+ sixes) | seconds | (seconds &+ sixes)
        guard between == 0, others & 0x8080_8080_8080_8080 == 0 else { return nil }
        let (hour, minute) = (Self.pair(hours, at: 3), Self.pair(hours, at: 6))
        let (second, millisecond) = (
            Self.pair(seconds, at: 1), Self.pair(seconds, at: 4) * 10 + Self.digit(seconds, at: 6)
        )
        guard hour < 24, minute < 60, second < 60 else { return nil }
        let year = Self.pair(date, at: 0) * 100 + Self.pair(date, at: 2)
        guard let date = CivilDate(year: year, month: Self.pair(date, at: 5), day: Self.pair(hours, at: 0))
        else {
            return nil
        }
        self.init(
            milliseconds: date.daysSinceEpoch * Self.millisecondsPerDay
                + Int64(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
        )
    }

    /// The form with zeros, eight characters each: `0000-00-`, `00T00:00` and `:00.000Z`.
    private static let dateForm: UInt64 = 0x2D30_302D_3030_3030
    private static let hoursForm: UInt64 = 0x3030_3A30_3054_3030
    private static let secondsForm: UInt64 = 0x5A30_3030_2E30_303A

    /// The digit in a byte of a word.
    @inline(__always)
    private static func digit(_ word: UInt64, at place: Int) -> Int {
        Int(UInt8(truncatingIfNeeded: word &>> UInt64(place * 8)))
    }

    /// The number that the digits in a byte of a word and in the next one make.
    @inline(__always)
    private static func pair(_ word: UInt64, at place: Int) -> Int {
        digit(word, at: place) * 10 + digit(word, at: place + 1)
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
    func appendRFC3339(to bytes: inout [UInt8]) {
        let date = date
        if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
        if date.year.magnitude >= 10_000 { bytes += String(date.year.magnitude / 10_000).utf8 }
        let words = canonicalWords
        unsafe words.span.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Whether the moment is of a year of four digits.
    var isOfFourDigits: Bool { self >= Self.earliest && self <= Self.latest }

    /// The bytes of `description`, of the year only the last four digits, in memory as they are written.
    ///
    /// Eight characters at a time, since every event has two moments: the form with zeros and the digits' values.
    var canonicalWords: InlineArray<3, UInt64> {
        let remainder = milliseconds % Self.millisecondsPerDay
        let ofDay = UInt64(remainder < 0 ? remainder + Self.millisecondsPerDay : remainder)
        let civil = date
        let (year, month, day) = (UInt64(civil.year.magnitude), UInt64(civil.month), UInt64(civil.day))
        let days = Self.digits(year / 100 % 100, year % 100, month, day)
        let (seconds, milliseconds) = (ofDay / 1000, ofDay % 1000)
        let minutes = seconds / 60
        let times = Self.digits(minutes / 60, minutes % 60, seconds % 60, milliseconds / 10)
        let date = Self.dateForm ^ days & 0xFFFF_FFFF ^ (days &>> 32 & 0xFFFF) &<< 40
        let hours = Self.hoursForm ^ days &>> 48 ^ (times & 0xFFFF) &<< 24 ^ (times &>> 16 & 0xFFFF) &<< 48
        let thousandths = (times &>> 48) &<< 32 ^ (milliseconds % 10) &<< 48
        let end = Self.secondsForm ^ (times &>> 32 & 0xFFFF) &<< 8 ^ thousandths
        return [date.littleEndian, hours.littleEndian, end.littleEndian]
    }

    /// The two digits of each of four numbers below 100, as they are in two bytes of a word each.
    @inline(__always)
    private static func digits(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) -> UInt64
    {
        let numbers = first | second &<< 16 | third &<< 32 | fourth &<< 48
        // 103 / 1024 is a tenth for numbers as small as these.
        let tens = (numbers &* 103) &>> 10 & 0x000F_000F_000F_000F
        return tens | (numbers &- 10 &* tens) &<< 8
    }
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
