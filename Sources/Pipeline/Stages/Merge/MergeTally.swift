// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking

/// What `merge` counts.
struct MergeTally: Sendable {
    private struct Change: Hashable {
        var queue: String
        var kind: ListChange.Kind
    }

    private(set) var recordsIn: Int64 = 0
    private var unreadable: Int64 = 0
    private var lists: [String: Int64] = [:]
    private var entries: [String: Int64] = [:]
    private var changes: [Change: Int64] = [:]

    mutating func count(records: Int) {
        recordsIn += Int64(records)
    }

    mutating func countUnreadable() {
        unreadable += 1
    }

    mutating func count(_ plan: MergePlan) {
        for list in plan.lists { lists[list.list.queue, default: 0] += 1 }
        for record in plan.records where record.topic == .entries { entries[record.queue, default: 0] += 1 }
        for change in plan.changes {
            changes[Change(queue: change.list.queue, kind: change.kind), default: 0] += 1
        }
    }

    /// The numbers under the names of their metrics.
    func readings(candidates: String) -> [StageReport.Reading] {
        var readings = [
            StageReport.Reading(
                "hotlist_records_consumed_total",
                ["stage": "merge", "topic": candidates],
                Double(recordsIn)
            ),
            StageReport.Reading("hotlist_records_unreadable_total", ["stage": "merge"], Double(unreadable)),
        ]
        readings += lists.map {
            StageReport.Reading("hotlist_lists_published_total", ["queue": $0.key], Double($0.value))
        }
        readings += entries.map {
            StageReport.Reading("hotlist_entries_published_total", ["queue": $0.key], Double($0.value))
        }
        readings += changes.map {
            StageReport.Reading(
                "hotlist_changes_published_total",
                ["queue": $0.key.queue, "change": $0.key.kind.rawValue],
                Double($0.value)
            )
        }
        return readings
    }

    /// The published lists by their queues.
    static func queues(_ lists: [PublishedList]) -> [StageReport.Queue] {
        var queues: [StageReport.Queue] = []
        for list in lists {
            let holdsAny = list.entries.isEmpty ? 0 : 1
            if let index = queues.firstIndex(where: { $0.name == list.list.queue }) {
                queues[index].lists += holdsAny
                queues[index].entries += list.entries.count
                queues[index].asOf = min(queues[index].asOf, list.asOf)
            } else {
                queues.append(
                    StageReport.Queue(
                        name: list.list.queue,
                        lists: holdsAny,
                        entries: list.entries.count,
                        asOf: list.asOf
                    )
                )
            }
        }
        return queues
    }
}
