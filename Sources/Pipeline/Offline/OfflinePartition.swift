// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// The accounts of one partition without Kafka.
struct OfflinePartition: Sendable {
    /// What became of the events of some records.
    struct Outcome: Sendable {
        var tally = ReplayTally()
        /// Why some records hold no event, by their places among all records.
        var refusals: [Int: ReplayRefusal] = [:]
    }

    /// The partition's number.
    let number: Int
    /// The fold of its accounts.
    var table: AccountTable

    /// Folds the events of those records that are the partition's, but for those recorded after `instant`.
    mutating func fold(_ records: RoutedRecords, from offset: Int64, upTo instant: Timestamp) -> Outcome {
        var outcome = Outcome()
        var reader = JournalReader()
        let bytes = records.bytes.span
        for place in records.places[number] {
            do {
                let record = bytes.extracting(records.ranges[place])
                try reader.read(record, offset: offset + Int64(place))
                if reader.isFull { fold(&reader, upTo: instant, &outcome.tally) }
            } catch {
                outcome.refusals[place] = ReplayRefusal(reason: error.reason, message: error.description)
            }
        }
        fold(&reader, upTo: instant, &outcome.tally)
        return outcome
    }

    /// Folds the events that have been read.
    private mutating func fold(
        _ reader: inout JournalReader,
        upTo instant: Timestamp,
        _ tally: inout ReplayTally
    ) {
        table.prefetch(reader.accountHashes.span.extracting(0..<reader.count))
        reader.take { event, offset in
            tally.count(event)
            if event.recordedTime <= instant {
                tally.count(table.fold(event, offset: offset))
            } else {
                tally.later += 1
            }
        }
    }
}
