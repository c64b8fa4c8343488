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
        for partition in assigned.sorted() {
            let restoration = restoration(of: partition, knowing: facts)
            let state = TopicPartition(names.state, partition.partition)
            let journal = facts.watermarks[partition] ?? 0..<0
            plan.start[partition] = .offset(facts.committed[partition] ?? journal.lowerBound)
            plan.restore[state] = restoration.readsFrom..<(facts.watermarks[state]?.upperBound ?? 0)
            restorations.append(restoration)
        }
        kept = []
        return plan
    }

    /// Begins with what is known of a partition: to this process, to this host, or nothing.
    private func restoration(
        of partition: TopicPartition,
        knowing facts: AssignmentFacts
    ) -> PartitionRestoration {
        let committed = facts.committed[partition]
        let journal = facts.watermarks[partition] ?? 0..<0
        let state = facts.watermarks[TopicPartition(names.state, partition.partition)] ?? 0..<0
        if !distrusted.contains(partition.partition) {
            if let kept = kept.first(where: { $0.number == partition.partition }),
                facts.now.monotonic - kept.stateTime.monotonic <= settings.keepsFor,
                let restoration = PartitionRestoration(
                    kept: kept,
                    committed: committed,
                    journal: journal,
                    state: state
                )
            {
                return restoration
            }
            if let bytes = facts.cached[partition], let cached = CachedState(reading: bytes),
                isOurs(cached.header, partition.partition), isFresh(cached.commit, at: facts.now.wall),
                let model = models.model(foldingAs: cached.header.foldFingerprint),
                let restoration = PartitionRestoration(
                    cached: cached,
                    size: bytes.count,
                    model: model,
                    committed: committed,
                    journal: journal,
                    state: state
                )
            {
                return restoration
            }
        }
        return PartitionRestoration(
            partition.partition,
            committed: committed,
            journal: journal,
            state: state,
            keepsCache: settings.cache != nil
        )
    }

    private func isOurs(_ header: StateCacheHeader, _ partition: Int32) -> Bool {
        header.applicationID == settings.cache?.applicationID && header.clusterID == settings.cache?.clusterID
            && header.partition == partition && header.partitions == counts.journal
    }

    /// Whether no tombstone can have been removed that was written since the commit.
    private func isFresh(_ commit: StateCacheCommit, at now: Timestamp) -> Bool {
        let age = now.milliseconds - commit.at.milliseconds
        return age <= settings.keepsFor && age >= -settings.maximumClockSkew
    }

    /// Takes records of `<id>.state` and `<id>.models`, and of the journal for a fold that is being built anew.
    public mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64]) {
        for record in batch.records {
            let source = batch.partition(of: record)
            switch source.topic {
            case names.models:
                models.apply(key: batch.key(of: record), value: batch.value(of: record))
                activation = ActivationProgress(of: models, counts)
            case names.state:
                guard let key = record.key,
                    let index = restorations.firstIndex(where: { $0.number == source.partition }),
                    record.offset < restorations[index].readsUntil
                else { continue }
                let bytes = batch.bytes.span
                if let value = record.value {
                    restorations[index].take(bytes.extracting(key), bytes.extracting(value), models: models)
                } else {
                    restorations[index].take(bytes.extracting(key), nil, models: models)
                }
            case names.journal:
                guard let index = index(of: source.partition), partitions[index].isRebuilding else {
                    continue
                }
                if let event = event(of: record, in: batch) {
                    partitions[index].rebuild(event, offset: record.offset)
                }
                partitions[index].rebuilt(to: record.offset + 1)
            default:
                continue
            }
        }
        for (partition, end) in ends where partition.topic == names.journal {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].rebuilt(to: end)
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
