// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline

/// Reads the deployment's journal from Kafka up to an instant, outside of any consumer group; nothing is disturbed.
struct JournalReading {
    let setup: Setup
    let reading: TopicReading

    /// What was read, for those who have to judge the answer.
    struct Extent {
        /// Partitions whose beginning has been deleted, with the offset at which they begin.
        var deleted: [(partition: Int, before: Int64)] = []
        /// When the first event was recorded of those that are still there; nil without any.
        var first: Timestamp?
        /// How many records were read.
        var records: Int64 = 0
        /// How many of them are no events.
        var unreadable: Int64 = 0

        /// What people have to know of the answer, a sentence each.
        var warnings: [String] {
            var warnings = deleted.map {
                "journal partition \($0.partition) begins at offset \($0.before): what was deleted before is not in this"
            }
            if unreadable > 0 {
                warnings.append("\(unreadable) records of the journal are no events, and are left out")
            }
            return warnings
        }
    }

    /// Visits the events that were recorded up to `instant`, each partition's in the journal's order.
    ///
    /// - Parameters:
    ///   - account: only the events of this account, for which only its partition is read; nil for all.
    ///   - instant: events recorded later are left out.
    ///   - body: called with each event.
    /// - Returns: what was read.
    /// - Throws: `CommandFailure` if the journal cannot be read, or was not there at `instant`.
    func forEachEvent(
        of account: AccountID? = nil,
        upTo instant: Timestamp,
        _ body: (borrowing JournalEvent) -> Void
    ) throws -> Extent {
        let topic = setup.names.journal
        // The end is that of what is committed: an open transaction is nothing to wait for.
        let extents = try reading.extents(of: topic, to: .stable)
        guard !extents.isEmpty else { throw CommandFailure.failed("the topic \(topic) does not exist") }
        var partitions = Array(extents.indices)
        if let account {
            let key = Array(account.domain.utf8)
            partitions = [Int(Murmur2Partitioner.partition(key: key.span, count: Int32(extents.count)))]
        }
        var extent = Extent()
        var decoder = JournalDecoder()
        var event = JournalEvent()
        for partition in partitions where extents[partition].lowerBound > 0 {
            extent.deleted.append((partition, extents[partition].lowerBound))
        }
        let ranges = partitions.map { (Int32($0), extents[$0]) }
        try reading.read(topic, Dictionary(ranges, uniquingKeysWith: { $1 })) { _, _, value in
            extent.records += 1
            guard let value, (try? decoder.decode(value, into: &event)) != nil else {
                extent.unreadable += 1
                return
            }
            extent.first = min(extent.first ?? event.recordedTime, event.recordedTime)
            guard event.recordedTime <= instant, account.map({ event.isOf($0.domain.utf8.span) }) ?? true
            else { return }
            body(event)
        }
        guard let first = extent.first else {
            throw CommandFailure.failed("the journal \(topic) holds no events")
        }
        guard first <= instant else {
            throw CommandFailure.failed(
                "the journal \(topic) covers no instant before \(first), when its first event was recorded"
            )
        }
        return extent
    }
}
