// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// The seed of a run: `HOTLIST_TEST_SEED` if it is set, otherwise always the same.
    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["HOTLIST_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_120
    }

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[below(choices.count)]
    }
}
