// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension RowReader {
    /// Makes the signal that the template of this number says; the texts of the document are among its own already.
    ///
    /// The template stays where it is: a copy of it would count the references of all its lists.
    ///
    /// - Returns: when it happened.
    func fill(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ aliases: AliasTable,
        _ hosts: inout KnownHosts,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment {
        // What is known of the host has to be waited for, and may come while the rest is read.
        let (host, question) = try host(template, document, hosts, &signal)
        signal.id = try identifier(template, document, &signal)
        signal.source = try required(
            plan.signals[template].source,
            limit: Event.identityBytes,
            document,
            &signal
        )
        signal.kind = try required(plan.signals[template].kind, limit: Event.nameBytes, document, &signal)
        try fillAttributes(template, document, &signal)
        if let person = plan.signals[template].person {
            signal.person = try self.person(person, document, &signal)
        }
        if let vendor = plan.signals[template].vendor, let text = try text(vendor, document, &signal) {
            try check(text, limit: Event.nameBytes, signal)
            signal.vendor = text
        }
        signal.account = try account(host, question, aliases, &hosts, of: signal.bytes.span)
        try checkNothingIsLearned(template, document, aliases, &signal)
        // As `Ingestor.validate` and the session count, or more: numbers as 24 bytes, a word of a list as 3 more.
        let bytes = signal.bytes.count + signal.attributes.count * 24 + signal.lists.count * 3
        guard bytes <= min(limits.eventBytesPerRecord, (limits.eventBytes - 512) / 6) else {
            throw NotPlain()
        }
        guard let moment = try moment(template, document, &signal) else { throw NotPlain() }
        return moment
    }

    // MARK: Account

    /// The host that names the account.
    private func host(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ hosts: borrowing KnownHosts,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> (Range<Int>, KnownHosts.Question) {
        for place in plan.signals[template].accounts.indices {
            let candidate = plan.signals[template].accounts[place]
            guard let value = try value(candidate.field, document, &signal) else { continue }
            guard case .text(let text) = value,
                let host = Self.host(in: text, candidate.identifier, of: signal.bytes.span)
            else { throw NotPlain() }
            let bytes = signal.bytes.span.extracting(host)
            return (host, hosts.prepare(for: bytes, isAddress: candidate.identifier == .email))
        }
        throw NotPlain()
    }

    /// The account that a host names.
    private func account(
        _ host: Range<Int>,
        _ question: KnownHosts.Question,
        _ aliases: AliasTable,
        _ hosts: inout KnownHosts,
        of bytes: Span<UInt8>
    ) throws(NotPlain) -> Range<Int> {
        guard let count = hosts.domain(of: bytes.extracting(host), question, resolver) else {
            throw NotPlain()
        }
        let account = (host.upperBound - count)..<host.upperBound
        guard aliases.isCurrent(bytes.extracting(account)) else { throw NotPlain() }
        return account
    }

    /// The host that a text names, if nothing about it needs to be looked at twice.
    private static func host(
        in text: Range<Int>,
        _ identifier: RowPlan.Identifier,
        of texts: Span<UInt8>
    ) -> Range<Int>? {
        guard text.count <= HostName.textLimit else { return nil }
        let bytes = texts.extracting(text)
        var host = 0..<text.count
        switch identifier {
        case .alias: return nil
        case .domain: break
        case .email:
            // A colon may belong to `mailto:`, a bracket to a name in front.
            var at = 0
            while at < bytes.count, bytes[at] != UInt8(ascii: "@") {
                if bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: ":") || bytes[at] == UInt8(ascii: "<") {
                    return nil
                }
                at += 1
            }
            guard at > 0, at < bytes.count else { return nil }
            host = (at + 1)..<bytes.count
        case .url:
            let start = schemeLength(bytes)
            var end = start
            while end < bytes.count, KnownHosts.isPlain(bytes[end]) { end += 1 }
            if end < bytes.count {
                switch bytes[end] {
                case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): break
                default: return nil
                }
            }
            host = start..<end
        }
        for place in host where !KnownHosts.isPlain(bytes[place]) { return nil }
        guard !host.isEmpty, host.count <= Event.accountBytes else { return nil }
        return (text.lowerBound + host.lowerBound)..<(text.lowerBound + host.upperBound)
    }

    /// The length of `https://` or `http://` at the beginning.
    private static func schemeLength(_ bytes: Span<UInt8>) -> Int {
        if FoldedText.hasPrefix(bytes, "https://") { return 8 }
        return FoldedText.hasPrefix(bytes, "http://") ? 7 : 0
    }

    /// Refuses a record that teaches something new.
    private func checkNothingIsLearned(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ aliases: AliasTable,
        _ signal: inout CompactSignal
    ) throws(NotPlain) {
        for place in plan.signals[template].aliases.indices {
            let field = plan.signals[template].aliases[place].field
            guard let value = try value(field, document, &signal) else { continue }
            guard case .text(let text) = value else { throw NotPlain() }
            let namespace = plan.signals[template].aliases[place].namespace
            guard
                let key = AliasKey(namespace: namespace, value: signal.string(text), resolver: resolver)
            else { continue }
            let account = AccountID(domain: signal.string(signal.account))
            guard key.supersededAccount != account else { continue }
            let isAddress =
                key.namespace != AliasKey.nameNamespace && key.value.utf8.contains(UInt8(ascii: "@"))
            guard !isAddress, !key.isNews(account, known: aliases.target(of: key)) else { throw NotPlain() }
        }
    }

    // MARK: Texts

    private func identifier(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Range<Int> {
        let result: Range<Int>
        let count = plan.signals[template].id.count
        if plan.signals[template].isDigest {
            result = try digest(template, document, &signal)
        } else if count == 1, let text = try text(plan.signals[template].id[0], document, &signal) {
            result = text
        } else {
            var parts: [Range<Int>] = []
            for place in 0..<count {
                guard let part = try text(plan.signals[template].id[place], document, &signal) else {
                    throw NotPlain()
                }
                parts.append(part)
            }
            result = signal.append(joining: parts, by: UInt8(ascii: ":"))
        }
        try check(result, limit: Event.identityBytes, signal)
        return result
    }

    private func digest(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Range<Int> {
        var parts: [String] = []
        var isAny = false
        for place in plan.signals[template].id.indices {
            let part = try text(plan.signals[template].id[place], document, &signal)
            isAny = isAny || part != nil
            parts.append(part.map { signal.string($0) } ?? "")
        }
        guard isAny, let digest = FieldDigest.text(of: parts) else { throw NotPlain() }
        return signal.append(digest.utf8.span)
    }

    /// The person, an e-mail address as its keyed hash.
    private func person(
        _ field: RowPlan.Field,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Range<Int>? {
        guard var text = try text(field, document, &signal) else { return nil }
        if text.contains(where: { signal.bytes[$0] == UInt8(ascii: "@") }) {
            guard let person = personKey?.person(email: signal.string(text)) else { throw NotPlain() }
            text = signal.append(person.utf8.span)
        }
        try check(text, limit: Event.nameBytes, signal)
        return text
    }

    // MARK: Attributes

    private func fillAttributes(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) {
        for place in plan.signals[template].attributes.indices {
            let attribute = plan.signals[template].attributes[place]
            guard let value = try value(attribute.field, document, &signal) else { continue }
            let name = signal.append(plan.texts.span.extracting(attribute.name))
            signal.append(name, value.attribute)
        }
        for place in plan.signals[template].spreads.indices {
            let spread = plan.signals[template].spreads[place]
            if case .record = spread.object {
                for member in spreadMembers.indices {
                    let (name, value) = spreadMembers[member]
                    try append(name, value, of: spread, document, &signal)
                }
                continue
            }
            guard let object = node(spread.object, document) else { continue }
            try document.forEachMember(of: object) { (member, node) throws(NotPlain) in
                try append(member, node, of: spread, document, &signal)
            }
        }
        guard signal.attributes.count <= limits.attributes else { throw NotPlain() }
    }

    /// Adds the attribute that a member of a spread object is, if its name is not taken.
    private func append(
        _ member: JSONNode,
        _ node: JSONNode,
        of spread: RowPlan.Spread,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) {
        guard let full = document.range(of: member) else { return }
        let prefix = plan.texts.span.extracting(spread.prefix)
        guard signal.bytes.span.extracting(full).begins(with: prefix), !document.isAbsent(node) else {
            return
        }
        let name = (full.lowerBound + prefix.count)..<full.upperBound
        guard name.count <= 128 else { throw NotPlain() }
        try check(name, limit: Event.nameBytes, signal)
        guard let found = try value(of: node, document, &signal) else { return }
        let value = try converted(found, to: spread.conversion, &signal)
        guard signal[attribute: signal.bytes.span.extracting(name)] == nil else { return }
        signal.append(name, value.attribute)
    }

    // MARK: Time

    private func moment(
        _ template: Int,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment? {
        for place in plan.signals[template].times.indices {
            let candidate = plan.signals[template].times[place]
            guard var moment = try moment(candidate, document, &signal) else { continue }
            if let bound = plan.signals[template].notAfter,
                let latest = try self.moment(bound, document, &signal),
                latest.timestamp < moment.timestamp
            {
                moment.timestamp = latest.timestamp
            }
            return moment
        }
        return nil
    }

    private func moment(
        _ candidate: RowPlan.Moment,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment? {
        for place in candidate.places {
            if case .timestamp = plan.places[place] {
                // It needs no format.
                if let timestamp { return JSONDocument.Moment(timestamp: timestamp, isDateOnly: false) }
                continue
            }
            guard let value = try found(plan.places[place], document, &signal) else { continue }
            let text = FoldedText.trimmed(try text(of: value, &signal), of: signal.bytes.span)
            for format in candidate.formats {
                let bytes = signal.bytes.span.extracting(text)
                if let moment = JSONDocument.Moment(bytes, format: plan.formats.span[format]) {
                    return moment
                }
            }
            throw NotPlain()
        }
        return nil
    }
}
