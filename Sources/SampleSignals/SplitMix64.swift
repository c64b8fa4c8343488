// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Steele, Lea and Flood's generator: small, fast, and the same numbers everywhere.
struct SplitMix64: Sendable {
    private var state: UInt64

    /// A generator that begins at `seed`.
    init(seed: UInt64) {
        state = seed
    }

    /// A generator of its own for the thing that `parts` name.
    init(seed: UInt64, _ parts: UInt64...) {
        state = seed
        for part in parts { state = Self.mixed(state &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mixed(part) }
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number from 0 to `bound` - 1; 0 where `bound` is below 1.
    ///
    /// Without rejection: the bias is below `bound` / 2^64.
    mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of the range.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// A number from 0 to below 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// True with the given probability.
    mutating func chance(_ probability: Double) -> Bool {
        fraction() < probability
    }

    /// One of the elements; `fallback` where there are none.
    mutating func pick<Element>(_ elements: [Element], or fallback: Element) -> Element {
        elements.isEmpty ? fallback : elements[below(elements.count)]
    }

    /// One of the words.
    mutating func pick(_ words: [String]) -> String {
        pick(words, or: "")
    }

    /// A rank from 0 to `count` - 1, rank r about as often as 1 / (r + 1): an octave first, then a rank in it.
    mutating func rank(below count: Int) -> Int {
        guard count > 1 else { return 0 }
        let octaves = Int.bitWidth - count.leadingZeroBitCount
        while true {
            let first = 1 << below(octaves)
            let rank = first + below(first) - 1
            if rank < count { return rank }
        }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
