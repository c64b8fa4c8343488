// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Text that goes into keys and records, whose size has a limit.
enum CutText {
    /// The longest prefix of whole Unicode scalars of `text` that takes at most `limit` bytes of UTF-8.
    static func prefix(of text: String, bytes limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
        while end > text.utf8.startIndex, text.utf8[end] & 0xc0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
