// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where a driver stands.
public struct StageStatus: Hashable, Sendable {
    /// What the driver is doing.
    public enum Phase: String, Hashable, Sendable {
        /// Registering the producer and joining the group.
        case starting
        /// In the group, without partitions yet.
        case joining
        /// Reading tailed topics to their end.
        case learning
        /// Asking the cluster for offsets and watermarks.
        case preparing
        /// Reading what must be known before the work.
        case restoring
        /// At work.
        case running
        /// Finished, partitions left.
        case stopped
    }

    /// What the driver is doing.
    public var phase: Phase = .starting
    /// The partitions that it owns, in order.
    public var assigned: [TopicPartition] = []
    /// How many records of the restore have still to be read, and of how many.
    public var restore: (remaining: Int64, total: Int64)? {
        get { restoreTotal > 0 ? (restoreRemaining, restoreTotal) : nil }
        set {
            restoreRemaining = newValue?.remaining ?? 0
            restoreTotal = newValue?.total ?? 0
        }
    }
    /// The next offset to read of each owned partition.
    public var positions: [TopicPartition: Int64] = [:]
    /// The last known end of each owned partition.
    public var ends: [TopicPartition: Int64] = [:]
    /// Transactions committed.
    public var commits: Int64 = 0
    /// Transactions aborted.
    public var aborts: Int64 = 0
    /// Transactions whose outcome had to be read back.
    public var unknownOutcomes: Int64 = 0
    /// Rebalances seen.
    public var rebalances: Int64 = 0
    /// How long the last commit took, in milliseconds.
    public var lastCommitDuration: Int64 = 0
    /// How long the stage took to work out the last transaction, or that there is none, in milliseconds.
    public var lastWorkDuration: Int64 = 0
    /// When the stage last ticked, on the monotonic clock; nil before, and for stages without ticks.
    public var lastTick: Int64?
    /// When the last transaction was committed, on the monotonic clock; nil before the first.
    public var lastCommit: Int64?
    /// When the driver last came round, on the monotonic clock.
    public var lastStep: Int64 = 0
    /// Whether the partitions are not read for the time being, since the process uses as much memory as it may.
    public var isPaused = false
    /// The last failure of the transport that is still in the way; nil when none is.
    public var trouble: String?

    private var restoreRemaining: Int64 = 0
    private var restoreTotal: Int64 = 0

    /// The status of a driver that has not begun.
    public init() {}
}
