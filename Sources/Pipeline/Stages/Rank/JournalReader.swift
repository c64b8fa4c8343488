// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// Reads the events in records of the journal, some at a time, in memory that is used again.
struct JournalReader: ~Copyable {
    /// How many records are read at a time at most: as many as the fold can look ahead.
    static let limit = AccountTable.prefetchLimit

    private var decoder = JournalDecoder()
    /// The events that were read last, in the order of their records.
    private(set) var events = [JournalEvent](repeating: JournalEvent(), count: limit)
    /// Whether there is an event in each of the records.
    private(set) var areRead = [Bool](repeating: false, count: limit)

    /// Reads the events in records of a batch, at most `limit`.
    mutating func read(_ records: Range<Int>, of batch: borrowing RecordBatch) {
        for (number, place) in records.prefix(Self.limit).enumerated() {
            areRead[number] = read(batch.records[place].value, of: batch, into: number)
        }
    }

    private mutating func read(
        _ value: Range<Int>?,
        of batch: borrowing RecordBatch,
        into number: Int
    ) -> Bool {
        guard let value else { return false }
        do {
            try decoder.decode(batch.bytes.span.extracting(value), into: &events[number])
            return true
        } catch {
            return false
        }
    }
}
