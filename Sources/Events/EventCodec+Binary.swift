// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension EventCodec {
    /// Reads an event that somebody sent in binary mode: attributes in headers, data in the record's value.
    ///
    /// `data` is the value's root in `document`, nil for a record without a value. Header names are taken without
    /// regard to ASCII case, and headers of other names are left alone. Attributes that this version does not know
    /// become members of the envelope, as texts.
    public static func receive(
        headers: [RecordHeader],
        _ document: borrowing JSONDocument,
        data: JSONNode?
    ) throws(EventDecodeError) -> ReceivedEvent {
        var type: String?
        var version: String?
        var received = ReceivedEvent(id: "", source: "", payload: .erase)
        var seen: Set<String> = []
        for header in headers {
            guard let value = header.value else { continue }
            if ASCII.equal(header.name, "content-type") {
                guard ASCII.isJSON(mediaType: value.span) else {
                    throw EventDecodeError(.contentTypeUnsupported, at: header.name)
                }
                continue
            }
            guard ASCII.hasPrefix(header.name.utf8.span, "ce_") else { continue }
            let path = header.name.lowercased()
            guard seen.insert(path).inserted else { throw EventDecodeError(.memberRepeated, at: path) }
            guard let text = String(validating: value, as: UTF8.self) else {
                throw EventDecodeError(.memberInvalid, at: path)
            }
            let name = String(path.dropFirst(3))
            switch EnvelopeMember(name.utf8.span) {
            case .specversion: version = text
            case .id: received.id = text
            case .source: received.source = text
            case .type: type = text
            case .subject: received.subject = text.isEmpty ? nil : text
            case .time: received.time = try time(text, at: path)
            case .recordedtime:
                guard case .moment(let moment) = try time(text, at: path) else {
                    throw EventDecodeError(.timeInvalid, at: path)
                }
                received.recordedTime = moment
            case .datacontenttype, .data, .dataBase64:
                throw EventDecodeError(.memberNotAllowed, at: path)
            case nil:
                guard !name.isEmpty else { throw EventDecodeError(.memberInvalid, at: path) }
                var writer = JSONWriter()
                writer.string(text)
                received.extensions.append(UnknownMember(name: name, json: writer.bytes))
            }
        }
        guard let version else { throw EventDecodeError(.memberMissing, at: "ce_specversion") }
        guard version == "1.0" else { throw EventDecodeError(.specVersionUnsupported, at: "ce_specversion") }
        guard let type else { throw EventDecodeError(.memberMissing, at: "ce_type") }
        for (name, text) in [("ce_type", type), ("ce_id", received.id), ("ce_source", received.source)] {
            guard text.isEmpty else { continue }
            throw EventDecodeError(seen.contains(name) ? .memberEmpty : .memberMissing, at: name)
        }
        let isNull = data.map { document.kind(of: $0) == .null } ?? true
        try readData(
            document,
            isNull ? nil : data,
            of: EventType(type.utf8.span),
            or: type,
            into: &received
        )
        return received
    }

    private static func time(_ text: String, at path: String) throws(EventDecodeError) -> ReceivedTime {
        guard let time = ReceivedTime(text.utf8.span) else { throw EventDecodeError(.timeInvalid, at: path) }
        return time
    }
}
