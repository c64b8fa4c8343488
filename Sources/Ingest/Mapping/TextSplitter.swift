// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Text cut into words, as lists stand in a column of a table.
enum TextSplitter {
    /// The parts of `text` between the places where `separator` stands: trimmed, empty ones left out.
    static func parts(of text: String, at separator: String) -> [String] {
        let mark = Array(separator.utf8)
        guard !mark.isEmpty else { return [text] }
        let bytes = Array(text.utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        func finish(at end: Int) {
            let part = ScalarValue.trimmed(String(decoding: bytes[start..<end], as: UTF8.self))
            if !part.isEmpty { parts.append(part) }
        }
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                finish(at: index)
                index += mark.count
                start = index
            } else {
                index += 1
            }
        }
        finish(at: bytes.count)
        return parts
    }
}
