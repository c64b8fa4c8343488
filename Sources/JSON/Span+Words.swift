// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension Span<UInt8> {
    /// The eight bytes from `place` on as a number, the first of them lowest.
    @inlinable @inline(__always)
    public func word(at place: Int) -> UInt64 {
        // Any eight bytes are a number, and the span checks that they are its own.
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// The sixteen bytes from `place` on, as they are in memory.
    @inlinable @inline(__always)
    func sixteenBytes(at place: Int) -> SIMD2<UInt64> {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: SIMD2<UInt64>.self)
    }

    /// Whether `other` is the same bytes.
    @inlinable @inline(__always)
    public func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in unsafe left.isEqual(to: right) }
        }
    }

    /// Whether these bytes begin with those of `prefix`.
    @inlinable @inline(__always)
    public func begins(with prefix: Span<UInt8>) -> Bool {
        count >= prefix.count && extracting(first: prefix.count).isEqual(to: prefix)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `other`, which is as long, is the same bytes: the last word of them overlaps with the one before.
    @inlinable @inline(__always)
    func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count >= 4 else {
            for place in indices where unsafe self[place] != other[place] { return false }
            return true
        }
        guard count >= 8 else {
            return unsafe isEqual(to: other, at: 0, UInt32.self)
                && isEqual(to: other, at: count - 4, UInt32.self)
        }
        for place in stride(from: 0, to: count - 8, by: 8) {
            if unsafe !isEqual(to: other, at: place, UInt64.self) { return false }
        }
        return unsafe isEqual(to: other, at: count - 8, UInt64.self)
    }

    @inlinable @inline(__always)
    func isEqual<Word: FixedWidthInteger & BitwiseCopyable>(
        to other: UnsafeRawBufferPointer,
        at place: Int,
        _ word: Word.Type
    ) -> Bool {
        unsafe loadUnaligned(fromByteOffset: place, as: word)
            == other.loadUnaligned(fromByteOffset: place, as: word)
    }
}

extension UnsafeMutableRawPointer {
    /// Copies `count` bytes from elsewhere; most texts are so short that two words are enough, which may overlap.
    @inlinable @inline(__always)
    func copyText(_ source: UnsafeRawPointer, _ count: Int) {
        if count > 32 {
            unsafe copyMemory(from: source, byteCount: count)
        } else if count >= 16 {
            unsafe copyEnds(source, count, SIMD16<UInt8>.self)
        } else if count >= 8 {
            unsafe copyEnds(source, count, UInt64.self)
        } else if count >= 4 {
            unsafe copyEnds(source, count, UInt32.self)
        } else {
            for place in 0..<count {
                unsafe storeBytes(
                    of: source.load(fromByteOffset: place, as: UInt8.self),
                    toByteOffset: place,
                    as: UInt8.self
                )
            }
        }
    }

    /// Copies the first and the last word of so many bytes.
    @inlinable @inline(__always)
    func copyEnds<Word: BitwiseCopyable>(_ source: UnsafeRawPointer, _ count: Int, _ word: Word.Type) {
        let last = count - MemoryLayout<Word>.size
        let (start, end) = unsafe (
            source.loadUnaligned(as: word), source.loadUnaligned(fromByteOffset: last, as: word)
        )
        unsafe storeBytes(of: start, as: word)
        unsafe storeBytes(of: end, toByteOffset: last, as: word)
    }
}
