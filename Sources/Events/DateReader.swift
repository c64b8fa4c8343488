// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Reads the parts of a date or time from its bytes, from left to right; nil once something does not fit.
struct DateReader {
    /// The next byte's position.
    private(set) var offset = 0

    /// Whether everything has been read.
    func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        offset == bytes.count
    }

    /// Reads one byte if it is one of `choices`.
    @inline(__always)
    mutating func skip(_ bytes: Span<UInt8>, _ first: UInt8, or second: UInt8? = nil) -> Bool {
        guard offset < bytes.count, bytes[offset] == first || bytes[offset] == second else { return false }
        offset += 1
        return true
    }

    /// Reads at least `least` and at most `most` digits, as many as there are.
    @inline(__always)
    mutating func number(_ bytes: Span<UInt8>, _ least: Int, _ most: Int) -> Int? {
        var value = 0
        var count = 0
        while count < most, offset < bytes.count, let digit = Decimal.digit(bytes[offset]) {
            value = value * 10 + digit
            offset += 1
            count += 1
        }
        return count >= least ? value : nil
    }

    /// Reads `yyyy-mm-dd`.
    mutating func date(_ bytes: Span<UInt8>) -> CivilDate? {
        guard let year = number(bytes, 4, 4), skip(bytes, UInt8(ascii: "-")) else { return nil }
        guard let month = number(bytes, 2, 2), skip(bytes, UInt8(ascii: "-")) else { return nil }
        guard let day = number(bytes, 2, 2) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Reads the digits of a fraction of a second, at least one, and returns its whole milliseconds.
    mutating func milliseconds(_ bytes: Span<UInt8>) -> Int? {
        var value = 0
        var count = 0
        while offset < bytes.count, let digit = Decimal.digit(bytes[offset]) {
            if count < 3 { value = value * 10 + digit }
            offset += 1
            count += 1
        }
        switch count {
        case 0: return nil
        case 1: return value * 100
        case 2: return value * 10
        default: return value
        }
    }

    /// Reads `Z` or an offset from UTC such as `+02:00`, in minutes.
    mutating func zone(_ bytes: Span<UInt8>) -> Int? {
        if skip(bytes, UInt8(ascii: "Z"), or: UInt8(ascii: "z")) { return 0 }
        let isWest = skip(bytes, UInt8(ascii: "-"))
        guard isWest || skip(bytes, UInt8(ascii: "+")) else { return nil }
        guard let hours = number(bytes, 2, 2), hours < 24, skip(bytes, UInt8(ascii: ":")) else { return nil }
        guard let minutes = number(bytes, 2, 2), minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
