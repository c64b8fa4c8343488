// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A 64-bit hash that is the same everywhere and always: FNV-1a over bytes, finished by a mixer.
///
/// It stands for a person or for the attributes of a collapsed group, so that what is remembered stays small.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes in one byte.
    mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// Takes in the eight bytes of `word`, lowest first.
    mutating func combine(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            combine(UInt8(truncatingIfNeeded: word &>> UInt64(shift)))
        }
    }

    /// The hash of what was taken in.
    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed &>> 33)) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ (mixed &>> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return mixed ^ (mixed &>> 33)
    }
}
