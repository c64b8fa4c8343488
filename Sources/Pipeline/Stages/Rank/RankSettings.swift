// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking

/// When `rank` ticks and stores, and what is worth sending; times in milliseconds.
public struct RankSettings: Hashable, Sendable {
    /// `publish_interval`: how long lies between two ticks, whose instants are its multiples.
    public var publishInterval: Int64
    /// When lists are sent although little has changed.
    public var policy: PublishPolicy
    /// `max_clock_skew`: how far the clock may step back before the instants follow it.
    public var maximumClockSkew: Int64
    /// `checkpoint_interval`: how long lies between two checkpoints of the accounts.
    public var checkpointInterval: Int64
    /// How many bytes of accounts go into one transaction.
    public var transactionBytes: Int
    /// For how long what this process knows of a partition is of use once the partition has gone.
    ///
    /// Below the time for which brokers keep tombstones (`delete.retention.ms`): an account that was erased longer
    /// ago would come to life again.
    public var keepsFor: Int64
    /// How many records of a checkpoint a restart may read again, although the cache holds them, before another
    /// checkpoint is worth while that only says so.
    public var recordsReadAgain: Int
    /// How many bytes of a new cache are written between two looks at what else is due.
    public var cacheBytes: Int
    /// Whose cache this host keeps; nil if it keeps none.
    public var cache: StateCacheIdentity?

    /// The given settings.
    public init(
        publishInterval: Int64 = 250,
        policy: PublishPolicy = PublishPolicy(),
        maximumClockSkew: Int64 = 300_000,
        checkpointInterval: Int64 = 30_000,
        transactionBytes: Int = 8 << 20,
        keepsFor: Int64 = 12 * 3_600_000,
        recordsReadAgain: Int = 10_000,
        cacheBytes: Int = 8 << 20,
        cache: StateCacheIdentity? = nil
    ) {
        self.publishInterval = max(1, publishInterval)
        self.policy = policy
        self.maximumClockSkew = maximumClockSkew
        self.checkpointInterval = checkpointInterval
        self.transactionBytes = transactionBytes
        self.keepsFor = keepsFor
        self.recordsReadAgain = recordsReadAgain
        self.cacheBytes = cacheBytes
        self.cache = cache
    }
}
