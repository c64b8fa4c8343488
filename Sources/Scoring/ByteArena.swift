// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Many short byte strings in few large pieces of memory.
///
/// A million arrays cost 48 bytes and an allocation each; here a string costs its bytes. What is released leaves a
/// gap: the owner moves everything that is left into another arena once `isSparse`.
struct ByteArena: Sendable {
    /// Where a string lies.
    struct Place: Hashable, Sendable {
        fileprivate var chunk: UInt32
        fileprivate var start: UInt32
        /// Its bytes.
        fileprivate(set) var count: UInt32

        /// That of the empty string, and of none.
        static let none = Place(chunk: 0, start: 0, count: 0)
    }

    /// How large a piece is that strings are appended to.
    private static let chunkSize = 1 << 20

    private var chunks: [[UInt8]] = []
    /// Whether the last piece is one that strings are appended to.
    private var isOpen = false
    /// The bytes of all strings, and of all pieces.
    private var used = 0
    private var taken = 0

    /// Whether more than half of the memory is gaps.
    var isSparse: Bool { taken > 2 * used + 2 * Self.chunkSize }

    /// Adds a string.
    mutating func append(_ bytes: borrowing Span<UInt8>) -> Place {
        let count = bytes.count
        if !isOpen || chunks[chunks.count - 1].count + count > Self.chunkSize {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(max(Self.chunkSize, count))
            isOpen = true
        }
        let last = chunks.count - 1
        let start = chunks[last].count
        unsafe bytes.withUnsafeBufferPointer { unsafe chunks[last].append(contentsOf: $0) }
        used += count
        taken += count
        return Place(chunk: UInt32(last), start: UInt32(start), count: UInt32(count))
    }

    /// Adds a piece of memory as it is, of at most 4 GiB; `keep` says which parts of it are strings.
    ///
    /// - Returns: the number of the piece.
    mutating func adopt(_ bytes: [UInt8]) -> Int {
        chunks.append(bytes)
        isOpen = false
        taken += bytes.count
        return chunks.count - 1
    }

    /// Takes a part of a piece that was adopted for a string.
    mutating func keep(_ range: Range<Int>, of chunk: Int) -> Place {
        used += range.count
        return Place(chunk: UInt32(chunk), start: UInt32(range.lowerBound), count: UInt32(range.count))
    }

    /// Gives up the string at `place`.
    mutating func release(_ place: Place) {
        used -= Int(place.count)
    }

    /// Lets `body` read the string at `place`.
    func read<Result, Failure>(
        _ place: Place,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (start, chunks) = (Int(place.start), chunks.span)
        // Through a span, so that no reference to the piece is counted.
        guard place.count > 0 else { return try body(Span()) }
        return try body(chunks[Int(place.chunk)].span.extracting(start..<start + Int(place.count)))
    }
}
