// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Comparison of text on its UTF-8 bytes with the ASCII letters folded (A–Z = a–z), and nothing else.
///
/// No Unicode table is asked, so that every version of every platform compares alike.
enum FoldedText {
    /// `byte`, in lower case if it is an ASCII capital.
    @inline(__always)
    static func folded(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// The bytes of `text`, folded.
    static func bytes(_ text: String) -> [UInt8] {
        text.utf8.map(folded)
    }

    /// Whether `left` and `right` are equal but for the case of ASCII letters.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        let left = left.utf8.span
        let right = right.utf8.span
        guard left.count == right.count else { return false }
        for place in left.indices where folded(left[place]) != folded(right[place]) { return false }
        return true
    }

    /// Whether `left` comes before `right` in the order of their folded bytes.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8) { folded($0) < folded($1) }
    }

    /// Whether a text holds `word` (folded already) where no word byte touches it; an empty word never occurs.
    static func contains(_ bytes: Span<UInt8>, word: Span<UInt8>) -> Bool {
        guard !word.isEmpty, bytes.count >= word.count else { return false }
        for start in 0...(bytes.count - word.count) where folded(bytes[start]) == word[0] {
            let end = start + word.count
            if start > 0, isWordByte(bytes[start - 1]) { continue }
            if end < bytes.count, isWordByte(bytes[end]) { continue }
            if isFolded(bytes.extracting(start..<end), word) { return true }
        }
        return false
    }

    /// Whether `bytes`, folded, are those of `word`, which is as long.
    private static func isFolded(_ bytes: Span<UInt8>, _ word: Span<UInt8>) -> Bool {
        for place in word.indices where folded(bytes[place]) != word[place] { return false }
        return true
    }

    /// Whether `byte` is a digit, an ASCII letter, `_` or part of a character beyond ASCII.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == 0x5f || byte &- 0x30 < 10 || folded(byte) &- 0x61 < 26
    }
}
