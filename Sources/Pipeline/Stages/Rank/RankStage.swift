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
    private var tally = RankTally()
    /// When the newest event that has been folded was recorded, in milliseconds; 0 before the first.
    private var newestEvent: Int64 = 0
    /// How far the local clock was ahead of the brokers' when the last record came, in milliseconds.
    private var clockOffset: Int64 = 0

    /// What the stage has done since it began.
    public var report: StageReport {
        var report = StageReport()
        report.recordsIn = tally.recordsIn
        report.readings = tally.readings(journal: names.journal, clockStepsBack: clock.stepsBack)
        for partition in partitions {
            let labels = ["partition": String(partition.number)]
            report.readings.append(
                StageReport.Reading("hotlist_accounts", labels, Double(partition.table.count))
            )
            if !partition.isCaughtUp {
                report.waitingFor.append(
                    "partition \(partition.number): folded to offset \(partition.nextOffset) of \(partition.foldsUntil)"
                )
            }
        }
        report.readings.append(
            StageReport.Reading("hotlist_clock_offset_seconds", [:], Double(clockOffset) / 1000)
        )
        report.readings.append(
            StageReport.Reading("hotlist_newest_event_timestamp_seconds", [:], Double(newestEvent) / 1000)
        )
        return report
    }

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

    /// Ticks so far.
    public var ticks: Int64 { tally.ticks }

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
                tally.countUnreadable()
            }
        }
    }

    /// The fold can begin.
    public mutating func restored(at now: ClockReading) {
    }

    /// Folds events.
    public mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        for record in batch.records {
            tally.countRecord()
            guard let index = index(of: batch.partition(of: record).partition) else { continue }
            if let range = record.value {
                fold(batch.bytes.span.extracting(range), at: record.offset, into: index)
            } else {
                tally.countUnreadable()
            }
            partitions[index].nextOffset = record.offset + 1
        }
        // The journal's timestamps are the brokers' (LogAppendTime).
        if let last = batch.records.last, last.timestamp >= 0 {
            clockOffset = now.wall.milliseconds - last.timestamp
        }
    }

    private mutating func fold(_ value: Span<UInt8>, at offset: Int64, into index: Int) {
        let event: Event
        do {
            try document.parse(value)
            event = try EventCodec.decode(document, document.root)
        } catch {
            // Not written by `ingest`; what cannot be read cannot count, and the journal goes on.
            tally.countUnreadable()
            return
        }
        tally.count(partitions[index].table.fold(event, offset: offset))
        newestEvent = max(newestEvent, event.recordedTime.milliseconds)
    }

    /// The fold has come to the end of a partition.
    public mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {
        for (partition, end) in ends {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].nextOffset = max(partitions[index].nextOffset, end)
        }
    }

    /// What the tick sends that is due, once every partition has caught up.
    public mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        guard !closing, !partitions.isEmpty, partitions.allSatisfy(\.isCaughtUp),
            let asOf = clock.tick(at: now)
        else { return nil }
        tally.ticks += 1
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
