// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ingest
internal import JSON
public import Ranking

/// Records of files, taken in and folded without Kafka, up to an instant.
///
/// Time is that of the records. A vendor's event counts as recorded when it happened, so that a replay up to an
/// instant leaves out what happened later; an event of a journal says itself when it was recorded. What aliases say
/// holds from the record that taught them, whatever the instant.
public struct Replay: ~Copyable {
    /// The instant: what was recorded later is read, and may teach aliases, but is not folded.
    public let instant: Timestamp
    /// The accounts.
    public private(set) var ranking: OfflineRanking
    /// What names, ids and domains mean, as far as the records have taught it.
    public private(set) var aliases = AliasTable()
    /// What became of the records.
    public private(set) var tally = ReplayTally()

    private let clock: Timestamp
    private var ingestor: Ingestor
    private var rewriter: Rewriter
    private var document: JSONDocument
    private var router = RecordRouter()

    /// A replay that has read nothing.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - ingestor: maps the vendors' records; its topics are the names given to `receive`.
    ///   - instant: what was recorded later does not count.
    ///   - clock: the time now, against which times in the future are refused; no earlier than `instant`.
    public init(model: Model, ingestor: consuming Ingestor, upTo instant: Timestamp, clock: Timestamp) {
        self.instant = instant
        self.clock = max(clock, instant)
        rewriter = ingestor.rewriter()
        document = JSONDocument(limits: ingestor.limits.json)
        self.ingestor = ingestor
        ranking = OfflineRanking(model: model)
    }

    /// Takes a vendor's record; returns why it, or a part of it, could not be used.
    ///
    /// - Parameters:
    ///   - value: the record, in JSON.
    ///   - mapping: the topic by which the ingestor knows its mapping.
    ///   - number: where it stands in its file.
    /// - Returns: why it could not be used; nil if it could.
    public mutating func receive(_ value: Span<UInt8>, mapping: String, number: Int) -> ReplayRefusal? {
        tally.records += 1
        if receiveSignal(value, mapping: mapping) { return nil }
        let record = SourceRecord(topic: mapping, partition: 0, offset: Int64(number), timestamp: nil)
        let outcome = ingestor.process(record, value: value, aliases: aliases, now: clock)
        for alias in outcome.aliases { aliases.apply(alias) }
        for event in Self.atTheirTimes(outcome.events) { fold(event) }
        guard let letter = outcome.deadLetter else {
            if outcome.events.isEmpty, outcome.aliases.isEmpty { tally.ignored += 1 }
            return nil
        }
        return count(ReplayRefusal(reason: letter.reason.rawValue, message: letter.message))
    }

    /// Takes a vendor's record if there is a quick way for it.
    private mutating func receiveSignal(_ value: Span<UInt8>, mapping: String) -> Bool {
        guard let shortcut = rewriter.shortcut(for: mapping) else { return false }
        let isRead = rewriter.read(
            value,
            by: shortcut,
            timestamp: nil,
            hasHeaders: false,
            aliases: aliases,
            now: clock,
            parsing: &document
        )
        guard isRead else { return false }
        tally.countSignal()
        if rewriter.signal.time <= instant {
            tally.count(ranking.fold(rewriter.signal))
        } else {
            tally.later += 1
        }
        return true
    }

    /// Takes events of a journal, of which those of different accounts are read and folded side by side.
    ///
    /// - Parameters:
    ///   - records: where in `bytes` each of them stands, in JSON.
    ///   - bytes: the bytes of all of them.
    /// - Returns: why some could not be read, by their places in `records`.
    public mutating func receive(journal records: [Range<Int>], of bytes: [UInt8]) -> [Int: ReplayRefusal] {
        tally.records += records.count
        var refusals: [Int: ReplayRefusal] = [:]
        for outcome in ranking.fold(records, of: bytes, routedBy: &router, upTo: instant) {
            tally.add(outcome.tally)
            for (place, refusal) in outcome.refusals { refusals[place] = count(refusal) }
        }
        return refusals
    }

    /// Counts a record that its file does not give whole.
    public mutating func receive(unreadable refusal: ReplayRefusal) {
        tally.records += 1
        _ = count(refusal)
    }

    private mutating func fold(_ event: Event) {
        tally.count(event)
        if event.recordedTime <= instant { tally.count(ranking.fold(event)) } else { tally.later += 1 }
    }

    private mutating func count(_ refusal: ReplayRefusal) -> ReplayRefusal {
        tally.deadLetters[refusal.reason, default: 0] += 1
        return refusal
    }

    /// The events of one record, recorded when they happened.
    ///
    /// That an account is an alias is known by the clock only: it takes the time of what came with it.
    private static func atTheirTimes(_ events: [Event]) -> [Event] {
        let latest = events.compactMap { $0.isOfAliases ? nil : $0.time }.max()
        return events.map { event in
            var event = event
            if event.isOfAliases, let latest { event.time = latest }
            event.recordedTime = event.time
            return event
        }
    }
}

extension Event {
    /// Whether it retires an account because an alias was learned.
    fileprivate var isOfAliases: Bool {
        guard case .superseded = payload else { return false }
        return source == Alias.eventSource
    }
}
