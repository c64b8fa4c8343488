// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Makes signals of a topic's records by a plan, in memory that is used again.
///
/// All that `Ingestor.process` would refuse, and all that it would do besides making one signal, ends in `NotPlain`.
struct RowReader: Sendable {
    let plan: RowPlan
    let limits: IngestLimits
    let resolver: AccountResolver
    let personKey: PersonKey?
    /// The members of the record that the plan looks at; nil where they are absent.
    private(set) var nodes: [JSONNode?]
    /// The members of the record that a spread of it may take.
    private(set) var spreadMembers: [(name: JSONNode, value: JSONNode)] = []
    /// What is done with the members that records have mostly had, by their numbers.
    private var uses: [MemberUse] = []
    private var familiar = FamiliarMembers()
    /// As of which of its changes the uses are known.
    private var usesKnown = 0
    /// Kafka's timestamp of the record.
    private(set) var timestamp: Timestamp?

    /// What is done with a member of a record.
    private struct MemberUse {
        /// Its number among those that the plan looks at.
        var number: Int?
        var maySpread = false
    }

    /// A reader of records by `plan`.
    init(
        _ plan: RowPlan,
        limits: IngestLimits,
        resolver: AccountResolver,
        personKey: PersonKey?
    ) {
        self.plan = plan
        self.limits = limits
        self.resolver = resolver
        self.personKey = personKey
        nodes = Array(repeating: nil, count: plan.names.count)
    }

    /// Reads a record into `signal`, in place of what is there.
    ///
    /// - Returns: when it happened, which the rule of times has yet to judge.
    mutating func read(
        _ record: Span<UInt8>,
        parsing document: inout JSONDocument,
        timestamp: Timestamp?,
        aliases: AliasTable,
        hosts: inout KnownHosts,
        into signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment {
        do {
            try document.parse(record, expecting: &familiar)
        } catch {
            throw NotPlain()
        }
        guard document.kind(of: document.root) == .object else { throw NotPlain() }
        self.timestamp = timestamp
        return try read(document, aliases, &hosts, into: &signal)
    }

    /// Reads the record that has been parsed.
    ///
    /// Apart from the other, since the document would be copied there for each call: what is lent from a variable is. What
    /// was lent to this is lent on.
    @inline(never)
    private mutating func read(
        _ document: borrowing JSONDocument,
        _ aliases: AliasTable,
        _ hosts: inout KnownHosts,
        into signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment {
        find(document)
        return try self.signal(document, aliases, &hosts, &signal)
    }

    /// Makes the one signal that the rules say; apart, since the reader would be copied in the other for each call.
    @inline(never)
    private func signal(
        _ document: borrowing JSONDocument,
        _ aliases: AliasTable,
        _ hosts: inout KnownHosts,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> JSONDocument.Moment {
        let rules = plan.rules.span
        var chosen: Int?
        for place in rules.indices where try holds(rules[place].conditions.span, document) {
            // Several rules make several events.
            guard chosen == nil else { throw NotPlain() }
            chosen = place
        }
        guard let chosen, let template = rules[chosen].signal else { throw NotPlain() }
        signal.begin(document)
        return try fill(template, document, aliases, &hosts, &signal)
    }

    /// Finds all members that the plan looks at in one pass.
    private mutating func find(_ document: borrowing JSONDocument) {
        for place in nodes.indices { nodes[place] = nil }
        if !spreadMembers.isEmpty { spreadMembers.removeAll(keepingCapacity: true) }
        let areFamiliar = document.isFamiliar
        if areFamiliar, usesKnown != familiar.changes {
            uses = familiar.names.map { use(of: $0.span) }
            usesKnown = familiar.changes
        }
        var place = 0
        document.forEachMember(of: document.root) { name, value in
            let use: MemberUse
            if areFamiliar {
                use = uses[document.memberNumber(at: place)]
                place += 1
            } else {
                use = document.withString(name) { self.use(of: $0) } ?? MemberUse()
            }
            if let number = use.number, !document.isAbsent(value) { nodes[number] = value }
            if use.maySpread { spreadMembers.append((name, value)) }
        }
    }

    private func use(of name: Span<UInt8>) -> MemberUse {
        MemberUse(number: plan.names.number(named: name), maySpread: plan.maySpread(name))
    }

    /// Whether all conditions hold.
    private func holds(
        _ conditions: Span<RowPlan.Condition>,
        _ document: borrowing JSONDocument
    ) throws(NotPlain) -> Bool {
        for place in conditions.indices {
            let node = node(conditions[place].place, document)
            let holds = try holds(conditions[place].test, of: node, document)
            if holds == conditions[place].isNegated { return false }
        }
        return true
    }

    private func holds(
        _ test: RowPlan.Test,
        of node: JSONNode?,
        _ document: borrowing JSONDocument
    ) throws(NotPlain) -> Bool {
        guard let node else { return false }
        switch test {
        case .exists:
            return true
        case .isOneOf(let range):
            switch document.kind(of: node) {
            case .string: break
            case .object, .array: return false
            default: throw NotPlain()
            }
            for choice in range where equals(node, plan.choices[choice], document) { return true }
            return false
        case .other:
            throw NotPlain()
        }
    }

    /// Whether the string is one of the plan's texts but for the case of ASCII letters.
    private func equals(_ node: JSONNode, _ text: Range<Int>, _ document: borrowing JSONDocument) -> Bool {
        document.withString(node) { FoldedText.equal($0, folded: plan.texts.span.extracting(text)) } ?? false
    }

    /// The node of the record that a place leads to; nil where it is absent or not of the record.
    func node(_ place: RowPlan.Place, _ document: borrowing JSONDocument) -> JSONNode? {
        switch place {
        case .member(let number):
            return nodes[number]
        case .inner(let member, let pointer):
            guard let outer = nodes[member],
                let node = document.resolve(outer, pointer: plan.pointers.span[pointer]),
                !document.isAbsent(node)
            else { return nil }
            return node
        case .record:
            return document.isAbsent(document.root) ? nil : document.root
        case .timestamp, .constant:
            return nil
        }
    }
}
