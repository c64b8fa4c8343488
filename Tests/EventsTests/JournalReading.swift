// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What the fold learns of an event, in a form that can be compared.
struct JournalReading: Equatable {
    private let event: Event
    private let type: String

    /// What there is to learn of `event`: of a signal neither its vendor nor what this version does not know.
    init(_ event: Event) {
        var event = event
        if case .signal(var signal) = event.payload {
            signal.vendor = nil
            event.payload = .signal(signal)
            event.extensions = []
            event.dataExtensions = []
        }
        self.event = event
        type = event.payload.type
    }

    /// What was read of a record.
    init(_ read: borrowing JournalEvent) {
        type = read.type
        event = read.other ?? Self.event(read.signal, of: read.account, at: read.recordedTime)
    }

    private static func event(
        _ signal: CompactSignal,
        of account: AccountID,
        at recordedTime: Timestamp
    ) -> Event {
        func text(_ range: Range<Int>) -> String { String(decoding: signal.bytes[range], as: UTF8.self) }
        let attributes = signal.attributes.map { attribute in
            let value: AttributeValue =
                switch attribute.value {
                case .text(let range): .string(text(range))
                case .number(let number): .number(number)
                case .boolean(let truth): .boolean(truth)
                case .texts(let places): .strings(signal.lists[places].map(text))
                }
            return Attribute(text(attribute.name), value)
        }
        return Event(
            id: text(signal.id),
            source: text(signal.source),
            account: account,
            time: signal.time,
            recordedTime: recordedTime,
            payload: .signal(
                Signal(kind: text(signal.kind), attributes: attributes, person: signal.person.map(text))
            )
        )
    }
}
