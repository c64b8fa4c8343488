// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking
import Scoring

/// What people want to know of `rank`.
extension RankStage {
    /// What the stage has done since it began.
    public var report: StageReport {
        var report = StageReport()
        report.recordsIn = tally.recordsIn
        report.readings = tally.readings(journal: names.journal, clockStepsBack: clock.stepsBack)
        for partition in partitions {
            let labels = ["partition": String(partition.number)]
            report.readings += [
                StageReport.Reading("hotlist_accounts", labels, Double(partition.fold.table.count)),
                StageReport.Reading("hotlist_checkpoints_total", labels, Double(partition.checkpoints)),
                StageReport.Reading(
                    "hotlist_accounts_stored_total",
                    labels,
                    Double(partition.storedAccounts)
                ),
            ]
            if !partition.isCaughtUp {
                report.waitingFor.append(
                    "partition \(partition.number): folded to offset \(partition.nextOffset) of \(partition.foldsUntil)"
                )
            }
            let left = partition.isRebuilding ? partition.nextOffset - (partition.next?.nextOffset ?? 0) : 0
            report.readings.append(
                StageReport.Reading("hotlist_model_rebuild_lag_records", labels, Double(left))
            )
        }
        report.readings += [
            StageReport.Reading("hotlist_clock_offset_seconds", [:], Double(clockOffset) / 1000),
            StageReport.Reading("hotlist_newest_event_timestamp_seconds", [:], Double(newestEvent) / 1000),
            StageReport.Reading(
                "hotlist_model_activation",
                [:],
                Double(models.catalogue.activation?.sequence ?? 0)
            ),
        ]
        if let trouble = models.trouble { report.waitingFor.append(trouble) }
        return report
    }
}
