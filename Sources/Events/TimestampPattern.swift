// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A stated form of dates and times for a mapping, such as `yyyy-MM-dd HH:mm:ss` in `+02:00`.
///
/// `yyyy` is a year of four digits and `yy` one of 2000 to 2099; `MM dd HH hh mm ss` are two digits and
/// `M d H h m s` one or two; `S`, up to nine times, is that many digits of a fraction, of which three count; `H`
/// is 0 to 23, `h` 1 to 12 with `a`, which is `AM` or `PM` in any case. Other letters are refused, text between
/// `'` stands for itself (`''` for a `'`), and so does everything that is no letter. Nothing may precede or
/// follow.
public struct TimestampPattern: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case literal(UInt8)
        case field(Character, least: Int, most: Int)
    }

    private let parts: [Part]
    private let offsetMinutes: Int
    /// Whether the pattern has no time of day; what it reads is then the beginning of the day in the zone.
    public let isDateOnly: Bool

    /// Compiles a pattern; `zone` is `UTC`, `Z` or a fixed offset such as `+02:00`.
    public init(_ pattern: String, zone: String = "UTC") throws(TimestampPatternError) {
        parts = try Self.parts(of: pattern)
        var reader = DateReader()
        let bytes = zone.utf8.span
        if zone == "UTC" {
            offsetMinutes = 0
        } else if let minutes = reader.zone(bytes), reader.isAtEnd(bytes) {
            offsetMinutes = minutes
        } else {
            throw .unknownZone(zone)
        }

        var letters: [Character] = []
        for case .field(let letter, _, _) in parts {
            guard !letters.contains(letter) else { throw .repeated(letter) }
            letters.append(letter)
        }
        for letter: Character in ["y", "M", "d"] where !letters.contains(letter) { throw .missing(letter) }
        let hasHalfDay = letters.contains("h")
        let hasWholeDay = letters.contains("H")
        guard hasHalfDay == letters.contains("a"), !(hasHalfDay && hasWholeDay) else { throw .halfDay }
        isDateOnly = letters.count == 3
    }

    /// The moment that `bytes` name; nil without this form, and outside the years 0 to 9999 in UTC.
    public func timestamp(_ bytes: Span<UInt8>) -> Timestamp? {
        var reader = DateReader()
        var (year, month, day, hour, minute, second, millisecond) = (0, 0, 0, 0, 0, 0, 0)
        var isAfternoon: Bool?
        for part in parts {
            switch part {
            case .literal(let byte):
                guard reader.skip(bytes, byte) else { return nil }
            case .field("a", _, _):
                isAfternoon = Self.readHalf(bytes, &reader)
                guard isAfternoon != nil else { return nil }
            case .field("S", let count, _):
                guard let digits = reader.number(bytes, count, count) else { return nil }
                millisecond = Self.milliseconds(digits, count)
            case .field(let letter, let least, let most):
                guard let value = reader.number(bytes, least, most) else { return nil }
                switch letter {
                case "y": year = most == 2 ? 2000 + value : value
                case "M": month = value
                case "d": day = value
                case "m": minute = value
                case "s": second = value
                default: hour = value
                }
            }
        }
        guard reader.isAtEnd(bytes) else { return nil }
        guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        let minutes = date.daysSinceEpoch * 1440 + Int64(hour * 60 + minute - offsetMinutes)
        let timestamp = Timestamp(milliseconds: minutes * 60_000 + Int64(second * 1000 + millisecond))
        guard timestamp >= .earliest, timestamp <= .latest else { return nil }
        return timestamp
    }

    /// Reads `AM` or `PM`.
    private static func readHalf(_ bytes: Span<UInt8>, _ reader: inout DateReader) -> Bool? {
        let isAfternoon = reader.skip(bytes, UInt8(ascii: "P"), or: UInt8(ascii: "p"))
        guard isAfternoon || reader.skip(bytes, UInt8(ascii: "A"), or: UInt8(ascii: "a")) else { return nil }
        guard reader.skip(bytes, UInt8(ascii: "M"), or: UInt8(ascii: "m")) else { return nil }
        return isAfternoon
    }

    private static func milliseconds(_ digits: Int, _ count: Int) -> Int {
        var value = digits
        for _ in 0..<max(0, 3 - count) { value *= 10 }
        for _ in 0..<max(0, count - 3) { value /= 10 }
        return value
    }

    private static func parts(of pattern: String) throws(TimestampPatternError) -> [Part] {
        var parts: [Part] = []
        var rest = Array(pattern)[...]
        while let first = rest.first {
            if first == "'" {
                parts += try literal(&rest)
            } else if first.isASCII, first.isLetter {
                let run = rest.prefix { $0 == first }
                guard let part = field(first, run.count) else { throw .unknownLetters(String(run)) }
                parts.append(part)
                rest = rest.dropFirst(run.count)
            } else {
                parts += first.utf8.map { .literal($0) }
                rest = rest.dropFirst()
            }
        }
        return parts
    }

    /// Takes a quoted literal off the front.
    private static func literal(_ rest: inout ArraySlice<Character>) throws(TimestampPatternError) -> [Part] {
        rest = rest.dropFirst()
        if rest.first == "'" {
            rest = rest.dropFirst()
            return [.literal(UInt8(ascii: "'"))]
        }
        guard let end = rest.firstIndex(of: "'") else { throw .unclosedQuote }
        let parts = rest[..<end].flatMap { $0.utf8.map { Part.literal($0) } }
        rest = rest[(end + 1)...]
        return parts
    }

    private static func field(_ letter: Character, _ count: Int) -> Part? {
        switch (letter, count) {
        case ("y", 2), ("y", 4), ("M", 2), ("d", 2), ("H", 2), ("h", 2), ("m", 2), ("s", 2):
            .field(letter, least: count, most: count)
        case ("S", 1...9), ("a", 1):
            .field(letter, least: count, most: count)
        case ("M", 1), ("d", 1), ("H", 1), ("h", 1), ("m", 1), ("s", 1):
            .field(letter, least: 1, most: 2)
        default:
            nil
        }
    }
}
