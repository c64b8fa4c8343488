// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The reward for signals of several kinds at once: `1 + bonus · max(0, n − 1)`.
public struct Convergence: Hashable, Sendable {
    /// What each further kind adds; at least 0.
    public var bonus: Double
    /// The points from which a kind counts towards n; above 0.
    public var threshold: Double

    /// A reward of `bonus` for each further kind of at least `threshold` points.
    public init(bonus: Double = 0.15, threshold: Double = 3) {
        self.bonus = bonus
        self.threshold = threshold
    }
}
