// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest

/// What `ingest` counts.
struct IngestTally: Sendable {
    private(set) var recordsIn: Int64 = 0
    private var records: [String: Int64] = [:]
    private var events: [String: Int64] = [:]
    private var deadLetters: [DeadLetterReason: Int64] = [:]
    private var ignored: Int64 = 0
    private var unreadableAliases: Int64 = 0

    mutating func count(_ batch: RecordBatch) {
        recordsIn += Int64(batch.records.count)
        var counts = [Int64](repeating: 0, count: batch.partitions.count)
        for record in batch.records { counts[record.source] += 1 }
        for (partition, count) in zip(batch.partitions, counts) {
            records[partition.topic, default: 0] += count
        }
    }

    /// Counts events that are signals.
    mutating func count(signals: Int) {
        if signals > 0 { events["signal", default: 0] += Int64(signals) }
    }

    mutating func count(_ outcome: IngestOutcome) {
        for event in outcome.events { events[event.payload.typeName, default: 0] += 1 }
        if let letter = outcome.deadLetter { deadLetters[letter.reason, default: 0] += 1 }
        ignored += Int64(outcome.ignored)
    }

    mutating func countUnreadableAlias() {
        unreadableAliases += 1
    }

    /// The numbers under the names of their metrics.
    var readings: [StageReport.Reading] {
        var readings = [StageReport.Reading("hotlist_records_ignored_total", [:], Double(ignored))]
        readings += records.map {
            StageReport.Reading(
                "hotlist_records_consumed_total",
                ["stage": "ingest", "topic": $0.key],
                Double($0.value)
            )
        }
        readings += events.map {
            StageReport.Reading("hotlist_events_appended_total", ["type": $0.key], Double($0.value))
        }
        readings += deadLetters.map {
            StageReport.Reading(
                "hotlist_dead_letters_total",
                ["stage": "ingest", "reason": $0.key.rawValue],
                Double($0.value)
            )
        }
        readings.append(
            StageReport.Reading(
                "hotlist_records_unreadable_total",
                ["stage": "ingest"],
                Double(unreadableAliases)
            )
        )
        return readings
    }
}

extension Payload {
    /// The event's type without prefix and version, for metrics: a bounded set.
    fileprivate var typeName: String {
        switch self {
        case .signal: "signal"
        case .retract: "retract"
        case .account: "account"
        case .disposition: "disposition"
        case .superseded: "superseded"
        case .erase: "erase"
        case .unknown: "unknown"
        }
    }
}
