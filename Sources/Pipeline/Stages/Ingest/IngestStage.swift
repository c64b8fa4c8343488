// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
public import Ingest
import JSON

/// The first stage: vendor records become events of the journal, learned aliases and dead letters.
public struct IngestStage: Stage, ~Copyable {
    private let names: TopicNames
    private let counts: PartitionCounts
    private let settings: IngestSettings
    private let resolver: AccountResolver
    private var ingestor: Ingestor
    private var aliases = AliasTable()
    private var writer = JSONWriter(capacity: 4096)
    private var shares: [IngestShare]

    private var pending = PendingIngest()
    /// The transaction that is being committed, so that what it taught can be unlearned.
    private var offered: PendingIngest?
    /// Whether more records were waiting than the last batch took.
    private var isBehind = false
    private var tally = IngestTally()

    /// What the stage has done since it began.
    public var report: StageReport {
        var report = StageReport()
        report.recordsIn = tally.recordsIn
        report.readings = tally.readings
        report.readings.append(StageReport.Reading("hotlist_aliases", [:], Double(aliases.count)))
        return report
    }

    /// A stage that has no partitions yet.
    public init(
        names: TopicNames,
        counts: PartitionCounts,
        settings: IngestSettings,
        resolver: AccountResolver,
        ingestor: consuming Ingestor
    ) {
        self.names = names
        self.counts = counts
        self.settings = settings
        self.resolver = resolver
        shares = Array(repeating: IngestShare(ingestor.rewriter()), count: Self.shares)
        self.ingestor = ingestor
    }

    /// `ingest`.
    public var name: StageName { .ingest }
    /// The vendor topics.
    public var subscription: [String] { settings.sources.keys.sorted() }
    /// `<id>.aliases`: every process knows all of it.
    public var tailedTopics: [String] { [names.aliases] }
    /// The vendor topics, to begin with new ones, and the journal, to see whether it has events.
    public var surveyedTopics: [String] { subscription + [names.journal] }
    /// Nothing: the stage keeps no state of its partitions.
    public func related(to partition: TopicPartition) -> [TopicPartition] { [] }

    /// Decides where to begin with each partition, and refuses offsets whose records are gone.
    public mutating func assign(
        _ partitions: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan {
        var plan = AssignmentPlan()
        for partition in partitions {
            if let offset = facts.committed[partition] {
                try Self.check(offset, of: partition, in: facts.watermarks[partition])
                plan.start[partition] = .offset(offset)
            } else {
                try begin(with: partition, of: partitions, knowing: facts, &plan)
            }
        }
        return plan
    }

    /// Decides where to begin with a partition for which the group has no offset.
    private func begin(
        with partition: TopicPartition,
        of assigned: [TopicPartition],
        knowing facts: AssignmentFacts,
        _ plan: inout AssignmentPlan
    ) throws(StageRefusal) {
        let isKnown = facts.committed.keys.contains { $0.topic == partition.topic }
        if isKnown {
            plan.start[partition] = .offset(facts.watermarks[partition]?.lowerBound ?? 0)
            return
        }
        // One member decides for the whole topic. Were each to commit what it decided, it could take back what
        // another had read by then, or take the other's partitions for new ones of a known topic.
        let first = TopicPartition(partition.topic, 0)
        guard assigned.contains(first) else {
            plan.waitsFor = "the owner of \(first) decides where to begin with \(partition.topic)"
            return
        }
        let hasJournal = facts.watermarks.contains {
            $0.key.topic == names.journal && $0.value.upperBound > 0
        }
        var beginning = settings.sources[partition.topic] ?? .earliest
        if facts.committed.isEmpty, hasJournal {
            guard let chosen = settings.beginning else {
                throw StageRefusal(
                    """
                    the journal has events, but the consumer group \(names.group(of: .ingest)) has no offset: \
                    its offsets have expired or were deleted. Say where to go on with --from earliest, \
                    --from latest or --from TIME (earliest counts nothing twice as long as the accounts \
                    remember their signals)
                    """
                )
            }
            beginning = chosen
        }
        for (other, range) in facts.watermarks where other.topic == partition.topic {
            switch beginning {
            case .earliest: plan.start[other] = .offset(range.lowerBound)
            case .latest: plan.start[other] = .end
            case .time(let time): plan.start[other] = .time(time)
            }
        }
        plan.commitsStart = true
    }

    static func check(
        _ offset: Int64,
        of partition: TopicPartition,
        in range: Range<Int64>?
    ) throws(StageRefusal) {
        guard let range else { return }
        if offset < range.lowerBound {
            throw StageRefusal(
                """
                \(partition) begins at offset \(range.lowerBound), but \(offset) is the next to read: records \
                were deleted before they were read. Reset the group's offset of the partition to accept the loss
                """
            )
        }
        if offset > range.upperBound {
            throw StageRefusal(
                """
                \(partition) ends at offset \(range.upperBound), but \(offset) is the next to read: the topic \
                was deleted and made again. Reset the group's offset of the partition to read it from the start
                """
            )
        }
    }

    /// Takes aliases, as the topic has them and as other processes teach them.
    public mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64]) {
        for record in batch.records {
            guard let key = batch.key(of: record) else { continue }
            let taught = offered?.alias(taughtUnder: key) ?? pending.alias(taughtUnder: key)
            let account = taught.flatMap { aliases.target(of: $0.key) }
            do {
                try aliases.apply(key: key, value: batch.value(of: record), resolver: resolver)
                if let taught { keep(taught, meaning: account) }
            } catch {
                tally.countUnreadableAlias()
            }
        }
    }

    /// What is about to be taught comes after what has just been read of the same key, and goes on counting; should
    /// it be unlearned, what has been read counts.
    private mutating func keep(_ alias: Alias, meaning account: AccountID?) {
        let key = alias.keyBytes
        let read = aliases.target(of: alias.key)
        offered?.revise(key, before: read)
        if offered?.isStillAhead(of: read, of: key) != true {
            // What is taught next was thought to come right after what is committed.
            guard pending.alias(taughtUnder: key) != nil else { return }
            pending.revise(key, before: read)
        }
        set(alias, to: account)
    }

    private mutating func set(_ alias: Alias, to account: AccountID?) {
        guard let account else {
            aliases.remove(alias.key)
            return
        }
        var alias = alias
        alias.account = account
        aliases.apply(alias)
    }

    /// Nothing is left to prepare.
    public mutating func restored(at now: ClockReading) throws(StageRefusal) -> RestoredWork {
        .begins(at: [:])
    }

    /// How many threads work on a batch, at most: what is done in between on one alone takes about as long as they do, and
    /// each knows hosts of its own.
    private static let shares = 2
    /// Into how many pieces a batch is cut, at most, and how many records make a piece that is worth a thread.
    private static let pieces = 16
    private static let recordsOfPiece = 128

    /// Turns records into events, aliases and dead letters, in their order.
    ///
    /// They wait in `pending` until the driver takes them to be sent ahead, or with their transaction.
    public mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        if pending.offsets.isEmpty { pending.since = now.monotonic }
        isBehind = batch.hasMore
        take(batch, at: now.wall)
        for (partition, next) in zip(batch.partitions, batch.nextOffsets) {
            pending.offsets[partition] = next
        }
        tally.count(batch)
    }

    /// Most records are rewritten, several shares of them at a time; the others are processed in between.
    private mutating func take(_ batch: RecordBatch, at now: Timestamp) {
        for (share, piece) in rewrite(batch.records.indices, of: batch, at: now) {
            var taken = piece.records.lowerBound
            for leftover in piece.leftovers {
                append(taken..<leftover.next, of: shares[share])
                taken = leftover.next
                let known = pending.learned.count
                process(batch.records[leftover.record], of: batch, at: now)
                if pending.learned.count > known {
                    // Those behind it were rewritten without what it has taught.
                    for place in (leftover.record + 1)..<batch.records.count {
                        takeOne(place, of: batch, at: now)
                    }
                    return
                }
            }
            append(taken..<piece.records.upperBound, of: shares[share])
        }
    }

    private mutating func takeOne(_ place: Int, of batch: RecordBatch, at now: Timestamp) {
        for (share, piece) in rewrite(place..<(place + 1), of: batch, at: now) {
            if piece.leftovers.isEmpty {
                append(piece.records, of: shares[share])
            } else {
                process(batch.records[place], of: batch, at: now)
            }
        }
    }

    /// Has the shares rewrite what they can of the records, piece by piece.
    private mutating func rewrite(
        _ records: Range<Int>,
        of batch: RecordBatch,
        at now: Timestamp
    ) -> [(share: Int, piece: IngestShare.Piece)] {
        // Holds the aliases only for as long as nothing is learned, so that they need not be copied then.
        let task = IngestShare.Task(
            batch: batch,
            shortcuts: batch.partitions.map { shares[0].shortcut(for: $0.topic) },
            aliases: aliases,
            limits: ingestor.limits.json,
            now: now,
            journal: names.journal,
            partitions: counts.journal
        )
        for share in shares.indices { shares[share].removeAll() }
        let size = max((records.count + Self.pieces - 1) / Self.pieces, Self.recordsOfPiece)
        let pieces = (records.count + size - 1) / size
        let rewritten = shares.concurrentPieces(pieces, threads: pieces > 1) { share, piece in
            let start = records.lowerBound + piece * size
            return share.rewrite(start..<min(start + size, records.upperBound), task)
        }
        return rewritten.map { ($0.worker, $0.result) }
    }

    private mutating func append(_ records: Range<Int>, of share: borrowing IngestShare) {
        pending.append(share.records, records)
        tally.count(signals: records.count)
    }

    private mutating func process(_ record: RecordBatch.Record, of batch: RecordBatch, at now: Timestamp) {
        let partition = batch.partition(of: record)
        let source = SourceRecord(
            topic: partition.topic,
            partition: partition.partition,
            offset: record.offset,
            timestamp: record.timestamp < 0 ? nil : Timestamp(milliseconds: record.timestamp),
            key: batch.key(of: record),
            headers: batch.headers(of: record)
        )
        let outcome: IngestOutcome
        if let range = record.value {
            let value = batch.bytes.span.extracting(range)
            outcome = ingestor.process(source, value: value, aliases: aliases, now: now)
        } else {
            outcome = ingestor.process(source, value: nil, aliases: aliases, now: now)
        }
        tally.count(outcome)
        for event in outcome.events { append(event) }
        for alias in outcome.aliases { learn(alias) }
        if let letter = outcome.deadLetter { append(letter, source, batch.value(of: record)) }
    }

    private mutating func append(_ event: Event) {
        writer.reset()
        EventCodec.encode(event, into: &writer)
        let key = Array(event.account.domain.utf8)
        let value = writer.bytes
        pending.append(
            topic: names.journal,
            partition: Murmur2Partitioner.partition(key: key.span, count: counts.journal),
            key: key.span,
            value: value.span
        )
    }

    private mutating func learn(_ alias: Alias) {
        writer.reset()
        alias.write(to: &writer)
        let key = alias.keyBytes
        let value = writer.bytes
        pending.append(
            topic: names.aliases,
            partition: Murmur2Partitioner.partition(key: key.span, count: counts.aliases),
            key: key.span,
            value: value.span
        )
        pending.learn(alias, before: aliases.target(of: alias.key))
        aliases.apply(alias)
    }

    private mutating func append(
        _ letter: DeadLetter,
        _ source: SourceRecord,
        _ value: [UInt8]?
    ) {
        let headers = source.headers + letter.headers(for: source, applicationID: names.applicationID)
        let count = counts.deadLetters
        let partition =
            source.key.map { Murmur2Partitioner.partition(key: $0.span, count: count) }
            ?? source.partition % count
        pending.append(
            topic: names.deadLetters,
            partition: partition,
            key: source.key?.span,
            value: value?.span,
            headers: headers
        )
    }

    /// Of no consequence here.
    public mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {}

    /// Everything that has been ingested since the last call.
    public mutating func takeRecordsAhead(_ batch: inout OutgoingBatch) {
        swap(&pending.records, &batch)
    }

    /// What has been ingested, once it is old or large enough.
    ///
    /// A commit takes as long however much it commits: while records wait to be read, the transaction goes on.
    public mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        guard !pending.offsets.isEmpty else { return nil }
        let linger = isBehind ? max(settings.linger, settings.longestTransaction) : settings.linger
        isBehind = false
        guard
            closing || pending.bytes >= settings.transactionBytes || now.monotonic - pending.since >= linger
        else { return nil }
        let records = (0..<pending.records.count).map { pending.records.record(at: $0) }
        let transaction = StageTransaction(records: records, offsets: pending.offsets)
        // The next one uses the memory of its records again.
        var next = PendingIngest()
        swap(&next.records, &pending.records)
        next.records.removeAll()
        offered = pending
        pending = next
        return transaction
    }

    /// Until the oldest record has waited long enough.
    public func delay(from now: ClockReading) -> Int64 {
        pending.offsets.isEmpty ? .max : settings.linger - (now.monotonic - pending.since)
    }

    /// What was taught stays taught.
    public mutating func committed() {
        offered = nil
    }

    /// What was taught is unlearned, and its records are read again.
    public mutating func aborted() -> AbortedWork {
        unlearn()
        return .rereads
    }

    /// The committed offsets say whether the transaction counts.
    public mutating func outcomeUnknown() -> UnknownWork {
        unlearn()
        return .prepares
    }

    /// What was not committed is forgotten.
    public mutating func release() {
        unlearn()
    }

    /// Takes back the aliases of transactions that were not committed, the newest first; were they kept, reading
    /// the same records again would not teach them to the topic.
    private mutating func unlearn() {
        for (alias, before) in ((offered?.learned ?? []) + pending.learned).reversed() {
            set(alias, to: before)
        }
        offered = nil
        pending = PendingIngest()
    }
}
