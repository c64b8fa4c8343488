// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import JSON

/// What one thread makes of its pieces of a batch, the quick way, and the memory that it uses again for the next.
struct IngestShare: Sendable {
    /// What became of some records of a batch, one behind the other.
    struct Piece: Sendable {
        /// Which of the share's records they have become.
        var records: Range<Int>
        var leftovers: [Leftover] = []
    }

    /// What all shares of a batch have in common.
    struct Task: Sendable {
        var batch: RecordBatch
        /// Those of the batch's partitions.
        var shortcuts: [Shortcut?]
        var aliases: AliasTable
        var limits: JSONLimits
        var now: Timestamp
        var journal: String
        /// Partitions of the journal.
        var partitions: Int32
    }

    /// A record that is left to the long way.
    struct Leftover: Sendable {
        /// Which record of the batch it is.
        var record: Int
        /// Which of the share's records is the first behind it.
        var next: Int
    }

    private var rewriter: Rewriter
    private var writer = JSONWriter(capacity: 4096)
    /// The journal's records.
    private(set) var records = OutgoingBatch()

    /// A share that works with `rewriter`.
    init(_ rewriter: Rewriter) {
        self.rewriter = rewriter
    }

    /// How a topic's records are rewritten.
    func shortcut(for topic: String) -> Shortcut? {
        rewriter.shortcut(for: topic)
    }

    /// Forgets the records of the batch before.
    mutating func removeAll() {
        records.removeAll()
    }

    /// Rewrites those of the batch's records at `places` for which there is a quick way.
    mutating func rewrite(_ places: Range<Int>, _ task: borrowing Task) -> Piece {
        var piece = Piece(records: records.count..<records.count)
        var document = JSONDocument(limits: task.limits)
        for place in places where !rewrite(place, task, &document) {
            piece.leftovers.append(Leftover(record: place, next: records.count))
        }
        piece.records = piece.records.lowerBound..<records.count
        return piece
    }

    private mutating func rewrite(
        _ place: Int,
        _ task: borrowing Task,
        _ document: inout JSONDocument
    ) -> Bool {
        let record = task.batch.records[place]
        guard let value = record.value, let shortcut = task.shortcuts[record.source] else { return false }
        let isSignal = rewriter.read(
            task.batch.bytes.span.extracting(value),
            by: shortcut,
            timestamp: record.timestamp < 0 ? nil : Timestamp(milliseconds: record.timestamp),
            hasHeaders: !record.headers.isEmpty,
            aliases: task.aliases,
            now: task.now,
            parsing: &document
        )
        guard isSignal else { return false }
        writer.reset()
        rewriter.write(to: &writer)
        let texts = rewriter.signal.bytes
        let key = texts.span.extracting(rewriter.signal.account)
        let partition = Murmur2Partitioner.partition(key: key, count: task.partitions)
        let event = writer
        event.withBytes { value in
            _ = records.append(topic: task.journal, partition: partition, key: key, value: value)
        }
        return true
    }
}
