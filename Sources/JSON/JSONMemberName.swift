// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A member's name while duplicates are looked for.
struct JSONMemberName: Comparable {
    /// Differs for most names that differ; equal for equal ones.
    let fingerprint: UInt64
    /// The name's position on the tape.
    let index: Int

    static func < (left: JSONMemberName, right: JSONMemberName) -> Bool {
        (left.fingerprint, left.index) < (right.fingerprint, right.index)
    }

    /// The first and the last eight bytes of a name, and its length, in one word.
    static func fingerprint(of name: UnsafeRawBufferPointer) -> UInt64 {
        let count = name.count
        var first: UInt64 = 0
        var last: UInt64 = 0
        if count >= 8 {
            first = unsafe name.loadUnaligned(as: UInt64.self)
            last = unsafe name.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else {
            for position in 0..<count { first = unsafe first << 8 | UInt64(name[position]) }
        }
        return first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(truncatingIfNeeded: count) << 56
    }
}
