// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Metrics
import Pipeline
import Synchronization

/// Turns what a stage says after each round into the histograms of its times.
final class StageDurations: Sendable {
    private struct Seen {
        var commits: Int64 = 0
        var tick: Int64?
    }

    private let transactions: Metrics.Timer
    private let ticks: Metrics.Timer
    private let seen = Mutex(Seen())

    /// The times of one stage.
    init(_ stage: StageName) {
        transactions = Timer(
            label: "hotlist_transaction_duration_seconds",
            dimensions: [("stage", stage.rawValue)]
        )
        ticks = Timer(label: "hotlist_tick_duration_seconds", dimensions: [("stage", stage.rawValue)])
    }

    /// Records the last transaction and the last tick, if there have been any since the last call.
    func record(_ status: StageStatus) {
        seen.withLock { seen in
            if status.commits > seen.commits { transactions.recordMilliseconds(status.lastCommitDuration) }
            if status.lastTick != seen.tick { ticks.recordMilliseconds(status.lastWorkDuration) }
            seen = Seen(commits: status.commits, tick: status.lastTick)
        }
    }
}
