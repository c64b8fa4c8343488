// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The texts of a state record, which are one text cut up by their lengths.
struct StateTexts {
    private var position: Int
    private let limit: Int
    private let isASCII: Bool
    /// Whether the texts that come are only checked: what is read is then empty.
    var areSkipped = false

    /// The texts in `range` of the record.
    init(_ range: Range<Int>, in bytes: Span<UInt8>) {
        position = range.lowerBound
        limit = range.upperBound
        isASCII = Self.isASCII(bytes.extracting(range))
    }

    /// The next text of `length` bytes.
    mutating func next(_ length: Int, _ bytes: Span<UInt8>) throws(StateRecordError) -> String {
        if length == 0 { return "" }
        guard length <= limit - position else { throw Self.fault("is too short") }
        let slice = bytes.extracting(position..<position + length)
        position += length
        if isASCII, areSkipped { return "" }
        if isASCII {
            // Every byte was seen to be ASCII, which is UTF-8 wherever it is cut.
            return unsafe String(copying: UTF8Span(unchecked: slice, isKnownASCII: true))
        }
        guard let text = try? UTF8Span(validating: slice) else {
            throw Self.fault("is cut within a character, or no UTF-8")
        }
        return areSkipped ? "" : String(copying: text)
    }

    /// Refuses texts that were not read to their end.
    func end() throws(StateRecordError) {
        guard position == limit else { throw Self.fault("is too long") }
    }

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        let words = bytes.count & ~7
        var seen: UInt64 = 0
        for place in stride(from: 0, to: words, by: 8) {
            // Any eight bytes are a number, and the span checks that they are its own.
            seen |= unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
        }
        for place in words..<bytes.count { seen |= UInt64(bytes[place]) }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    private static func fault(_ problem: StaticString) -> StateRecordError {
        .malformed(field: StateField.texts.name, problem: "\(problem)")
    }
}
