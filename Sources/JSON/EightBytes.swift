// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

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
