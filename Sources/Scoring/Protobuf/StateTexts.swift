// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The texts of a state record, which are one text cut up by their lengths.
struct StateTexts {
    private let joined: String
    private var position = 0

    /// The texts in `joined`.
    init(_ joined: String) {
        self.joined = joined
    }

    /// The next text of `length` bytes.
    @inline(__always)
    mutating func next(_ length: UInt32) throws(StateRecordError) -> String {
        if length == 0 { return "" }
        let bytes = joined.utf8.span
        let end = position + Int(length)
        guard end <= bytes.count else { throw .malformed(field: "texts", problem: "is too short") }
        guard let text = try? UTF8Span(validating: bytes.extracting(position..<end)) else {
            throw .malformed(field: "texts", problem: "is cut within a character")
        }
        position = end
        return String(copying: text)
    }

    /// Refuses texts that were not read to their end.
    func end() throws(StateRecordError) {
        guard position == joined.utf8.count else {
            throw .malformed(field: "texts", problem: "is too long")
        }
    }
}
