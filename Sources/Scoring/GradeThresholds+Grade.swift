// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension GradeThresholds {
    /// The grade of an account of this fit (0…1) and heat (0…100).
    public func grade(fit: Double, heat: Double) -> Grade {
        Grade(fit: Self.band(fit, self.fit), heat: Self.band(heat, self.heat))
    }

    /// How many leading thresholds `value` misses.
    private static func band(_ value: Double, _ thresholds: [Double]) -> UInt8 {
        UInt8(min(thresholds.firstIndex { value >= $0 } ?? thresholds.count, 3))
    }
}
