// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A letter for fit (A…D) and a digit for heat (1…4), such as `A1`.
public struct Grade: Hashable, Sendable, CustomStringConvertible {
    /// 0 for A … 3 for D.
    public var fit: UInt8
    /// 0 for 1 … 3 for 4.
    public var heat: UInt8

    /// A grade of the given bands; values above 3 are taken as 3.
    public init(fit: UInt8, heat: UInt8) {
        self.fit = min(fit, 3)
        self.heat = min(heat, 3)
    }

    /// The letter and the digit.
    public var description: String {
        let letters: [Character] = ["A", "B", "C", "D"]
        let digits: [Character] = ["1", "2", "3", "4"]
        return String([letters[Int(fit)], digits[Int(heat)]])
    }
}
