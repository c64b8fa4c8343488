// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import JSON

/// Turns records of vendors' topics into canonical events; pure but for the memory that it uses again.
///
/// Every record yields events, or aliases, or exactly one dead letter, or is ignored by a rule that says so. A
/// record that fans out may yield events of its good elements and a dead letter for its bad ones.
///
/// ```
/// var ingestor = try Ingestor(mappings: ["vendor.jobs": mapping], resolver: resolver)
/// let outcome = ingestor.process(record, value: bytes.span, aliases: aliases, now: now)
/// ```
public struct Ingestor: ~Copyable, Sendable {
    /// What records and events may be at most.
    public let limits: IngestLimits
    private let mappings: [String: Mapping]
    let resolver: AccountResolver
    let personKey: PersonKey?
    let timeRule: TimeRule
    private(set) var document: JSONDocument

    /// An ingestor for the topics that `mappings` names.
    ///
    /// - Parameters:
    ///   - mappings: the mapping of each topic.
    ///   - resolver: finds accounts.
    ///   - limits: what records may be at most.
    ///   - personKey: hashes e-mail addresses of persons; without one they are refused.
    ///   - clockSkew: how far a time may lie in the future, in milliseconds, 0 or more.
    /// - Throws: `IngestorError`, a fault of the configuration.
    public init(
        mappings: [String: Mapping],
        resolver: AccountResolver,
        limits: IngestLimits = IngestLimits(),
        personKey: PersonKey? = nil,
        clockSkew: Int64 = 300_000
    ) throws(IngestorError) {
        if personKey == nil {
            for (topic, mapping) in mappings.sorted(by: { $0.key < $1.key }) where mapping.needsPersonKey {
                throw .personKeyMissing(topic: topic, mapping: mapping.name)
            }
        }
        self.mappings = mappings
        self.resolver = resolver
        self.limits = limits
        self.personKey = personKey
        self.timeRule = TimeRule(clockSkew: max(clockSkew, 0))
        self.document = JSONDocument(limits: limits.json)
    }

    /// Something that takes the quick way wherever the ingestor would come to the same.
    public func rewriter() -> Rewriter {
        Rewriter(
            mappings: mappings,
            resolver: resolver,
            limits: limits,
            personKey: personKey,
            timeRule: timeRule
        )
    }

    /// Processes one record.
    ///
    /// - Parameters:
    ///   - record: where it comes from, its key and its headers.
    ///   - value: its value; nil for a tombstone.
    ///   - aliases: what names and ids mean now; the caller applies the outcome's aliases to it afterwards.
    ///   - now: the clock, which becomes the events' recorded time.
    /// - Returns: all that became of the record; it is never lost without a trace.
    public mutating func process(
        _ record: SourceRecord,
        value: Span<UInt8>?,
        aliases: AliasTable,
        now: Timestamp
    ) -> IngestOutcome {
        let session = RecordSession(record: record, aliases: aliases, now: now)
        do throws(IngestFault) {
            guard let mapping = mappings[record.topic] else {
                throw IngestFault(.noMapping, "no mapping is configured for the topic \(record.topic)")
            }
            switch mapping.format {
            case .cloudEvents:
                return try processCloudEvent(value: value, session)
            case .json(let each, let rules):
                try parse(value)
                return try apply(rules, each: each, session)
            }
        } catch {
            return IngestOutcome(error)
        }
    }

    /// Parses the record's value, which is then read through `document`.
    mutating func parse(_ value: Span<UInt8>?) throws(IngestFault) {
        guard let value else { throw IngestFault(.noValue, "the record has no value") }
        do throws(JSONError) {
            try document.parse(value)
        } catch {
            throw IngestFault(DeadLetterReason(error.reason), error.description)
        }
    }

    /// Fans the parsed record out and applies the rules to each element.
    private func apply(
        _ rules: [MappingRule],
        each: [JSONPointer],
        _ session: RecordSession
    ) throws(IngestFault) -> IngestOutcome {
        var session = session
        let elements = try fanOut(each)
        if elements.isEmpty { session.ignore() }
        for (position, nodes) in elements.enumerated() {
            let scope = RecordScope(record: session.record, nodes: nodes, limits: limits)
            do throws(IngestFault) {
                try apply(rules, in: scope, &session)
            } catch {
                session.refuse(position, error)
            }
        }
        return session.finished(count: elements.count)
    }

    /// The innermost elements that the record fans out into, each behind what it lies in.
    private func fanOut(_ each: [JSONPointer]) throws(IngestFault) -> [[JSONNode]] {
        var elements = [[document.root]]
        for (depth, pointer) in each.enumerated() {
            var next: [[JSONNode]] = []
            for nodes in elements {
                guard let node = document.resolve(nodes[nodes.count - 1], pointer: pointer),
                    document.kind(of: node) != .null
                else {
                    // Without the outermost list this is another kind of record; an inner one may well be missing.
                    guard depth > 0 else {
                        throw IngestFault(.missingField, "there is nothing at \(pointer)")
                    }
                    continue
                }
                if document.kind(of: node) == .array {
                    guard next.count + document.count(node) <= limits.fanOut else {
                        throw IngestFault(
                            .fanOutTooLarge,
                            "the record has more than \(limits.fanOut) elements"
                        )
                    }
                    document.forEachElement(of: node) { next.append(nodes + [$0]) }
                } else {
                    next.append(nodes + [node])
                }
            }
            elements = next
        }
        return elements
    }

    /// Applies the rules to one element, which yields everything or nothing.
    private func apply(
        _ rules: [MappingRule],
        in scope: RecordScope,
        _ session: inout RecordSession
    ) throws(IngestFault) {
        var yield = ElementYield()
        var isClaimed = false
        loop: for rule in rules where rule.guards.allSatisfy({ document.holds($0, in: scope) }) {
            isClaimed = true
            do throws(IngestFault) {
                switch rule.action {
                case .ignore:
                    break loop
                case .reject(let text):
                    throw IngestFault(.mappingRejected, text)
                case .emit, .teach:
                    try perform(rule, document, scope, session, &yield)
                }
            } catch {
                guard rule.ignoredReasons.contains(error.reason) else { throw error }
            }
        }
        guard isClaimed else { throw IngestFault(.mappingNoRule, "no rule of the mapping applies") }
        try session.accept(yield, limits: limits)
    }
}
