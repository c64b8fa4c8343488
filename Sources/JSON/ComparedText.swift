// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A text that many others are compared with: of most as sixteen bytes at once, however long it is.
struct ComparedText: Sendable {
    private let bytes: [UInt8]
    /// The first sixteen bytes, with zeros behind a shorter text, and which bits of them count.
    private let first: SIMD2<UInt64>
    private let mask: SIMD2<UInt64>
    /// How many bytes it has.
    let count: Int

    /// The text to compare with.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        count = bytes.count
        let counted = min(bytes.count, 16)
        let rest = [UInt8](repeating: 0, count: 16 - counted)
        let padded = bytes.prefix(16) + rest
        first = Array(padded).span.sixteenBytes(at: 0)
        let counting = [UInt8](repeating: 0xFF, count: counted) + rest
        mask = counting.span.sixteenBytes(at: 0)
    }

    /// Whether it stands in `text` at `place`.
    @inline(__always)
    borrowing func stands(at place: Int, in text: Span<UInt8>) -> Bool {
        guard place + 16 <= text.count, count <= 16 else { return standsElsewhere(at: place, in: text) }
        let differences = (text.sixteenBytes(at: place) ^ first) & mask
        return differences[0] | differences[1] == 0
    }

    private func standsElsewhere(at place: Int, in text: Span<UInt8>) -> Bool {
        text.count - place >= count && text.extracting(place..<place + count).isEqual(to: bytes.span)
    }
}
