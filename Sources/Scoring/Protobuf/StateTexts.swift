// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The texts of a state record, which are one text cut up by their lengths.
struct StateTexts {
    private var position: Int
    private let limit: Int
    private let isASCII: Bool

    /// The texts in `range` of the record.
    init(_ range: Range<Int>, in bytes: Span<UInt8>) {
        position = range.lowerBound
        limit = range.upperBound
        isASCII = Self.isASCII(bytes.extracting(range))
    }

    /// The next text of `length` bytes.
    mutating func next(_ length: Int, _ bytes: Span<UInt8>) throws(StateRecordError) -> String {
        let range = try nextRange(length, bytes)
        // It was seen to be UTF-8.
        return unsafe String(copying: UTF8Span(unchecked: bytes.extracting(range), isKnownASCII: isASCII))
    }

    /// Where the next text of `length` bytes is.
    mutating func nextRange(_ length: Int, _ bytes: Span<UInt8>) throws(StateRecordError) -> Range<Int> {
        guard length <= limit - position else { throw Self.fault("is too short") }
        let range = position..<position + length
        position = range.upperBound
        // Where every byte is ASCII, it is UTF-8 wherever it is cut.
        guard isASCII || (try? UTF8Span(validating: bytes.extracting(range))) != nil else {
            throw Self.fault("is cut within a character, or no UTF-8")
        }
        return range
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
