// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a stage says of itself; its loop replaces the whole value whenever something of it changes.
public struct StageHealth: Sendable, Equatable {
    /// Where the stage is in its life.
    public var state: StageState
    /// Sentences that say why a stage is not ready although it may be running, such as a broker out of reach.
    public var reasons: [String]
    /// The partitions assigned to it.
    public var partitions: [PartitionStatus]
    /// How much of its state is read back, while it restores.
    public var restore: RestoreProgress?
    /// Records taken since the process started.
    public var recordsIn: UInt64
    /// When the stage last ticked, in monotonic milliseconds; nil where it has not, or has no ticks.
    public var lastTick: Int64?
    /// When the stage last committed a transaction, in monotonic milliseconds; nil where it has not.
    public var lastCommit: Int64?
    /// The numbers that the stage counts itself, for the metrics; those of one name and labels are added up.
    public var readings: [MetricReading]

    /// The status of a stage, by default of one that has just started.
    public init(
        state: StageState = .starting,
        reasons: [String] = [],
        partitions: [PartitionStatus] = [],
        restore: RestoreProgress? = nil,
        recordsIn: UInt64 = 0,
        lastTick: Int64? = nil,
        lastCommit: Int64? = nil,
        readings: [MetricReading] = []
    ) {
        self.state = state
        self.reasons = reasons
        self.partitions = partitions
        self.restore = restore
        self.recordsIn = recordsIn
        self.lastTick = lastTick
        self.lastCommit = lastCommit
        self.readings = readings
    }

    /// Whether the stage is assigned, restored and able to commit.
    public var isReady: Bool {
        state == .running && reasons.isEmpty
    }

    /// The offsets still to be read on all partitions whose ends are known.
    public var lag: Int64 {
        partitions.reduce(0) { sum, partition in
            let (total, overflow) = sum.addingReportingOverflow(partition.lag ?? 0)
            return overflow ? Int64.max : total
        }
    }

    /// The sentences that say why the stage is not ready; empty when it is.
    public var reasonsNotReady: [String] {
        if isReady { return [] }
        if !reasons.isEmpty { return reasons }
        switch state {
        case .starting: return ["starting: no partitions are assigned yet"]
        case .restoring:
            guard let restore else { return ["restoring its state"] }
            return ["restoring its state: \(restore.done) of \(restore.total) records"]
        case .running: return []
        case .stopping: return ["stopping"]
        case .stopped: return ["stopped"]
        case .failed: return ["failed: the log says why"]
        }
    }
}
