// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Text compared without regard to the case of ASCII letters; nothing else is folded.
enum FoldedText {
    /// An ASCII letter in lower case, any other byte as it is.
    static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The text with ASCII letters in lower case.
    static func folded(_ text: String) -> String {
        guard text.utf8.contains(where: { folded($0) != $0 }) else { return text }
        return String(decoding: text.utf8.map { folded($0) }, as: UTF8.self)
    }

    /// Whether a text is `folded`, which is in lower case, but for the case of ASCII letters.
    static func equal(_ text: Span<UInt8>, folded: Span<UInt8>) -> Bool {
        guard text.count == folded.count else { return false }
        for place in text.indices where self.folded(text[place]) != folded[place] { return false }
        return true
    }

    /// Whether a text begins with `prefix`, which is in lower case, but for the case of ASCII letters.
    static func hasPrefix(_ text: Span<UInt8>, _ prefix: StaticString) -> Bool {
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        return prefix.withUTF8Buffer { prefix in
            prefix.indices.allSatisfy { unsafe folded(text[$0]) == prefix[$0] }
        }
    }

    /// Whether there is nothing but spaces and control characters.
    static func isBlank(_ text: Span<UInt8>) -> Bool {
        for place in text.indices where text[place] > 0x20 { return false }
        return true
    }

    /// The part of `text`, a range of `bytes`, without spaces and control characters at its ends.
    static func trimmed(_ text: Range<Int>, of bytes: Span<UInt8>) -> Range<Int> {
        var rest = text
        while let first = rest.first, bytes[first] <= 0x20 { rest = (first + 1)..<rest.upperBound }
        while let last = rest.last, bytes[last] <= 0x20 { rest = rest.lowerBound..<last }
        return rest
    }

    /// Whether two texts are equal but for the case of ASCII letters.
    static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { folded($0) == folded($1) }
    }
}
