// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension EventCodec {
    /// Reads an event of the journal from the object `node`: account and both times must be there.
    public static func decode(
        _ document: borrowing JSONDocument,
        _ node: JSONNode
    ) throws(EventDecodeError) -> Event {
        let received = try receive(document, node)
        guard let subject = received.subject else { throw EventDecodeError(.memberMissing, at: "/subject") }
        guard let time = received.time else { throw EventDecodeError(.memberMissing, at: "/time") }
        guard case .moment(let moment) = time else { throw EventDecodeError(.timeInvalid, at: "/time") }
        guard let recordedTime = received.recordedTime else {
            throw EventDecodeError(.memberMissing, at: "/recordedtime")
        }
        let event = received.event(
            account: AccountID(domain: subject),
            time: moment,
            recordedTime: recordedTime
        )
        try event.validateRead()
        return event
    }

    /// Reads an event that somebody sent in structured mode from the object `node`.
    ///
    /// Account and times may be missing, and the account is as its sender wrote it. What depends on them is left to
    /// `Event.validate`.
    public static func receive(
        _ document: borrowing JSONDocument,
        _ node: JSONNode
    ) throws(EventDecodeError) -> ReceivedEvent {
        let envelope = try Envelope(document, node)
        let known = envelope.knownType(document)
        // Types that are known need no text of their own.
        let unknown = known == nil ? try required(document, envelope.type, at: "/type") : ""
        var received = ReceivedEvent(
            id: try required(document, envelope.id, at: "/id"),
            source: try required(document, envelope.source, at: "/source"),
            subject: try optional(document, envelope.subject, at: "/subject"),
            payload: .erase,
            extensions: envelope.unknown.map { unknownMember(document, $0.name, $0.value) }
        )
        received.time = try time(document, envelope.time, at: "/time")
        if let time = try time(document, envelope.recordedtime, at: "/recordedtime") {
            guard case .moment(let moment) = time else {
                throw EventDecodeError(.timeInvalid, at: "/recordedtime")
            }
            received.recordedTime = moment
        }
        try readData(document, envelope.data, of: known, or: unknown, into: &received)
        return received
    }

    /// Reads the data of an event of a type that this version knows, or of one of the name `unknown`.
    static func readData(
        _ document: borrowing JSONDocument,
        _ data: JSONNode?,
        of known: EventType?,
        or unknown: String,
        into received: inout ReceivedEvent
    ) throws(EventDecodeError) {
        guard let known else {
            received.payload = .unknown(type: unknown, data: data.map { text(document, $0) })
            return
        }
        guard let data else {
            guard known == .erase else { throw EventDecodeError(.memberMissing, at: "/data") }
            received.payload = .erase
            return
        }
        guard document.kind(of: data) == .object else { throw EventDecodeError(.memberType, at: "/data") }
        switch known {
        case .signal: received.payload = .signal(try signal(document, data, &received.dataExtensions))
        case .retract: received.payload = .retract(try retraction(document, data, &received.dataExtensions))
        case .account: received.payload = .account(try profileChange(document, data))
        case .disposition:
            received.payload = .disposition(try disposition(document, data, &received.dataExtensions))
        case .superseded:
            received.payload = .superseded(by: try successor(document, data, &received.dataExtensions))
        case .erase:
            received.payload = .erase
            document.forEachMember(of: data) { name, value in
                received.dataExtensions.append(unknownMember(document, name, value))
            }
        }
    }

    /// A member that this version does not know.
    static func unknownMember(
        _ document: borrowing JSONDocument,
        _ name: JSONNode,
        _ value: JSONNode
    ) -> UnknownMember {
        UnknownMember(name: document.string(name) ?? "", json: text(document, value))
    }

    private static func text(_ document: borrowing JSONDocument, _ node: JSONNode) -> [UInt8] {
        var writer = JSONWriter()
        document.write(node, to: &writer)
        return writer.bytes
    }
}
