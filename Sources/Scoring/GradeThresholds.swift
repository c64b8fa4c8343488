// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where the letters of fit and the digits of heat begin; what is below the last is D or 4.
public struct GradeThresholds: Hashable, Sendable {
    /// The least fit (0…1) of A, B and C, falling.
    public var fit: [Double]
    /// The least heat (0…100) of 1, 2 and 3, falling.
    public var heat: [Double]

    /// Thresholds for A, B, C and for 1, 2, 3.
    public init(fit: [Double] = [0.8, 0.6, 0.4], heat: [Double] = [75, 50, 25]) {
        self.fit = fit
        self.heat = heat
    }
}
