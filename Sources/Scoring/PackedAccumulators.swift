// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Accumulators in 16 bytes each, which `CScoring` reads as they lie.
struct PackedAccumulators: Sendable {
    /// A sum, and beside it the landmark in the upper 40 bits and the count in the lower 24.
    struct Packed: Sendable {
        fileprivate var sum: Double = 0
        fileprivate var word: Int64 = 0
    }

    /// How many bits the count has.
    private static let countBits: Int64 = 24
    /// The most contributions that a count is of.
    private static let largestCount: Int64 = 1 << countBits - 1
    /// The largest landmark, of either sign: a time has fewer half-lives, which are of a second at least.
    static let largestLandmark: Int64 = 1 << 39 - 1

    private(set) var packed: [Packed] = []
    /// How many contributions there are beyond the largest count, by place: of hardly any account.
    private var excess: [Int: Int] = [:]

    /// The accumulator at `place`.
    subscript(place: Int) -> Accumulator {
        get {
            let word = packed[place].word
            var count = Int(word & Self.largestCount)
            if count == Self.largestCount { count += excess[place] ?? 0 }
            return Accumulator(sum: packed[place].sum, landmark: word >> Self.countBits, counted: count)
        }
        set {
            let count = min(Int64(newValue.counted), Self.largestCount)
            let landmark = max(-Self.largestLandmark, min(newValue.landmark, Self.largestLandmark))
            if count == Self.largestCount {
                excess[place] = newValue.counted - Int(count)
            } else if packed[place].word & Self.largestCount == Self.largestCount {
                excess[place] = nil
            }
            packed[place] = Packed(sum: newValue.sum, word: landmark << Self.countBits | count)
        }
    }

    /// Adds `count` empty ones.
    mutating func append(_ count: Int) {
        packed.append(contentsOf: repeatElement(Packed(), count: count))
    }

    /// Makes room for `count` in all.
    mutating func reserveCapacity(_ count: Int) {
        packed.reserveCapacity(count)
    }
}
