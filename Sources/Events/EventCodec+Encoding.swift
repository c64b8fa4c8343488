// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension EventCodec {
    /// Writes an event as one JSON object in canonical order.
    ///
    /// What `Event.validate` accepts reads back as the same event; see there for what it demands.
    public static func encode(_ event: Event, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("specversion")
        writer.string("1.0")
        writer.key("id")
        writer.string(event.id)
        writer.key("source")
        writer.string(event.source)
        writer.key("type")
        writer.string(event.payload.type)
        writer.key("subject")
        writer.string(event.account.domain)
        writer.key("time")
        writer.string(event.time)
        writer.key("recordedtime")
        writer.string(event.recordedTime)
        let hasData = event.hasData
        if hasData {
            writer.key("datacontenttype")
            writer.string("application/json")
        }
        encode(event.extensions, into: &writer)
        if hasData {
            writer.key("data")
            encodeData(of: event, into: &writer)
        }
        writer.endObject()
    }

    private static func encodeData(of event: Event, into writer: inout JSONWriter) {
        if case .unknown(_, let data) = event.payload {
            if let data { writer.raw(data.span) }
            return
        }
        writer.beginObject()
        switch event.payload {
        case .signal(let signal): encode(signal, into: &writer)
        case .retract(let retraction):
            writer.member("source", retraction.source)
            writer.member("id", retraction.id)
        case .account(let change): encode(change, into: &writer)
        case .disposition(let disposition):
            writer.member("action", disposition.action.rawValue)
            if let until = disposition.until {
                writer.key("until")
                writer.string(until)
            }
            writer.member("queue", disposition.queue)
            writer.member("by", disposition.by)
        case .superseded(let account): writer.member("by", account.domain)
        case .erase, .unknown: break
        }
        encode(event.dataExtensions, into: &writer)
        writer.endObject()
    }

    private static func encode(_ signal: Signal, into writer: inout JSONWriter) {
        writer.member("kind", signal.kind)
        if !signal.attributes.isEmpty {
            writer.key("attributes")
            writer.beginObject()
            for attribute in signal.attributes {
                writer.key(attribute.name)
                writer.value(attribute.value)
            }
            writer.endObject()
        }
        writer.member("person", signal.person)
        writer.member("vendor", signal.vendor)
    }

    private static func encode(_ change: ProfileChange, into writer: inout JSONWriter) {
        for assignment in change.set {
            writer.key(assignment.field)
            if let value = assignment.value { writer.value(value) } else { writer.null() }
        }
        encode(change.add, as: "add", into: &writer)
        encode(change.remove, as: "remove", into: &writer)
    }

    private static func encode(
        _ fields: [ProfileChange.Words],
        as name: String,
        into writer: inout JSONWriter
    ) {
        guard !fields.isEmpty else { return }
        writer.key(name)
        writer.beginObject()
        for field in fields {
            writer.key(field.field)
            writer.strings(field.words)
        }
        writer.endObject()
    }

    private static func encode(_ members: [UnknownMember], into writer: inout JSONWriter) {
        for member in members {
            writer.key(member.name)
            writer.raw(member.json.span)
        }
    }
}

extension Event {
    /// Whether the event is written with `data`.
    fileprivate var hasData: Bool {
        switch payload {
        case .erase: !dataExtensions.isEmpty
        case .unknown(_, let data): data != nil
        default: true
        }
    }
}

extension JSONWriter {
    /// Writes a moment as a string in RFC 3339.
    mutating func string(_ time: Timestamp) {
        string(MomentText(time))
    }

    /// Writes a moment as a string in RFC 3339.
    mutating func string(_ text: borrowing MomentText) {
        guard text.time.isOfFourDigits else { return string(text.time.description) }
        // A number is any eight bytes.
        unsafe plainString(text.words.span.bytes)
    }

    /// Writes a member that is a text; nothing for nil.
    fileprivate mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    fileprivate mutating func strings(_ values: [String]) {
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    fileprivate mutating func value(_ value: AttributeValue) {
        switch value {
        case .string(let text): string(text)
        case .number(let number): self.number(number)
        case .boolean(let truth): boolean(truth)
        case .strings(let texts): strings(texts)
        }
    }
}
