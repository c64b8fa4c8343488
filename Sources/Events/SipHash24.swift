// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// SipHash-2-4 by Aumasson and Bernstein: a keyed 64-bit hash that is good for short inputs.
package struct SipHash24 {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// Bytes that do not fill a word yet, the first in the lowest place.
    private var tail: UInt64 = 0
    private var count: UInt64 = 0

    /// Begins a hash; the key's words are read in little-endian order.
    init(key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736F_6D65_7073_6575
        v1 = key.1 ^ 0x646F_7261_6E64_6F6D
        v2 = key.0 ^ 0x6C79_6765_6E65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    /// Adds bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        let shift = 8 * (count & 7)
        var position = 0
        while position + 8 <= bytes.count {
            let word = bytes.word(at: position)
            compress(tail | word << shift)
            tail = shift == 0 ? 0 : word >> (64 - shift)
            count &+= 8
            position += 8
        }
        let left = bytes.count - position
        guard left > 0 else { return }
        var word: UInt64 = 0
        if bytes.count >= 8 {
            // The last eight bytes, without those that have been added already.
            word = bytes.word(at: bytes.count - 8) &>> UInt64(8 * (8 - left))
        } else {
            for place in 0..<left { word |= UInt64(bytes[position + place]) &<< UInt64(8 * place) }
        }
        tail |= word &<< shift
        if shift + 8 * UInt64(left) >= 64 {
            compress(tail)
            tail = shift == 0 ? 0 : word &>> (64 - shift)
        }
        count &+= UInt64(left)
    }

    /// Adds a byte.
    @inline(__always)
    package mutating func update(_ byte: UInt8) {
        tail |= UInt64(byte) << (8 * (count & 7))
        count &+= 1
        if count & 7 == 0 {
            compress(tail)
            tail = 0
        }
    }

    /// The hash of all that was added.
    package consuming func finish() -> UInt64 {
        compress(tail | count << 56)
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 &+= v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 &+= v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
