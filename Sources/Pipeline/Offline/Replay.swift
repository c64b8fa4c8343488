// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ingest
internal import JSON
public import Ranking
internal import Scoring

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
    private var document = JSONDocument(limits: EventCodec.journalLimits)
    private var event = JournalEvent()

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

    /// Takes an event of a journal; returns why it could not be read.
    public mutating func receive(journal value: Span<UInt8>) -> ReplayRefusal? {
        tally.records += 1
        do throws(JSONError) {
            try document.parse(value)
        } catch {
            return count(ReplayRefusal(reason: error.reason.rawValue, message: error.description))
        }
        do throws(EventDecodeError) {
            try event.read(document, document.root)
        } catch {
            return count(ReplayRefusal(reason: error.reason.rawValue, message: error.description))
        }
        tally.events[event.type, default: 0] += 1
        if event.recordedTime <= instant { count(ranking.fold(event)) } else { tally.later += 1 }
        return nil
    }

    /// Counts a record that its file does not give whole.
    public mutating func receive(unreadable refusal: ReplayRefusal) {
        tally.records += 1
        _ = count(refusal)
    }

    private mutating func fold(_ event: Event) {
        tally.events[event.payload.type, default: 0] += 1
        if event.recordedTime <= instant { count(ranking.fold(event)) } else { tally.later += 1 }
    }

    private mutating func count(_ outcome: FoldOutcome) {
        tally.effects[outcome.effect, default: 0] += 1
        tally.evictions += outcome.evictions
        if outcome.hidden { tally.hidden += 1 }
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
