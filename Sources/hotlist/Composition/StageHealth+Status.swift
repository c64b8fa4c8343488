// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Operations
import Pipeline

extension StageHealth {
    /// What a driver and its stage say, in the words of health checks and metrics.
    init(_ name: StageName, _ status: StageStatus, _ report: StageReport) {
        self.init(
            state: StageState(status.phase),
            reasons: Self.reasons(status, report),
            partitions: status.assigned.map { partition in
                PartitionStatus(
                    topic: partition.topic,
                    partition: partition.partition,
                    nextOffset: status.positions[partition] ?? 0,
                    endOffset: status.ends[partition]
                )
            },
            restore: status.restore.map { RestoreProgress(done: $0.total - $0.remaining, total: $0.total) },
            recordsIn: UInt64(max(0, report.recordsIn)),
            lastTick: status.lastTick,
            lastCommit: status.lastCommit,
            readings: Self.readings(name.rawValue, status, report)
        )
    }

    private static func reasons(_ status: StageStatus, _ report: StageReport) -> [String] {
        var reasons = report.waitingFor
        if let trouble = status.trouble { reasons.append(trouble) }
        switch status.phase {
        case .joining: reasons.append("waiting for partitions of the consumer group")
        case .learning: reasons.append("reading what every process has to know")
        case .preparing: reasons.append("asking the brokers for offsets")
        case .starting, .restoring, .running, .stopped: break
        }
        return reasons
    }

    private static func readings(
        _ stage: String,
        _ status: StageStatus,
        _ report: StageReport
    ) -> [MetricReading] {
        var readings = [
            MetricReading(
                "hotlist_transactions_total",
                ["stage": stage, "outcome": "committed"],
                Double(status.commits)
            ),
            MetricReading(
                "hotlist_transactions_total",
                ["stage": stage, "outcome": "aborted"],
                Double(status.aborts)
            ),
            MetricReading(
                "hotlist_transactions_total",
                ["stage": stage, "outcome": "unknown"],
                Double(status.unknownOutcomes)
            ),
            MetricReading(
                "hotlist_rebalances_total",
                ["stage": stage, "kind": "assigned"],
                Double(status.rebalances)
            ),
        ]
        readings.append(
            MetricReading("hotlist_stage_paused", ["stage": stage], status.isPaused ? 1 : 0)
        )
        readings += report.readings.map { MetricReading($0.metric, $0.labels, $0.value) }
        return readings
    }
}

extension StageState {
    fileprivate init(_ phase: StageStatus.Phase) {
        switch phase {
        case .starting, .joining, .learning, .preparing: self = .starting
        case .restoring: self = .restoring
        case .running: self = .running
        case .stopped: self = .stopped
        }
    }
}
