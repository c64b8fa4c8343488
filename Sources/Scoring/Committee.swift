// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The reward for several persons: `1 + bonus · min(max(0, p − 1), limit − 1)`.
public struct Committee: Hashable, Sendable {
    /// What each further person adds; at least 0.
    public var bonus: Double
    /// How long, in milliseconds, a person counts after having been seen; above 0.
    public var window: Int64
    /// How many persons are kept, the newest; at least 1.
    public var limit: Int

    /// A reward of `bonus` for each further person seen within `window` milliseconds, up to `limit` persons.
    public init(bonus: Double = 0.10, window: Int64 = 30 * 86_400_000, limit: Int = 6) {
        self.bonus = bonus
        self.window = window
        self.limit = limit
    }
}
