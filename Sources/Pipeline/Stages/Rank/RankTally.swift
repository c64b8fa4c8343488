// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Scoring

/// What `rank` counts.
struct RankTally: Sendable {
    private(set) var recordsIn: Int64 = 0
    private var effects = [Int64](repeating: 0, count: FoldOutcome.Effect.allCases.count)
    private var evictions: Int64 = 0
    private var hidden: Int64 = 0
    private var unreadable: Int64 = 0
    var ticks: Int64 = 0

    mutating func count(records: Int) {
        recordsIn += Int64(records)
    }

    /// Adds what was counted apart.
    mutating func add(_ other: RankTally) {
        recordsIn += other.recordsIn
        for effect in effects.indices { effects[effect] += other.effects[effect] }
        evictions += other.evictions
        hidden += other.hidden
        unreadable += other.unreadable
        ticks += other.ticks
    }

    mutating func count(_ outcome: FoldOutcome) {
        effects[outcome.effect.rawValue] += 1
        evictions += Int64(outcome.evictions)
        if outcome.hidden { hidden += 1 }
    }

    mutating func countUnreadable() {
        unreadable += 1
    }

    /// The numbers under the names of their metrics.
    func readings(journal: String, clockStepsBack: Int64) -> [StageReport.Reading] {
        var readings = [
            StageReport.Reading(
                "hotlist_records_consumed_total",
                ["stage": "rank", "topic": journal],
                Double(recordsIn)
            ),
            StageReport.Reading("hotlist_signals_evicted_total", [:], Double(evictions)),
            StageReport.Reading("hotlist_signals_hidden_total", [:], Double(hidden)),
            StageReport.Reading("hotlist_records_unreadable_total", ["stage": "rank"], Double(unreadable)),
            StageReport.Reading("hotlist_clock_steps_total", ["direction": "back"], Double(clockStepsBack)),
        ]
        for effect in FoldOutcome.Effect.allCases where effects[effect.rawValue] > 0 {
            readings.append(
                StageReport.Reading(
                    "hotlist_events_folded_total",
                    ["effect": effect.description],
                    Double(effects[effect.rawValue])
                )
            )
        }
        return readings
    }
}
