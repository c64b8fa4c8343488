// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// Goes once over bytes that are supposed to be JSON exactly as `EventCodec` writes it: no spaces, members in order.
///
/// It knows one spelling of everything and says no to any other, which is then a matter for `JSONDocument`.
struct CanonicalScanner {
    /// How far it has come, in bytes.
    private(set) var place = 0
    /// Has the highest bit of a byte set if a text may hold more than ASCII, which is not looked into.
    private var letters: UInt64 = 0

    /// Whether all that was read is ASCII; false also where what stands right behind a text is not.
    var isASCII: Bool { letters & EightBytes.highestBits == 0 }

    /// Passes over `literal`, if it comes next.
    @inline(__always)
    mutating func skip(_ literal: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard unsafe literal.stands(at: place, in: bytes.bytes) else { return false }
        place += literal.utf8CodeUnitCount
        return true
    }

    /// Passes over `byte`, if it comes next.
    @inline(__always)
    mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// Passes over `count` bytes, whatever they are.
    mutating func skip(count: Int) {
        place += count
    }

    /// The bytes of a text up to its closing quote, which is passed over too; nil where something in it is escaped or
    /// is a control character, DEL included.
    @inline(__always)
    mutating func text(in bytes: Span<UInt8>) -> Range<Int>? {
        let start = place
        var end = place
        while end + 8 <= bytes.count {
            let word = bytes.word(at: end)
            letters |= word
            let stops = Self.stops(in: word)
            guard stops == 0 else {
                end += stops.trailingZeroBitCount / 8
                return closed(start..<end, in: bytes)
            }
            end += 8
        }
        while end < bytes.count {
            letters |= UInt64(bytes[end])
            if Self.stops(in: UInt64(bytes[end]) | Self.noStops) != 0 {
                return closed(start..<end, in: bytes)
            }
            end += 1
        }
        return nil
    }

    @inline(__always)
    private mutating func closed(_ text: Range<Int>, in bytes: Span<UInt8>) -> Range<Int>? {
        guard bytes[text.upperBound] == UInt8(ascii: "\"") else { return nil }
        place = text.upperBound + 1
        return text
    }

    /// A number of at most fifteen digits without an exponent; nil for any other, and for -0.
    ///
    /// Both the digits and the power of ten that divides them are exact, so that the quotient is what it should be.
    mutating func number(in bytes: Span<UInt8>) -> Double? {
        let isNegative = skip(UInt8(ascii: "-"), in: bytes)
        var digits: Int64 = 0
        let start = place
        digit(&digits, in: bytes)
        let count = place - start
        guard count > 0, count == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        var divisor = 1.0
        var fraction = 0
        if skip(UInt8(ascii: "."), in: bytes) {
            let start = place
            digit(&digits, in: bytes)
            fraction = place - start
            guard fraction > 0 else { return nil }
            for _ in 0..<min(fraction, 15) { divisor *= 10 }
        }
        guard count + fraction <= 15, digits > 0 || !isNegative else { return nil }
        return Double(isNegative ? -digits : digits) / divisor
    }

    /// Adds digits to a number, of which there may be more than it can hold.
    private mutating func digit(_ number: inout Int64, in bytes: Span<UInt8>) {
        while place < bytes.count, bytes[place] &- UInt8(ascii: "0") <= 9 {
            number = number &* 10 &+ Int64(bytes[place] &- UInt8(ascii: "0"))
            place += 1
        }
    }

    /// Eight bytes of which the lowest is 0 and none of the others ends a text.
    private static let noStops: UInt64 = 0x3030_3030_3030_3000

    /// The highest bit of the first byte of `word` at which a plain text ends: a quote, a backslash, a control character.
    @inline(__always)
    private static func stops(in word: UInt64) -> UInt64 {
        let found =
            EightBytes.placesOfControls(in: word) | EightBytes.places(of: UInt8(ascii: "\""), in: word)
            | EightBytes.places(of: UInt8(ascii: "\\"), in: word)
        return found & EightBytes.highestBits
    }
}
