// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// SplitMix64: the same numbers from the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The seeds of property tests: 1 to 30, or the one in `HOTLIST_SEED`; a failing test prints its argument.
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["HOTLIST_SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(1...30)

    /// The seeds of those that take long.
    static let fewSeeds = Array(seeds.prefix(6))
}
