// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How many bytes, 0 to 8, the words of each of up to eight columns take: four bits for each.
struct ColumnWidths: Equatable, BitwiseCopyable {
    private var bits: UInt32 = 0

    /// The bytes of a column's words.
    @inline(__always)
    subscript(column: Int) -> Int { Int(truncatingIfNeeded: bits &>> UInt32(column * 4) & 0xF) }

    /// The bytes of the words of all columns before `column`, which may be the one behind the last.
    @inline(__always)
    func total(before column: Int) -> Int {
        // Eight widths of 4 bits are added in pairs, and the pairs by the multiplication, in its highest byte.
        let these = bits & UInt32(truncatingIfNeeded: ~(UInt64.max &<< UInt64(column * 4)))
        let pairs = (these & 0x0F0F_0F0F) &+ (these &>> 4 & 0x0F0F_0F0F)
        return Int(truncatingIfNeeded: (pairs &* 0x0101_0101) &>> 24)
    }

    /// Makes a column wide enough for `word`.
    @inline(__always)
    mutating func widen(_ column: Int, for word: UInt64) {
        let needed = Self.bytes(of: word)
        guard needed > self[column] else { return }
        let place = UInt32(column * 4)
        bits = bits & ~(0xF &<< place) | UInt32(needed) &<< place
    }

    /// The same, with a column that is wide enough for `word`.
    func widened(_ column: Int, for word: UInt64) -> ColumnWidths {
        var widths = self
        widths.widen(column, for: word)
        return widths
    }

    /// How many bytes a word takes: those up to the highest that is not 0.
    @inline(__always)
    static func bytes(of word: UInt64) -> Int { (71 - word.leadingZeroBitCount) / 8 }

    /// The bits of the lowest `width` bytes of a word.
    @inline(__always)
    static func mask(_ width: Int) -> UInt64 {
        // In two steps, as a shift by all 64 bits at once is none.
        ~((UInt64.max &<< UInt64(width * 4)) &<< UInt64(width * 4))
    }
}
