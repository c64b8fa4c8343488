// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension Ingestor {
    /// Makes the event and the aliases of a rule whose conditions hold.
    func perform(
        _ rule: MappingRule,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope,
        _ session: RecordSession,
        _ yield: inout ElementYield
    ) throws(IngestFault) {
        switch rule.action {
        case .ignore, .reject:
            return
        case .teach(let source, let expression):
            let account = try account(expression, document, scope, session)
            let source = try self.source(source, document, scope)
            let learned = try learn(rule.aliases, of: account, source: source, document, scope, session)
            guard learned.isAny else { throw IngestFault(.missingField, "there is no name or id to learn") }
            yield.take(learned.aliases, recordedTime: session.now)
        case .emit(let template, let expression):
            let account = try account(expression, document, scope, session)
            guard let payload = try payload(template.payload, document, scope, session) else { return }
            let event = Event(
                id: try identifier(template.id, document, scope),
                source: try source(template.source, document, scope),
                account: account,
                time: try time(template.time, document, scope, session),
                recordedTime: session.now,
                payload: payload
            )
            try validate(event)
            let learned = try learn(rule.aliases, of: account, source: event.source, document, scope, session)
            yield.events.append(event)
            yield.take(learned.aliases, recordedTime: session.now)
        }
    }

    /// Refuses an event that is too large for the journal or could not be read back from it.
    func validate(_ event: Event) throws(IngestFault) {
        if case .signal(let signal) = event.payload {
            try checkCount(signal.attributes.count)
            for attribute in signal.attributes { try check(attribute.value, attribute.name) }
        }
        if case .account(let change) = event.payload {
            try checkCount(change.set.count + change.add.count + change.remove.count)
            for assignment in change.set {
                try assignment.value.map { (value) throws(IngestFault) in try check(value, assignment.field) }
            }
            for words in change.add + change.remove { try check(.strings(words.words), words.field) }
        }
        // Escapes make a text at most six times as long, and the envelope is short: most events need no counting.
        if event.textBytes > (limits.eventBytes - 512) / 6 {
            var writer = JSONWriter()
            EventCodec.encode(event, into: &writer)
            guard writer.count <= limits.eventBytes else {
                throw IngestFault(.eventTooLarge, "the event has more than \(limits.eventBytes) bytes")
            }
        }
        do throws(EventDecodeError) {
            try event.validate()
        } catch {
            throw IngestFault(DeadLetterReason(error.reason), error.description)
        }
    }

    private func check(_ value: AttributeValue, _ name: String) throws(IngestFault) {
        try ScalarValue(value).check(limits, name: EscapedText.escaped(name, limit: 64))
    }

    /// When an event happened, by the rule of times.
    private func time(
        _ expression: TimeExpression,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope,
        _ session: RecordSession
    ) throws(IngestFault) -> Timestamp {
        guard let moment = try document.moment(of: expression, in: scope, name: "the time") else {
            throw IngestFault(.missingField, "the time is missing")
        }
        return try timeRule.accepted(
            moment.timestamp,
            isDateOnly: moment.isDateOnly,
            now: session.now,
            record: session.record.timestamp
        )
    }

    /// The source of an event or of what is learned.
    private func source(
        _ expression: FieldExpression,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> String {
        guard let source = try document.text(of: expression, in: scope, name: "the source") else {
            throw IngestFault(.missingField, "the source is missing")
        }
        return source
    }

    /// The event's id.
    private func identifier(
        _ expression: EventTemplate.Identifier,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> String {
        var parts: [String] = []
        var isAny = false
        for part in expression.parts {
            let text = try document.text(of: part, in: scope, name: "the id")
            guard text != nil || expression.isDigest else {
                throw IngestFault(.missingField, "the id is missing")
            }
            parts.append(text ?? "")
            isAny = isAny || text != nil
        }
        guard isAny else { throw IngestFault(.missingField, "all fields of the id are missing") }
        guard expression.isDigest else { return parts.joined(separator: ":") }
        guard let digest = FieldDigest.text(of: parts) else {
            throw IngestFault(.badValue, "the id cannot be computed")
        }
        return digest
    }

    /// What the event says; nil for a profile change that changes nothing.
    private func payload(
        _ template: EventTemplate.Payload,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope,
        _ session: RecordSession
    ) throws(IngestFault) -> Payload? {
        switch template {
        case .signal(let signal):
            return .signal(try self.signal(signal, document, scope))
        case .account(let profile):
            let change = try profileChange(profile, document, scope)
            return change.set.isEmpty && change.add.isEmpty && change.remove.isEmpty ? nil : .account(change)
        case .retract(let source, let id):
            let source = try self.source(source, document, scope)
            return .retract(Retraction(source: source, id: try identifier(id, document, scope)))
        case .disposition(let disposition):
            return .disposition(try self.disposition(disposition, document, scope))
        case .superseded(let by):
            return .superseded(by: try account(by, document, scope, session))
        case .erase:
            return .erase
        }
    }

    private func signal(
        _ template: EventTemplate.Signal,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> Signal {
        guard let kind = try document.text(of: template.kind, in: scope, name: "the kind") else {
            throw IngestFault(.missingField, "the kind is missing")
        }
        var signal = Signal(kind: kind)
        for attribute in template.attributes {
            let name = attribute.name
            guard let value = try document.value(of: attribute.expression, in: scope, name: name) else {
                continue
            }
            signal.attributes.append(Attribute(name, value))
        }
        for spread in template.spreads {
            try document.forEachAttribute(of: spread, in: scope) { (name, value) throws(IngestFault) in
                guard signal[attribute: name] == nil else { return }
                signal.attributes.append(Attribute(name, value))
                try checkCount(signal.attributes.count)
            }
        }
        try checkCount(signal.attributes.count)
        if let person = template.person,
            let text = try document.text(of: person, in: scope, name: "the person")
        {
            signal.person = try opaque(text)
        }
        if let vendor = template.vendor {
            signal.vendor = try document.text(of: vendor, in: scope, name: "the vendor")
        }
        return signal
    }

    private func checkCount(_ count: Int) throws(IngestFault) {
        guard count <= limits.attributes else {
            throw IngestFault(.tooManyAttributes, "the event has more than \(limits.attributes) attributes")
        }
    }

    private func profileChange(
        _ template: EventTemplate.Profile,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> ProfileChange {
        var change = ProfileChange()
        for field in template.set {
            guard let value = try document.value(of: field.expression, in: scope, name: field.name) else {
                continue
            }
            change.set.append(ProfileChange.Assignment(field: field.name, value: value))
        }
        for spread in template.spreads {
            try document.forEachAttribute(of: spread, in: scope) { (name, value) throws(IngestFault) in
                guard !change.set.contains(where: { $0.field == name }) else { return }
                change.set.append(ProfileChange.Assignment(field: name, value: value))
                try checkCount(change.set.count)
            }
        }
        change.add = try words(template.add, document, scope)
        change.remove = try words(template.remove, document, scope)
        try checkCount(change.set.count + change.add.count + change.remove.count)
        return change
    }

    private func words(
        _ fields: [NamedExpression],
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> [ProfileChange.Words] {
        var result: [ProfileChange.Words] = []
        for field in fields {
            let words = try document.texts(of: field.expression, in: scope, name: field.name)
            if !words.isEmpty { result.append(ProfileChange.Words(field: field.name, words: words)) }
        }
        return result
    }

    private func disposition(
        _ template: EventTemplate.Disposition,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope
    ) throws(IngestFault) -> Disposition {
        guard let text = try document.text(of: template.action, in: scope, name: "the action") else {
            throw IngestFault(.missingField, "the action is missing")
        }
        guard let action = Disposition.Action(rawValue: FoldedText.folded(text)) else {
            throw IngestFault(.badValue, "the action is none of worked, snoozed, dismissed")
        }
        var disposition = Disposition(action: action)
        if let until = template.until {
            disposition.until = try document.moment(of: until, in: scope, name: "until")?.timestamp
        }
        if let queue = template.queue {
            disposition.queue = try document.text(of: queue, in: scope, name: "queue")
        }
        if let by = template.by { disposition.by = try document.text(of: by, in: scope, name: "by") }
        return disposition
    }

    /// A person or id that gives no e-mail address away.
    func opaque(_ text: String) throws(IngestFault) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
        guard let person = personKey?.person(email: text) else {
            throw IngestFault(
                .personKeyMissing,
                "a person is given by e-mail address, and there is no person key"
            )
        }
        return person
    }
}
