// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How much of a text is kept, so that no account's state grows without bound.
enum KeptText {
    /// How many bytes of a signal's id are kept.
    static let idBytes = 64
    /// How many bytes of a disposition's queue there may be (a model's queues have no longer names), and how many
    /// of its `by` are kept.
    static let dispositionBytes = 64

    /// The longest prefix of `text` of whole Unicode scalars and at most `limit` bytes.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: max(limit, 0))
        while text.utf8[end] & 0xc0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
