// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking

/// How `rank` comes by its partitions, and lets them go.
extension RankStage {
    /// What is kept on this host is wanted where this process itself does not know better.
    public func wantsCache(of partition: TopicPartition) -> Bool {
        settings.cache != nil && !distrusted.contains(partition.partition)
            && !kept.contains { $0.number == partition.partition }
    }

    /// Asks for the state of each partition, as far as it is not known already.
    public mutating func assign(
        _ assigned: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan {
        var plan = AssignmentPlan()
        partitions = []
        restorations = []
        clock = Self.clock(settings)
        let known = KnownState(
            kept: kept,
            distrusted: distrusted,
            models: models,
            names: names,
            counts: counts,
            settings: settings
        )
        var assigned = assigned.sorted()
        restorations = assigned.concurrentMap { known.restoration(of: $0, knowing: facts) }
        for restoration in restorations {
            let journal = TopicPartition(names.journal, restoration.number)
            let start = facts.committed[journal] ?? facts.watermarks[journal]?.lowerBound ?? 0
            plan.start[journal] = .offset(start)
            let state = TopicPartition(names.state, restoration.number)
            plan.restore[state] = restoration.readsFrom..<(facts.watermarks[state]?.upperBound ?? 0)
        }
        kept = []
        return plan
    }

    /// Takes records of `<id>.state` and `<id>.models`, and of the journal for a fold that is being built anew.
    public mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64]) {
        var decoder = JournalDecoder()
        var event = JournalEvent()
        for record in batch.records {
            let source = batch.partition(of: record)
            switch source.topic {
            case names.models:
                models.apply(key: batch.key(of: record), value: batch.value(of: record))
                activation = ActivationProgress(of: models, counts)
            case names.journal:
                guard let index = index(of: source.partition), partitions[index].isRebuilding else {
                    continue
                }
                let bytes = batch.bytes.span
                if let value = record.value,
                    (try? decoder.decode(bytes.extracting(value), into: &event)) != nil
                {
                    partitions[index].rebuild(event, offset: record.offset)
                }
                partitions[index].rebuilt(to: record.offset + 1)
            default:
                continue
            }
        }
        restoreAccounts(batch)
        for (partition, end) in ends where partition.topic == names.journal {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].rebuilt(to: end)
        }
    }

    /// Takes records of `<id>.state`.
    private mutating func restoreAccounts(_ batch: RecordBatch) {
        let models = models
        let state = names.state
        guard batch.partitions.contains(where: { $0.topic == state }) else { return }
        _ = restorations.concurrentMap { restoration in
            guard
                let source = batch.partitions.firstIndex(of: TopicPartition(state, restoration.number))
            else { return }
            let bytes = batch.bytes.span
            for record in batch.records where record.source == source {
                guard let key = record.key, record.offset < restoration.readsUntil else { continue }
                if let value = record.value {
                    restoration.take(bytes.extracting(key), bytes.extracting(value), models: models)
                } else {
                    restoration.take(bytes.extracting(key), nil, models: models)
                }
            }
        }
    }

    /// The folds go on where they are stored.
    public mutating func restored(at now: ClockReading) throws(StageRefusal) -> RestoredWork {
        var positions: [TopicPartition: Int64] = [:]
        var restored: [RankPartition] = []
        for index in restorations.indices {
            do {
                var partition = try restorations[index].partition(models, at: now)
                partition.scheduleCheckpoint(at: now.monotonic + settings.checkpointInterval)
                if let record = restorations[index].record { clock.hold(at: record.asOf) }
                positions[TopicPartition(names.journal, partition.number)] = partition.nextOffset
                restored.append(partition)
            } catch {
                switch error {
                case .refused(let refusal):
                    throw refusal
                case .unusable:
                    distrusted.insert(restorations[index].number)
                    restorations = []
                    return .preparesAgain
                }
            }
        }
        partitions = restored
        restorations = []
        distrusted = []
        return .begins(at: positions)
    }

    /// The journal partitions of which a fold under the active model is being built.
    public var rereads: [TopicPartition: Int64] {
        var rereads: [TopicPartition: Int64] = [:]
        for partition in partitions where partition.isRebuilding {
            rereads[TopicPartition(names.journal, partition.number)] = partition.next?.nextOffset
        }
        return rereads
    }

    /// The folds are kept: they have read nothing but what is committed, whoever goes on with them.
    public mutating func release() {
        for index in partitions.indices { partitions[index].settle() }
        if !partitions.isEmpty { kept = partitions }
        partitions = []
        restorations = []
    }
}
