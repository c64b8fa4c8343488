// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension Span<UInt8> {
    /// The eight bytes from `place` on as a number, the first of them lowest.
    @inlinable @inline(__always)
    public func word(at place: Int) -> UInt64 {
        // Any eight bytes are a number, and the span checks that they are its own.
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// Whether `other` is the same bytes.
    @inlinable @inline(__always)
    public func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in unsafe left.isEqual(to: right) }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `other`, which is as long, is the same bytes: the last word of them overlaps with the one before.
    @inlinable @inline(__always)
    func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count >= 4 else {
            for place in indices where unsafe self[place] != other[place] { return false }
            return true
        }
        guard count >= 8 else {
            return unsafe isEqual(to: other, at: 0, UInt32.self)
                && isEqual(to: other, at: count - 4, UInt32.self)
        }
        for place in stride(from: 0, to: count - 8, by: 8) {
            if unsafe !isEqual(to: other, at: place, UInt64.self) { return false }
        }
        return unsafe isEqual(to: other, at: count - 8, UInt64.self)
    }

    @inlinable @inline(__always)
    func isEqual<Word: FixedWidthInteger & BitwiseCopyable>(
        to other: UnsafeRawBufferPointer,
        at place: Int,
        _ word: Word.Type
    ) -> Bool {
        unsafe loadUnaligned(fromByteOffset: place, as: word)
            == other.loadUnaligned(fromByteOffset: place, as: word)
    }
}

/// Questions about eight bytes at once, which are the bytes of a word.
///
/// Each is answered by a word in which the highest bit of a byte is set where it is so; the highest bit of a byte of
/// `(w - n·0x01…01) & ~w` tells whether any is below n, and of `(v - 0x01…01) & ~v` whether any of v is 0. Of bytes
/// above the lowest for which it is so the answer may be wrong.
public enum EightBytes {
    /// The highest bit of each byte.
    @inlinable public static var highestBits: UInt64 { 0x8080_8080_8080_8080 }

    /// The lowest bit of each byte.
    @inlinable public static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// Which of them are `byte`; other bits than the highest of a byte mean nothing.
    @inlinable @inline(__always)
    public static func places(of byte: UInt8, in word: UInt64) -> UInt64 {
        let rest = word ^ (ones &* UInt64(byte))
        return (rest &- ones) & ~rest
    }

    /// Which of them are below `limit`, at most 0x80; other bits than the highest of a byte mean nothing.
    @inlinable @inline(__always)
    public static func places(below limit: UInt8, in word: UInt64) -> UInt64 {
        (word &- ones &* UInt64(limit)) & ~word
    }

    /// Which of them are a control character, DEL included; other bits than the highest of a byte mean nothing.
    @inlinable @inline(__always)
    public static func placesOfControls(in word: UInt64) -> UInt64 {
        places(below: 0x20, in: word) | places(of: 0x7F, in: word)
    }
}
