// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension CompactSignal {
    /// Reads an event of the journal from the object `node`, in place of what is here, if it is a signal.
    ///
    /// Exactly what `EventCodec.decode` makes an event of is read, and what it refuses is refused.
    ///
    /// - Returns: whether it is a signal; of another event nothing is read.
    /// - Throws: why it is none that the journal can hold; there is no signal then.
    mutating func read(
        _ document: borrowing JSONDocument,
        _ node: JSONNode
    ) throws(EventDecodeError) -> Bool {
        let envelope = try Envelope(document, node)
        guard envelope.knownType(document) == .signal else { return false }
        try read(document, envelope)
        recordedTime = try moment(document, envelope.recordedtime, at: "/recordedtime")
        return true
    }

    /// Reads an event that somebody sent from the object `node`, in place of what is here, if it is a signal that says
    /// what account it is about by a domain, and at what moment it happened.
    ///
    /// Others are read by `EventCodec.receive`, which can tell what is wrong with them; so is what is not of use.
    ///
    /// - Returns: whether it is such a signal. The domain need not be a registrable one, and `recordedTime` is left to
    ///   the caller.
    public mutating func receive(_ document: borrowing JSONDocument, _ node: JSONNode) -> Bool {
        do {
            let envelope = try Envelope(document, node)
            guard envelope.knownType(document) == .signal else { return false }
            try read(document, envelope)
            // What it says of having been recorded is replaced, but must be a moment.
            let recorded = try EventCodec.time(document, envelope.recordedtime, at: "/recordedtime")
            if case .date = recorded { return false }
            return true
        } catch {
            return false
        }
    }

    private mutating func read(
        _ document: borrowing JSONDocument,
        _ envelope: borrowing Envelope
    ) throws(EventDecodeError) {
        begin(document)
        hasUnknownMembers = !envelope.unknown.isEmpty
        id = try required(document, envelope.id, limit: Event.identityBytes, at: "/id")
        source = try required(document, envelope.source, limit: Event.identityBytes, at: "/source")
        guard
            let subject = try optional(document, envelope.subject, limit: Event.accountBytes, at: "/subject")
        else { throw EventDecodeError(.memberMissing, at: "/subject") }
        account = subject
        try Event.check(domain: bytes.span.extracting(subject), at: "/subject")
        time = try moment(document, envelope.time, at: "/time")
        guard let data = envelope.data else { throw EventDecodeError(.memberMissing, at: "/data") }
        try read(document, data: data)
    }

    private mutating func read(_ document: borrowing JSONDocument, data: JSONNode) throws(EventDecodeError) {
        guard document.kind(of: data) == .object else { throw EventDecodeError(.memberType, at: "/data") }
        var hasKind = false
        try document.forEachMember(of: data) { name, value throws(EventDecodeError) in
            if document.equals(name, "kind") {
                kind = try required(document, value, limit: Event.nameBytes, at: "/data/kind")
                hasKind = true
            } else if document.equals(name, "attributes") {
                try read(document, attributes: value)
            } else if document.equals(name, "person") {
                person = try optional(document, value, limit: Event.nameBytes, at: "/data/person")
            } else if document.equals(name, "vendor") {
                vendor = try optional(document, value, limit: Event.nameBytes, at: "/data/vendor")
            } else {
                hasUnknownMembers = true
            }
        }
        guard hasKind else { throw EventDecodeError(.memberMissing, at: "/data/kind") }
    }

    private mutating func read(
        _ document: borrowing JSONDocument,
        attributes node: JSONNode
    ) throws(EventDecodeError) {
        switch document.kind(of: node) {
        case .null: return
        case .object: break
        default: throw EventDecodeError(.memberType, at: "/data/attributes")
        }
        try document.forEachMember(of: node) { name, node throws(EventDecodeError) in
            guard let value = try value(document, name, node) else { return }
            guard let text = document.range(of: name) else { return }
            let fault = Event.fault(
                of: bytes.span.extracting(text),
                limit: Event.nameBytes,
                mayHoldControls: !document.hasPlainStrings
            )
            if let fault { throw Self.error(fault, document, attribute: name) }
            append(text, value)
        }
    }

    /// A flat value; nil for `null`.
    private mutating func value(
        _ document: borrowing JSONDocument,
        _ name: JSONNode,
        _ node: JSONNode
    ) throws(EventDecodeError) -> Attribute.Value? {
        switch document.kind(of: node) {
        case .null: return nil
        case .boolean: return document.boolean(node).map { .boolean($0) }
        case .integer, .unsigned, .double: return document.number(node).map { .number($0) }
        case .string: return document.range(of: node).map { .text($0) }
        case .array:
            let start = lists.count
            document.forEachElement(of: node) { element in
                if let text = document.range(of: element) { appendListed(text) }
            }
            if lists.count - start == document.count(node) { return .texts(start..<lists.count) }
        case .object: break
        }
        throw Self.error(.attributeNotFlat, document, attribute: name)
    }

    private static func error(
        _ reason: EventDecodeError.Reason,
        _ document: borrowing JSONDocument,
        attribute name: JSONNode
    ) -> EventDecodeError {
        EventDecodeError(
            reason,
            at: "/data/attributes" + EventDecodeError.step(document.string(name) ?? "")
        )
    }

    /// A text that must be there and not be empty.
    private mutating func required(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        limit: Int,
        at path: String
    ) throws(EventDecodeError) -> Range<Int> {
        guard let node, document.kind(of: node) != .null else {
            throw EventDecodeError(.memberMissing, at: path)
        }
        guard let text = try optional(document, node, limit: limit, at: path) else {
            throw EventDecodeError(.memberEmpty, at: path)
        }
        return text
    }

    /// A text that may be missing; `null` and the empty text are read as missing.
    private mutating func optional(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        limit: Int,
        at path: String
    ) throws(EventDecodeError) -> Range<Int>? {
        guard let node, document.kind(of: node) != .null else { return nil }
        guard let text = document.range(of: node) else { throw EventDecodeError(.memberType, at: path) }
        guard !text.isEmpty else { return nil }
        let fault = Event.fault(
            of: bytes.span.extracting(text),
            limit: limit,
            mayHoldControls: !document.hasPlainStrings
        )
        if let fault { throw EventDecodeError(fault, at: path) }
        return text
    }

    /// A moment that must be there.
    private func moment(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        at path: String
    ) throws(EventDecodeError) -> Timestamp {
        guard let time = try EventCodec.time(document, node, at: path) else {
            throw EventDecodeError(.memberMissing, at: path)
        }
        guard case .moment(let moment) = time else { throw EventDecodeError(.timeInvalid, at: path) }
        return moment
    }
}
