// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON

/// Reads the events in records of the journal, one after the other.
struct JournalReader: ~Copyable {
    private var document = JSONDocument(limits: EventCodec.journalLimits)
    /// The event that was read last.
    private(set) var event = JournalEvent()

    /// Reads the event in a record; false if it holds none.
    mutating func read(_ record: RecordBatch.Record, of batch: borrowing RecordBatch) -> Bool {
        guard let range = record.value else { return false }
        do {
            try document.parse(batch.bytes.span.extracting(range))
            try event.read(document, document.root)
            return true
        } catch {
            return false
        }
    }
}
