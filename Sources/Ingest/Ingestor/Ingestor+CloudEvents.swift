// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension Ingestor {
    /// Takes a canonical event, which stays as it is but for its account, its times and an e-mail address as person.
    mutating func processCloudEvent(
        value: Span<UInt8>?,
        _ session: RecordSession
    ) throws(IngestFault) -> IngestOutcome {
        let received = try received(value, headers: session.record.headers)
        if case .unknown(let type, _) = received.payload, !type.utf8.starts(with: "hotlist.".utf8) {
            throw IngestFault(.eventTypeUnknown, "the type \(EscapedText.escaped(type, limit: 100))")
        }
        guard let subject = received.subject else {
            throw IngestFault(.accountMissing, "the event has no subject")
        }
        guard let time = received.time else {
            throw IngestFault(.eventMemberMissing, "the event has no time")
        }
        var isDateOnly = false
        if case .date = time { isDateOnly = true }
        var event = received.event(
            account: try account(subject: subject, session),
            time: try timeRule.accepted(
                time.timestamp,
                isDateOnly: isDateOnly,
                now: session.now,
                record: session.record.timestamp
            ),
            recordedTime: session.now
        )
        switch event.payload {
        case .superseded(let by):
            event.payload = .superseded(by: try account(subject: by.domain, session))
        case .signal(var signal):
            signal.person = try signal.person.map { (person) throws(IngestFault) in try opaque(person) }
            event.payload = .signal(signal)
        default:
            break
        }
        try validate(event)
        var outcome = IngestOutcome()
        outcome.events = [event]
        return outcome
    }

    /// Whether a text holds `://`.
    private static func hasScheme(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard bytes.count >= 3 else { return false }
        for place in 0..<bytes.count - 2
        where bytes[place] == UInt8(ascii: ":") && bytes[place + 1] == UInt8(ascii: "/")
            && bytes[place + 2] == UInt8(ascii: "/")
        {
            return true
        }
        return false
    }

    /// The event as its headers and its value say it.
    private mutating func received(
        _ value: Span<UInt8>?,
        headers: [RecordHeader]
    ) throws(IngestFault) -> ReceivedEvent {
        let mode = CloudEventsMode(headers: headers)
        // An erasure has no data, and so may come without a value.
        let hasValue = mode != .binary || !(value?.isEmpty ?? true)
        if hasValue { try parse(value) }
        if mode == nil, document.member(document.root, "specversion") == nil {
            throw IngestFault(.eventMissing, "the record is not a CloudEvent, structured or binary")
        }
        do throws(EventDecodeError) {
            guard mode == .binary else { return try EventCodec.receive(document, document.root) }
            return try EventCodec.receive(headers: headers, document, data: hasValue ? document.root : nil)
        } catch {
            throw IngestFault(DeadLetterReason(error.reason), error.description)
        }
    }

    /// The account that the sender of a canonical event names: a URL, an e-mail address, an alias such as
    /// `crunchbase:1b6f…`, a domain, or a company name.
    private func account(subject: String, _ session: RecordSession) throws(IngestFault) -> AccountID {
        let text = ScalarValue.trimmed(subject)
        if Self.hasScheme(text) { return try account(.url, text, session) }
        if text.utf8.contains(UInt8(ascii: "@")) { return try account(.email, text, session) }
        if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            AliasKey.isNamespace(String(text[..<colon]))
        {
            let value = String(text[text.utf8.index(after: colon)...])
            return try account(.alias(String(text[..<colon])), value, session)
        }
        if text.utf8.contains(UInt8(ascii: ".")), !text.utf8.contains(UInt8(ascii: " ")) {
            return try account(.domain, text, session)
        }
        return try account(.alias(AliasKey.nameNamespace), text, session)
    }
}
