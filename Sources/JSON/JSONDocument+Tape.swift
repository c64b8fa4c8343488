// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

// The tape: one 64-bit word for each value, name and bracket, its first byte a tag, the rest a position; numbers
// take a second word. Each access is checked, since a node may come from another document.

extension JSONDocument {
    /// The tag of the word at `index`; 0 outside the tape.
    @inlinable @inline(__always)
    func tag(at index: Int) -> UInt8 {
        guard index > 0, unsafe index < tape.count else { return 0 }
        return unsafe UInt8(truncatingIfNeeded: tape[index] >> 56)
    }

    /// The raw second word of a number; 0 outside the tape.
    @inlinable @inline(__always)
    func number(at index: Int) -> UInt64 {
        guard index >= 0, unsafe index + 1 < tape.count else { return 0 }
        return unsafe tape[index + 1]
    }

    /// The number of members or elements of the container that begins at `index`.
    @inlinable @inline(__always)
    func containerCount(at index: Int) -> Int {
        guard index >= 0, unsafe index < tape.count else { return 0 }
        return unsafe Int(truncatingIfNeeded: (tape[index] >> 32) & 0xFF_FFFF)
    }

    /// The position behind the value at `index`; always larger than `index`, never behind the tape's end.
    @inlinable @inline(__always)
    func after(_ index: Int) -> Int {
        let end = unsafe tape.count
        switch tag(at: index) {
        case JSONTag.object, JSONTag.array:
            let next = unsafe Int(truncatingIfNeeded: tape[index] & 0xFFFF_FFFF)
            return min(max(next, index + 1), max(end, index + 1))
        case JSONTag.integer, JSONTag.unsigned, JSONTag.double:
            return index + 2
        default:
            return index + 1
        }
    }

    /// Where the string that a word of the tape points to stands among the strings; nil outside of them.
    @inlinable @inline(__always)
    func stringRange(_ word: UInt64) -> Range<Int>? {
        let offset = Int(truncatingIfNeeded: word & 0xFF_FFFF_FFFF_FFFF)
        guard unsafe offset <= strings.count - 4 else { return nil }
        let count = unsafe Int(strings.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        guard unsafe count <= strings.count - 4 - offset else { return nil }
        return unsafe Range(uncheckedBounds: (offset + 4, offset + 4 + count))
    }

    /// The bytes of the string at `index`; nil where there is none.
    @inlinable @inline(__always)
    func text(at index: Int) -> UnsafeRawBufferPointer? {
        guard tag(at: index) == JSONTag.string, let range = unsafe stringRange(tape[index]) else {
            return nil
        }
        return unsafe UnsafeRawBufferPointer(
            start: strings.baseAddress?.advanced(by: range.lowerBound),
            count: range.count
        )
    }
}
