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
    /// What became of each key that was taught, by the record's key.
    private var taught: [[UInt8]: Taught] = [:]

    private struct Taught {
        /// Where in `learned` it was taught first, and last.
        var first: Int
        var last: Int
        /// Whether what was taught last has been read from the topic.
        var isReadBack = false
    }

    /// When the first record came, on the monotonic clock.
    var since: Int64 = 0

    mutating func learn(_ alias: Alias, before: AccountID?) {
        taught[alias.keyBytes, default: Taught(first: learned.count, last: 0)].last = learned.count
        learned.append((alias, before))
    }

    /// The first alias that was learned under a record's key.
    func alias(taughtUnder key: [UInt8]) -> Alias? {
        taught[key].map { learned[$0.first].alias }
    }

    /// What a key meant before it was first taught has turned out to be something else: what has just been read of it.
    mutating func revise(_ key: [UInt8], before: AccountID?) {
        guard let known = taught[key] else { return }
        learned[known.first].before = before
    }

    /// Takes what has just been read of a key while this is committed; whether what this taught comes after that.
    ///
    /// Not so once it has itself been read, which may be before anybody is told that it is committed. Who has taught the
    /// same cannot be told from it, but then it is still to be read, and counts again.
    mutating func isStillAhead(of read: AccountID?, of key: [UInt8]) -> Bool {
        guard let known = taught[key] else { return false }
        if learned[known.last].alias.account == read { taught[key]?.isReadBack = true }
        return taught[key]?.isReadBack == false
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
