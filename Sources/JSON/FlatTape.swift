// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The tape of an object of plain values, as simdjson would write it (its doc/tape.md), in memory that is used again.
@safe
struct FlatTape: ~Copyable {
    private var words = unsafe UnsafeMutableBufferPointer<UInt64>(start: nil, count: 0)
    private var bytes = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var wordCount = 0
    private var byteCount = 0
    /// Where the last string ends.
    private(set) var stringsEnd = 0

    deinit {
        unsafe words.deallocate()
        unsafe bytes.deallocate()
    }

    /// Words of an object with no value, and of a member's name and its value.
    private static var objectWords: Int { 4 }
    private static var memberWords: Int { 3 }
    /// What a string takes besides its bytes: its length in front of them, and a NUL.
    private static var stringBytes: Int { 5 }
    /// How many bytes are copied of a text that is shorter, since nobody has to find out then how many it has.
    private static var copied: Int { 32 }

    /// Begins an object of at most so many members, whose names are among `names`, and whose texts have together at most
    /// so many bytes.
    mutating func begin(_ names: Span<UInt8>, members: Int, textBytes: Int) {
        let wordsNeeded = Self.objectWords + Self.memberWords * members
        if unsafe words.count < wordsNeeded {
            unsafe words.deallocate()
            unsafe words = .allocate(capacity: wordsNeeded)
        }
        let bytesNeeded = names.count + textBytes + Self.stringBytes * members + Self.copied
        if unsafe bytes.count < bytesNeeded {
            unsafe bytes.deallocate()
            unsafe bytes = .allocate(byteCount: 2 * bytesNeeded, alignment: 8)
        }
        wordCount = 2
        byteCount = names.count
        stringsEnd = max(names.count - 1, 0)
        unsafe names.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }
    }

    /// Adds a word.
    @inline(__always)
    mutating func append(_ word: UInt64) {
        unsafe words[wordCount] = word
        wordCount += 1
    }

    /// Adds a truth value or `null`.
    @inline(__always)
    mutating func append(_ tag: UInt8) {
        append(UInt64(tag) &<< 56)
    }

    /// Adds a number.
    @inline(__always)
    mutating func append(_ tag: UInt8, _ number: UInt64) {
        append(tag)
        append(number)
    }

    /// Adds a text, which stands in `source`.
    @inline(__always)
    mutating func append(_ text: Range<Int>, of source: Span<UInt8>) {
        append(UInt64(JSONTag.string) &<< 56 | UInt64(byteCount))
        precondition(unsafe byteCount + Self.stringBytes + text.count + Self.copied <= bytes.count)
        unsafe source.extracting(text.lowerBound..<source.count).withUnsafeBytes { source in
            guard let place = unsafe bytes.baseAddress?.advanced(by: byteCount),
                let start = source.baseAddress
            else { return }
            unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: text.count), as: UInt32.self)
            // Most are short: what stands behind them is written over by the next.
            if text.count <= Self.copied, source.count >= Self.copied {
                unsafe (place + 4).copyMemory(from: start, byteCount: Self.copied)
            } else {
                unsafe (place + 4).copyMemory(from: start, byteCount: text.count)
            }
            unsafe (place + 4 + text.count).storeBytes(of: 0, as: UInt8.self)
        }
        byteCount += Self.stringBytes + text.count
        stringsEnd = byteCount - 1
    }

    /// Ends the object.
    ///
    /// - Returns: the tape and its strings, which stay until the next object is begun.
    mutating func end(members: Int) -> (tape: UnsafeBufferPointer<UInt64>, strings: UnsafeRawBufferPointer) {
        append(UInt64(JSONTag.endObject) &<< 56 | 1)
        let behind = UInt64(wordCount)
        append(UInt64(JSONTag.root) &<< 56)
        unsafe words[0] = UInt64(JSONTag.root) &<< 56 | behind
        unsafe words[1] = UInt64(JSONTag.object) &<< 56 | UInt64(members) &<< 32 | behind
        return unsafe (
            UnsafeBufferPointer(rebasing: words[..<wordCount]),
            UnsafeRawBufferPointer(rebasing: bytes[..<byteCount])
        )
    }
}
