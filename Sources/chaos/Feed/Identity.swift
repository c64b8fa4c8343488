// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The identity of an event as a number, for counting millions of them.
struct Identity: Hashable {
    let number: UInt64

    /// The event that `source` names `id`.
    ///
    /// Fowler, Noll and Vo's hash; of a million identities two are equal with a chance of 1 in 37 million.
    init(source: String, id: String) {
        var number: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ byte: UInt8) {
            number = (number ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        for byte in source.utf8 { mix(byte) }
        mix(0)
        for byte in id.utf8 { mix(byte) }
        self.number = number
    }
}
