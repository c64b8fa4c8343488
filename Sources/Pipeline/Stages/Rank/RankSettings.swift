// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking

/// When `rank` ticks, and what is worth sending; times in milliseconds.
public struct RankSettings: Hashable, Sendable {
    /// `publish_interval`: how long lies between two ticks, whose instants are its multiples.
    public var publishInterval: Int64
    /// When lists are sent although little has changed.
    public var policy: PublishPolicy
    /// `max_clock_skew`: how far the clock may step back before the instants follow it.
    public var maximumClockSkew: Int64

    /// The given settings.
    public init(
        publishInterval: Int64 = 250,
        policy: PublishPolicy = PublishPolicy(),
        maximumClockSkew: Int64 = 300_000
    ) {
        self.publishInterval = max(1, publishInterval)
        self.policy = policy
        self.maximumClockSkew = maximumClockSkew
    }
}
