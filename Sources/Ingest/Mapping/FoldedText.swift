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

    /// Whether two texts are equal but for the case of ASCII letters.
    static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { folded($0) == folded($1) }
    }
}
