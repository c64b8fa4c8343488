// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
public import Ranking

/// The third stage: merges the candidates of all journal partitions, and publishes what changed.
public struct MergeStage: Stage {
    private struct Partition {
        let number: Int32
        var state: MergeState
        /// What has been read of each topic before the first look.
        var read: [String: LatestRecords] = [:]
        /// The next candidate record.
        var nextOffset: Int64
        /// Whether candidates have come since the last look.
        var hasNews = true
        /// What the transaction under way publishes.
        var offered: MergePlan?
        /// The last activation for which it was said that the partition is published from its model.
        var marked: Int64 = 0
        /// The activation for which the transaction under way says so.
        var marks: Int64?
    }

    private let names: TopicNames
    private let counts: PartitionCounts
    private let policy: PublishPolicy
    private var models: ModelShelf
    private var partitions: [Partition] = []
    private var tally = MergeTally()

    /// What the stage has done since it began.
    public var report: StageReport {
        var report = StageReport()
        report.recordsIn = tally.recordsIn
        report.readings = tally.readings(candidates: names.candidates)
        report.queues = MergeTally.queues(lists)
        if let trouble = models.trouble { report.waitingFor.append(trouble) }
        guard let inUse = models.inUse else { return report }
        for partition in partitions {
            for queue in queues(of: partition.number) {
                if let blockage = partition.state.blockage(of: queue, models: inUse) {
                    report.waitingFor.append("queue \(queue): \(blockage)")
                }
            }
        }
        return report
    }

    /// A stage that has no partitions yet.
    ///
    /// - Parameters:
    ///   - names: the deployment's topics.
    ///   - counts: how many partitions they have.
    ///   - policy: when a list is published although little has changed.
    ///   - readModel: makes models of the documents in `<id>.models`.
    public init(
        names: TopicNames,
        counts: PartitionCounts,
        policy: PublishPolicy,
        readModel: @escaping ModelReader
    ) {
        self.names = names
        self.counts = counts
        self.policy = policy
        models = ModelShelf(readModel)
    }

    /// `merge`.
    public var name: StageName { .merge }
    /// `<id>.candidates`.
    public var subscription: [String] { [names.candidates] }
    /// `<id>.models`.
    public var tailedTopics: [String] { [names.models] }
    /// None.
    public var surveyedTopics: [String] { [] }

    /// The partitions of `<id>.queues` and `<id>.entries` of the same number.
    public func related(to partition: TopicPartition) -> [TopicPartition] {
        [names.queues, names.entries].map { TopicPartition($0, partition.partition) }
    }

    /// The active model, as far as it is known.
    public var activeModel: Model? { models.active }

    /// The lists of the owned partitions as last published, in order of their partitions.
    public var lists: [PublishedList] {
        partitions.flatMap { $0.state.lists }
    }

    /// Reads what has been sent and published before it publishes anything.
    public mutating func assign(
        _ assigned: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan {
        var plan = AssignmentPlan()
        partitions = []
        for partition in assigned.sorted() {
            let candidates = facts.watermarks[partition] ?? 0..<0
            plan.start[partition] = .offset(candidates.upperBound)
            for read in related(to: partition) + [partition] {
                plan.restore[read] = facts.watermarks[read]
            }
            partitions.append(
                Partition(
                    number: partition.partition,
                    state: MergeState(journalPartitions: Int(counts.journal)),
                    nextOffset: candidates.upperBound
                )
            )
        }
        return plan
    }

    /// Takes candidates, published lists and entries.
    public mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64]) {
        for record in batch.records {
            let source = batch.partition(of: record)
            if source.topic == names.models {
                take(model: batch.key(of: record), batch.value(of: record))
                continue
            }
            guard let key = batch.key(of: record), let index = index(of: source.partition) else { continue }
            partitions[index].read[source.topic, default: LatestRecords()].add(
                key: key,
                value: batch.value(of: record)
            )
        }
    }

    /// Another model may be the active one now, and queues may be published that could not be before.
    private mutating func take(model key: [UInt8]?, _ value: [UInt8]?) {
        models.apply(key: key, value: value)
        for index in partitions.indices { partitions[index].hasNews = true }
    }

    /// The first look can be taken.
    public mutating func restored(at now: ClockReading) throws(StageRefusal) -> RestoredWork {
        for index in partitions.indices {
            for (topic, records) in partitions[index].read {
                for record in records.inOrder { restore(record, of: topic, into: index) }
            }
            partitions[index].read = [:]
        }
        return .begins(at: [:])
    }

    private mutating func restore(_ record: LatestRecords.Record, of topic: String, into index: Int) {
        do {
            switch topic {
            case names.candidates:
                _ = try partitions[index].state.apply(key: record.key, value: record.value)
            case names.queues: try partitions[index].state.restoreList(key: record.key, value: record.value)
            case names.entries: try partitions[index].state.restoreEntry(key: record.key, value: record.value)
            default: break
            }
        } catch {
            tally.countUnreadable()
        }
    }

    /// Takes candidates.
    public mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        tally.count(records: batch.records.count)
        for record in batch.records {
            guard let index = index(of: batch.partition(of: record).partition) else { continue }
            partitions[index].nextOffset = record.offset + 1
            guard let key = batch.key(of: record) else { continue }
            do {
                _ = try partitions[index].state.apply(key: key, value: batch.value(of: record))
                partitions[index].hasNews = true
            } catch {
                tally.countUnreadable()
            }
        }
    }

    /// Moves the position on.
    public mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {
        for (partition, end) in ends {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].nextOffset = max(partitions[index].nextOffset, end)
        }
    }

    /// What the candidates change in the published lists.
    public mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        guard partitions.contains(where: \.hasNews), let inUse = models.inUse else { return nil }
        var transaction = StageTransaction(records: [], offsets: [:])
        for index in partitions.indices where partitions[index].hasNews {
            partitions[index].hasNews = false
            let plan = partitions[index].state.plan(models: inUse, policy: policy)
            if plan.records.isEmpty {
                partitions[index].state.confirm(plan)
                guard let mark = mark(partitions[index], inUse.active) else { continue }
                partitions[index].marks = models.catalogue.activation?.sequence
                transaction.records += mark
            } else {
                partitions[index].offered = plan
                for record in plan.records { transaction.records.append(outgoing(record, index)) }
            }
            let partition = TopicPartition(names.candidates, partitions[index].number)
            transaction.offsets[partition] = partitions[index].nextOffset
        }
        return transaction.records.isEmpty ? nil : transaction
    }

    /// Says, once, that all queues of a partition are published from the active model; nil if that is known or not so.
    private func mark(_ partition: Partition, _ active: Model) -> [OutgoingRecord]? {
        guard let activation = models.catalogue.activation, partition.marked < activation.sequence,
            !models.catalogue.isMerged(partition.number)
        else { return nil }
        let queues = queues(of: partition.number)
        guard !queues.isEmpty,
            queues.allSatisfy({ partition.state.isPublished($0, from: active.digest) })
        else { return nil }
        let key = ModelKey.merged(sequence: activation.sequence, partition: partition.number)
        return models.catalogue.outdatedMarks(ofQueuesPartition: partition.number).map {
            models.record($0, nil, of: names)
        } + [models.record(key, ModelMark(model: active.digest).encoded(), of: names)]
    }

    /// The active model's queues that are published on a partition.
    private func queues(of partition: Int32) -> [String] {
        (models.active?.queues ?? []).map(\.name).filter {
            Murmur2Partitioner.partition(queue: $0, count: counts.queues) == partition
        }
    }

    private func outgoing(_ record: QueueRecord, _ index: Int) -> OutgoingRecord {
        let queue = Array(record.queue.utf8)
        switch record.topic {
        case .changes:
            return OutgoingRecord(
                topic: names.changes,
                partition: Murmur2Partitioner.partition(key: queue.span, count: counts.changes),
                key: record.key,
                value: record.value
            )
        case .queues, .entries, .candidates:
            let topic = record.topic == .queues ? names.queues : names.entries
            return OutgoingRecord(
                topic: topic,
                partition: partitions[index].number,
                key: record.key,
                value: record.value
            )
        }
    }

    /// None while there is news.
    public func delay(from now: ClockReading) -> Int64 {
        partitions.contains(where: \.hasNews) && models.inUse != nil ? 0 : .max
    }

    /// What was published is known to stand.
    public mutating func committed() {
        for index in partitions.indices {
            if let sequence = partitions[index].marks {
                partitions[index].marked = sequence
                partitions[index].marks = nil
            }
            guard let plan = partitions[index].offered else { continue }
            partitions[index].state.confirm(plan)
            partitions[index].offered = nil
            // What is published now may be all that a new model waited for.
            partitions[index].hasNews = true
            tally.count(plan)
        }
    }

    /// The candidates stay; the same is published again.
    public mutating func aborted() -> AbortedWork {
        for index in partitions.indices
        where partitions[index].offered != nil || partitions[index].marks != nil {
            partitions[index].offered = nil
            partitions[index].marks = nil
            partitions[index].hasNews = true
        }
        return .kept
    }

    /// The published lists say whether the transaction counts.
    public mutating func outcomeUnknown() -> UnknownWork {
        .prepares
    }

    /// Everything is forgotten.
    public mutating func release() {
        partitions = []
    }

    private func index(of partition: Int32) -> Int? {
        partitions.firstIndex { $0.number == partition }
    }
}
