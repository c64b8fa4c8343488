// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// Reads the events in records of a journal, one after the other, in memory that is used again.
public struct JournalDecoder: ~Copyable {
    private var document = JSONDocument(limits: EventCodec.journalLimits)

    /// A decoder; takes memory with the first record that needs it.
    public init() {}

    /// Reads the event in a record, in place of the one that `event` holds; account and both times must be there.
    ///
    /// - Throws: why there is none that the journal can hold; what `event` is then means nothing.
    public mutating func decode(
        _ record: Span<UInt8>,
        into event: inout JournalEvent
    ) throws(JournalDecodeError) {
        if event.readCanonical(record, limits: EventCodec.journalLimits) { return }
        do throws(JSONError) {
            try document.parse(record)
        } catch {
            throw .json(error)
        }
        do throws(EventDecodeError) {
            try event.read(document, document.root)
        } catch {
            throw .event(error)
        }
    }

    /// Where the account stands in a record that begins exactly as hotlist writes events; nil of any other.
    ///
    /// Whether the record holds an event is not looked at; if it does, it is about this account.
    public static func account(in record: Span<UInt8>) -> Range<Int>? {
        var scanner = PlainScanner()
        guard scanner.skip("{\"specversion\":\"1.0\",\"id\":\"", in: record), scanner.text(in: record) != nil,
            scanner.skip(",\"source\":\"", in: record), scanner.text(in: record) != nil,
            scanner.skip(",\"type\":\"", in: record), scanner.text(in: record) != nil,
            scanner.skip(",\"subject\":\"", in: record)
        else { return nil }
        return scanner.text(in: record)
    }
}
