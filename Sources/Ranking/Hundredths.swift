// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A number as it is published: `floor(100·x + 0.5)` hundredths.
enum Hundredths {
    /// Integers up to here have a double of their own, so that a published number says exactly this one.
    private static let limit: Double = 9_007_199_254_740_992

    /// `value` in hundredths.
    static func rounded(_ value: Double) -> Int {
        let scaled = (100 * value + 0.5).rounded(.down)
        guard scaled == scaled else { return 0 }
        return Int(min(limit, max(-limit, scaled)))
    }

    /// The number that `hundredths` stand for.
    static func value(_ hundredths: Int) -> Double {
        Double(hundredths) / 100
    }
}
