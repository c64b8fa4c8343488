// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension StaticString {
    /// Whether `bytes` has exactly the bytes of this text from `place` on; false where it is one Unicode scalar only.
    ///
    /// Of a literal little more is left than a few comparisons of words with constants.
    @inlinable @inline(__always)
    public func stands(at place: Int, in bytes: RawSpan) -> Bool {
        guard hasPointerRepresentation else { return false }
        let count = utf8CodeUnitCount
        guard place >= 0, bytes.byteCount - place >= count else { return false }
        let wanted = unsafe UnsafeRawPointer(utf8Start)
        guard count >= 4 else {
            for offset in 0..<count {
                let byte = unsafe bytes.unsafeLoad(fromByteOffset: place + offset, as: UInt8.self)
                if unsafe byte != wanted.load(fromByteOffset: offset, as: UInt8.self) { return false }
            }
            return true
        }
        // Any bytes are a number. The first and the last four overlap, as do the last eight and those before.
        if count < 8 {
            let first = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self)
            let last = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place + count - 4, as: UInt32.self)
            return unsafe first == wanted.loadUnaligned(as: UInt32.self)
                && last == wanted.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        }
        var offset = 0
        while offset < count {
            let start = min(offset, count - 8)
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place + start, as: UInt64.self)
            if unsafe word != wanted.loadUnaligned(fromByteOffset: start, as: UInt64.self) { return false }
            offset += 8
        }
        return true
    }
}
