// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Pseudo-random numbers that follow from a seed (SplitMix64).
public struct SeededNumbers {
    private var state: UInt64

    /// The numbers that follow from `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 below `limit`, which is at least 1.
    public mutating func below(_ limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// A number from 0 below 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Whether what happens once in `count` times happens now.
    public mutating func isOneIn(_ count: Int) -> Bool {
        below(count) == 0
    }
}

/// Draws ranks from 0 with probabilities as 1/(rank + 1), Zipf's law with the exponent 1.
struct ZipfRanks {
    /// The sum of the weights up to each rank, as a share of all.
    private let shares: [Double]

    init(count: Int) {
        var sums: [Double] = []
        sums.reserveCapacity(count)
        var sum = 0.0
        for rank in 1...max(1, count) {
            sum += 1 / Double(rank)
            sums.append(sum)
        }
        shares = sums.map { $0 / sum }
    }

    func draw(_ random: inout SeededNumbers) -> Int {
        let fraction = random.fraction()
        var low = 0
        var high = shares.count - 1
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] > fraction { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
