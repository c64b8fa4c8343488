// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A small generator of random numbers (SplitMix64): the same seed gives the same simulation everywhere.
public struct SimulatedRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that starts at `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether an event of `probability` (0…1) happens.
    public mutating func happens(_ probability: Double) -> Bool {
        probability > 0 && Double(next() >> 11) * 0x1p-53 < probability
    }

    /// A number in `range`.
    public mutating func pick(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &self)
    }
}
