// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import CSixteenBytes

/// Goes once over bytes that are supposed to be JSON of a form that is known beforehand.
///
/// It knows one spelling of everything, texts without escapes and short numbers, and says no to any other, which is then
/// a matter for a parser.
public struct PlainScanner {
    /// A number as it was written.
    public enum Number {
        /// Without a fraction.
        case integer(Int64)
        /// With one.
        case decimal(Double)

        /// The number.
        public var value: Double {
            switch self {
            case .integer(let number): Double(number)
            case .decimal(let number): number
            }
        }
    }

    /// How far it has come, in bytes.
    public var place = 0
    /// Has the highest bit of a byte set if a text may hold more than ASCII, which is not looked into.
    @usableFromInline var letters = SIMD2<UInt64>()

    /// At the beginning.
    @inlinable
    public init() {}

    /// Whether all that was read is ASCII; false also where what stands right behind a text is not.
    @inlinable public var isASCII: Bool { (letters[0] | letters[1]) & EightBytes.highestBits == 0 }

    /// Passes over `literal`, if it comes next.
    @inlinable @inline(__always)
    public mutating func skip(_ literal: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard unsafe literal.stands(at: place, in: bytes.bytes) else { return false }
        place += literal.utf8CodeUnitCount
        return true
    }

    /// Passes over `byte`, if it comes next.
    @inlinable @inline(__always)
    public mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// Passes over a text that is compared by words, if it comes next.
    @inline(__always)
    mutating func skip(_ text: borrowing ComparedText, in bytes: Span<UInt8>) -> Bool {
        guard text.stands(at: place, in: bytes) else { return false }
        place += text.count
        return true
    }

    /// Passes over white space, if it comes next.
    @inline(__always)
    mutating func skipSpaces(in bytes: Span<UInt8>) {
        while place < bytes.count, JSONByte.isSpace(bytes[place]) { place += 1 }
    }

    /// Passes over `count` bytes, whatever they are.
    @inlinable @inline(__always)
    public mutating func skip(count: Int) {
        place += count
    }

    /// The bytes of a text up to its closing quote, which is passed over too; nil where something in it is escaped or
    /// is a control character, DEL included, and of fewer than sixteen bytes in all.
    @inlinable @inline(__always)
    public mutating func text(in bytes: Span<UInt8>) -> Range<Int>? {
        let start = place
        var end = place
        while end + 16 <= bytes.count {
            let words = bytes.sixteenBytes(at: end)
            letters |= words
            let stops = sixteen_bytes_not_plain(words)
            if stops != 0 { return closed(start, end, stops, in: bytes) }
            end += 16
        }
        // The last sixteen, without those that have been looked at.
        let last = bytes.count - 16
        guard last >= 0, end < bytes.count else { return nil }
        let words = bytes.sixteenBytes(at: last)
        letters |= words
        let stops = sixteen_bytes_not_plain(words) & UInt16.max << UInt16(end - last)
        return closed(start, last, stops, in: bytes)
    }

    /// The text from `start` on that ends at the first of the stops in the sixteen bytes at `place`.
    @inlinable @inline(__always)
    mutating func closed(_ start: Int, _ place: Int, _ stops: UInt16, in bytes: Span<UInt8>) -> Range<Int>? {
        let end = place + stops.trailingZeroBitCount
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
        self.place = end + 1
        return start..<end
    }

    /// A number of at most fifteen digits without an exponent; nil for any other, and for -0.
    ///
    /// Both the digits and the power of ten that divides them are exact, so that the quotient is what it should be.
    public mutating func number(in bytes: Span<UInt8>) -> Number? {
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
        let whole = isNegative ? -digits : digits
        return fraction == 0 ? .integer(whole) : .decimal(Double(whole) / divisor)
    }

    /// Adds digits to a number, of which there may be more than it can hold.
    private mutating func digit(_ number: inout Int64, in bytes: Span<UInt8>) {
        while place < bytes.count, bytes[place] &- UInt8(ascii: "0") <= 9 {
            number = number &* 10 &+ Int64(bytes[place] &- UInt8(ascii: "0"))
            place += 1
        }
    }
}
