// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import JSON

/// Makes events of most records much quicker than `Ingestor`, and leaves the others to it.
///
/// A value, so that several can work on a batch at a time. Vendors send signals, one in a record, over and over: a
/// canonical event is taken over as it is, and a row is read by the plan that its mapping is compiled into.
public struct Rewriter: Sendable {
    /// The signal that `read` read last.
    public private(set) var signal = CompactSignal()
    /// Its recorded time, which a batch's signals have in common.
    private var recordedTime = MomentText(Timestamp(milliseconds: 0))
    private var shortcuts: [String: Shortcut] = [:]
    /// One for each topic whose records may be signals as they are.
    private var rows: [RowReader] = []
    private var hosts = KnownHosts()
    private let resolver: AccountResolver
    private let limits: IngestLimits
    private let timeRule: TimeRule

    init(
        mappings: [String: Mapping],
        resolver: AccountResolver,
        limits: IngestLimits,
        personKey: PersonKey?,
        timeRule: TimeRule
    ) {
        self.resolver = resolver
        self.limits = limits
        self.timeRule = timeRule
        for (topic, mapping) in mappings {
            if case .cloudEvents = mapping.format { shortcuts[topic] = Shortcut(row: nil) }
            guard let plan = RowPlanCompiler.plan(of: mapping, topic: topic) else { continue }
            shortcuts[topic] = Shortcut(row: rows.count)
            rows.append(RowReader(plan, limits: limits, resolver: resolver, personKey: personKey))
        }
    }

    /// How most records of a topic can be read; nil if there is nothing but `Ingestor.process`.
    public func shortcut(for topic: String) -> Shortcut? {
        shortcuts[topic]
    }

    /// Reads the signal that `Ingestor.process` would make of a record that is one and teaches nothing; most records
    /// are such, and there is no quicker way.
    ///
    /// - Parameters:
    ///   - value: the record's value.
    ///   - shortcut: that of the record's topic.
    ///   - timestamp: Kafka's timestamp of the record.
    ///   - hasHeaders: whether the record has any.
    ///   - aliases: what names and ids mean now.
    ///   - now: the clock, which becomes the event's recorded time.
    ///   - document: what the value is parsed into.
    /// - Returns: whether it is such a record, so that `signal` holds it; another is left to `Ingestor.process`.
    public mutating func read(
        _ value: Span<UInt8>,
        by shortcut: Shortcut,
        timestamp: Timestamp?,
        hasHeaders: Bool,
        aliases: AliasTable,
        now: Timestamp,
        parsing document: inout JSONDocument
    ) -> Bool {
        do {
            guard shortcut.row != nil || !hasHeaders else { return false }
            let moment: JSONDocument.Moment
            if let row = shortcut.row {
                moment = try rows[row].read(
                    value,
                    parsing: &document,
                    timestamp: timestamp,
                    aliases: aliases,
                    hosts: &hosts,
                    into: &signal
                )
            } else {
                if !signal.readCanonical(value, limits: document.limits) {
                    try document.parse(value)
                    guard signal.receive(document, document.root) else { return false }
                }
                let question = hosts.prepare(
                    for: signal.bytes.span.extracting(signal.account),
                    isAddress: false
                )
                guard isPlain(signal), Self.isCurrent(signal, question, &hosts, resolver, aliases) else {
                    return false
                }
                moment = JSONDocument.Moment(timestamp: signal.time, isDateOnly: false)
            }
            signal.time = try timeRule.accepted(
                moment.timestamp,
                isDateOnly: moment.isDateOnly,
                now: now,
                record: timestamp
            )
            signal.recordedTime = now
            if recordedTime.time != now { recordedTime = MomentText(now) }
            return true
        } catch {
            // What is wrong, if anything is, the long way tells.
            return false
        }
    }

    /// Writes `signal` as it stands in the journal.
    public func write(to writer: inout JSONWriter) {
        EventCodec.encode(signal, recordedTime: recordedTime, into: &writer)
    }

    /// Whether everything in a signal is small enough, and no e-mail address stands for its person.
    @inline(__always)
    private func isPlain(_ signal: borrowing CompactSignal) -> Bool {
        // Escapes make a text at most six times as long, and the envelope is short.
        guard !signal.hasUnknownMembers, signal.attributes.count <= limits.attributes,
            signal.lists.count <= limits.words,
            signal.bytes.count <= min(limits.textBytes, (limits.eventBytes - 512) / 6)
        else { return false }
        guard let person = signal.person else { return true }
        for place in person where signal.bytes[place] == UInt8(ascii: "@") { return false }
        return true
    }

    /// Whether the signal's account is what it would be resolved to.
    @inline(__always)
    private static func isCurrent(
        _ signal: borrowing CompactSignal,
        _ question: KnownHosts.Question,
        _ hosts: inout KnownHosts,
        _ resolver: AccountResolver,
        _ aliases: AliasTable
    ) -> Bool {
        let domain = signal.bytes.span.extracting(signal.account)
        guard hosts.domain(of: domain, question, resolver) == domain.count else { return false }
        return aliases.isCurrent(domain)
    }
}
