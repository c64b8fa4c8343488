// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest

/// What has been ingested since the last transaction.
struct PendingIngest {
    /// Those that have not been sent ahead.
    var records = OutgoingBatch()
    var offsets: [TopicPartition: Int64] = [:]
    var bytes = 0
    /// Aliases that were learned, with what their keys meant before.
    private(set) var learned: [(alias: Alias, before: AccountID?)] = []
    /// Where in `learned` each key was first taught, by the record's key.
    private var firstLearned: [[UInt8]: Int] = [:]
    /// When the first record came, on the monotonic clock.
    var since: Int64 = 0

    mutating func learn(_ alias: Alias, before: AccountID?) {
        if firstLearned[alias.keyBytes] == nil { firstLearned[alias.keyBytes] = learned.count }
        learned.append((alias, before))
    }

    /// The first alias that was learned under a record's key.
    func alias(taughtUnder key: [UInt8]) -> Alias? {
        firstLearned[key].map { learned[$0].alias }
    }

    /// What a key meant before it was first taught has turned out to be something else.
    mutating func revise(_ key: [UInt8], before: AccountID?) {
        if let index = firstLearned[key] { learned[index].before = before }
    }

    mutating func append(
        topic: String,
        partition: Int32,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [RecordHeader] = []
    ) {
        bytes += records.append(topic: topic, partition: partition, key: key, value: value, headers: headers)
    }

    mutating func append(_ others: OutgoingBatch, _ range: Range<Int>) {
        bytes += records.append(others, range)
    }
}

extension Alias {
    /// The key of the record in `<id>.aliases`.
    var keyBytes: [UInt8] { Array(key.description.utf8) }
}
