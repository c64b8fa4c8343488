// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
import JSON
public import Ranking
public import Scoring

/// The second stage: folds the journal into accounts, and sends the best of each list on each tick.
public struct RankStage: Stage, ~Copyable {
    private let names: TopicNames
    private let counts: PartitionCounts
    private let settings: RankSettings
    private let model: Model
    private var document = JSONDocument(limits: EventCodec.journalLimits)
    private var partitions: [RankPartition] = []
    private var clock: TickClock
    /// What the stage has done since it began.
    public private(set) var report = StageReport()

    /// A stage that has no partitions yet.
    public init(names: TopicNames, counts: PartitionCounts, settings: RankSettings, model: Model) {
        self.names = names
        self.counts = counts
        self.settings = settings
        self.model = model
        clock = Self.clock(settings)
    }

    private static func clock(_ settings: RankSettings) -> TickClock {
        TickClock(
            interval: settings.publishInterval,
            refreshInterval: settings.policy.refreshInterval,
            maximumSkew: settings.maximumClockSkew
        )
    }

    /// `rank`.
    public var name: StageName { .rank }
    /// The journal.
    public var subscription: [String] { [names.journal] }
    /// None.
    public var tailedTopics: [String] { [] }
    /// None.
    public var surveyedTopics: [String] { [] }

    /// The partition of `<id>.state` that has the number of the journal partition.
    public func related(to partition: TopicPartition) -> [TopicPartition] {
        [TopicPartition(names.state, partition.partition)]
    }

    /// Begins the fold of each partition at the start of the journal.
    public mutating func assign(
        _ assigned: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan {
        var plan = AssignmentPlan()
        partitions = []
        clock = Self.clock(settings)
        for partition in assigned.sorted() {
            let journal = facts.watermarks[partition] ?? 0..<0
            let state = TopicPartition(names.state, partition.partition)
            plan.start[partition] = .offset(journal.lowerBound)
            plan.restore[state] = facts.watermarks[state]
            partitions.append(
                RankPartition(
                    partition.partition,
                    model: model.scoring,
                    start: journal.lowerBound,
                    end: journal.upperBound,
                    groupOffset: facts.committed[partition] ?? journal.lowerBound
                )
            )
        }
        return plan
    }

    /// Takes the record `#partition` of each partition.
    public mutating func restore(_ batch: RecordBatch) {
        for record in batch.records {
            let source = batch.partition(of: record)
            guard source.topic == names.state, let key = batch.key(of: record),
                key == Array(PartitionRecord.key.utf8), let value = batch.value(of: record),
                let index = index(of: source.partition)
            else { continue }
            do {
                let restored = try PartitionRecord(encoded: value)
                partitions[index].restore(restored)
                clock.hold(at: restored.asOf)
            } catch {
                report.totals["state_unreadable", default: 0] += 1
            }
        }
    }

    /// The fold can begin.
    public mutating func restored(at now: ClockReading) {
        updateWaiting()
    }

    /// Folds events.
    public mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        report.recordsIn += Int64(batch.records.count)
        for record in batch.records {
            guard let index = index(of: batch.partition(of: record).partition) else { continue }
            if let range = record.value {
                fold(batch.bytes.span.extracting(range), at: record.offset, into: index)
            } else {
                report.totals["fold.undecodable", default: 0] += 1
            }
            partitions[index].nextOffset = record.offset + 1
        }
        updateWaiting()
    }

    private mutating func fold(_ value: Span<UInt8>, at offset: Int64, into index: Int) {
        let event: Event
        do {
            try document.parse(value)
            event = try EventCodec.decode(document, document.root)
        } catch {
            // Not written by `ingest`; what cannot be read cannot count, and the journal goes on.
            report.totals["fold.undecodable", default: 0] += 1
            return
        }
        let outcome = partitions[index].table.fold(event, offset: offset)
        report.totals[outcome.effect.total, default: 0] += 1
        if outcome.evictions > 0 { report.totals["fold.evicted", default: 0] += Int64(outcome.evictions) }
        if outcome.hidden { report.totals["fold.hidden", default: 0] += 1 }
        report.gauges["newest_event_ms"] = max(
            report.gauges["newest_event_ms"] ?? 0,
            Double(event.recordedTime.milliseconds)
        )
    }

    /// The fold has come to the end of a partition.
    public mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {
        for (partition, end) in ends {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].nextOffset = max(partitions[index].nextOffset, end)
        }
        updateWaiting()
    }

    private mutating func updateWaiting() {
        report.waitingFor = partitions.filter { !$0.isCaughtUp }.map {
            "journal partition \($0.number): folded to offset \($0.nextOffset) of \($0.foldsUntil)"
        }
        report.gauges["accounts"] = Double(partitions.reduce(0) { $0 + $1.table.count })
        report.gauges["clock_steps_back"] = Double(clock.stepsBack)
    }

    /// What the tick sends that is due, once every partition has caught up.
    public mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        guard !closing, !partitions.isEmpty, partitions.allSatisfy(\.isCaughtUp),
            let asOf = clock.tick(at: now)
        else { return nil }
        report.totals["ticks", default: 0] += 1
        var transaction = StageTransaction(records: [], offsets: [:])
        for index in partitions.indices {
            offer(index, asOf: asOf, &transaction)
        }
        guard !transaction.records.isEmpty else {
            clock.settle()
            return nil
        }
        return transaction
    }

    /// Adds what a partition has to send at `asOf`.
    private mutating func offer(_ index: Int, asOf: Timestamp, _ transaction: inout StageTransaction) {
        let partition = partitions[index]
        let plan = partition.sent.plan(
            Candidates.select(from: partition.table, queues: model.queues, asOf: asOf),
            model: model,
            asOf: asOf,
            foldOffset: partition.nextOffset,
            policy: settings.policy
        )
        guard !plan.records.isEmpty else { return }
        partitions[index].offered = plan
        for record in plan.records {
            let queue = Array(record.queue.utf8)
            transaction.records.append(
                OutgoingRecord(
                    topic: names.candidates,
                    partition: Murmur2Partitioner.partition(key: queue.span, count: counts.queues),
                    key: record.key,
                    value: record.value
                )
            )
        }
        transaction.records.append(
            OutgoingRecord(
                topic: names.state,
                partition: partition.number,
                key: Array(PartitionRecord.key.utf8),
                value: plan.record.encoded()
            )
        )
        transaction.offsets[TopicPartition(names.journal, partition.number)] = partition.groupOffset
    }

    /// Until the next tick.
    public func delay(from now: ClockReading) -> Int64 {
        partitions.allSatisfy(\.isCaughtUp) ? clock.delay(from: now) : .max
    }

    /// What was sent is known to stand.
    public mutating func committed() {
        for index in partitions.indices {
            guard let plan = partitions[index].offered else { continue }
            report.recordsOut += Int64(plan.records.count)
            partitions[index].sent = plan.committed
            partitions[index].offered = nil
        }
        clock.settle()
    }

    /// The fold stays; the next tick sends what this one could not.
    public mutating func aborted() -> AbortedWork {
        for index in partitions.indices { partitions[index].offered = nil }
        clock.takeBack()
        return .kept
    }

    /// Everything is sent again, under a higher number.
    public mutating func outcomeUnknown() -> UnknownWork {
        for index in partitions.indices {
            guard let plan = partitions[index].offered else { continue }
            partitions[index].sent = plan.unknown
            partitions[index].offered = nil
        }
        clock.hurry()
        return .goesOn
    }

    /// The folds are forgotten.
    public mutating func release() {
        partitions = []
        updateWaiting()
    }

    private func index(of partition: Int32) -> Int? {
        partitions.firstIndex { $0.number == partition }
    }

    /// The fold that knows `account`, and the account's index in it; nil if no owned partition knows it.
    public func fold(of account: AccountID) -> (table: AccountTable, index: Int)? {
        for partition in partitions {
            if let index = partition.table.index(of: account) { return (partition.table, index) }
        }
        return nil
    }
}

extension FoldOutcome.Effect {
    /// The name under which the effect is counted.
    fileprivate var total: String { "fold.\(rawValue)" }
}
