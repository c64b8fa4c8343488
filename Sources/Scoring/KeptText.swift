// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How much of a text is kept, so that no account's state grows without bound.
enum KeptText {
    /// How many bytes of a signal's id are kept.
    static let idBytes = 64
    /// How many bytes of a disposition's queue there may be (a model's queues have no longer names), and how many
    /// of its `by` are kept.
    static let dispositionBytes = 64

    /// How many bytes of an attribute's text are kept to tell people, and how many of all texts of a signal together.
    static let attributeBytes = 80
    static let detailBytes = 160

    /// The longest prefix of `text` of whole Unicode scalars and at most `limit` bytes.
    static func cut(_ text: String, to limit: Int) -> String {
        let bytes = text.utf8.span
        let end = end(bytes, limit: limit)
        return end == bytes.count ? text : String(copying: bytes.extracting(0..<end))
    }

    /// Where the longest prefix of `text`, in UTF-8, of whole Unicode scalars and at most `limit` bytes ends.
    static func end(_ text: Span<UInt8>, limit: Int) -> Int {
        guard text.count > limit else { return text.count }
        var end = max(limit, 0)
        while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
        return end
    }
}
