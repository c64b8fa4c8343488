// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// What `rank` commits.
extension RankStage {
    /// The end of `<id>.state`, before a checkpoint begins: what stands below it is in the fold as long as nobody else
    /// owns the partition, and that is what the checkpoint's own transaction will show.
    public func watermarksWanted(at now: ClockReading, closing: Bool) -> [TopicPartition] {
        partitions.filter { $0.knownStateEnd == nil && isCheckpointDue($0, at: now, closing: closing) }.map {
            TopicPartition(names.state, $0.number)
        }
    }

    /// Takes the ends of `<id>.state`.
    public mutating func take(_ watermarks: [TopicPartition: Range<Int64>]) {
        for (partition, range) in watermarks {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].knownStateEnd = range.upperBound
        }
    }

    /// Accounts take least once a checkpoint has stored them: one is due.
    public mutating func memoryIsShort(at now: ClockReading) {
        for index in partitions.indices { partitions[index].hastenCheckpoint(to: now.monotonic) }
    }

    private func isCheckpointDue(_ partition: RankPartition, at now: ClockReading, closing: Bool) -> Bool {
        (closing || now.monotonic >= partition.checkpointDue)
            && partition.wantsCheckpoint(
                isMerged: activation.isMerged,
                recordsReadAgain: settings.recordsReadAgain
            )
    }

    /// What the tick sends that is due, and what the checkpoint stores that is due, of each partition.
    public mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        lastReading = now
        guard !partitions.isEmpty else { return nil }
        follow()
        var asOf: Timestamp?
        if !closing, partitions.contains(where: \.isCaughtUp) {
            asOf = clock.tick(at: now, patience: patience)
        }
        if asOf != nil {
            tally.ticks += 1
            leftRecordsBehind = nil
        }
        var transaction = StageTransaction(records: [], offsets: [:])
        var budget = settings.transactionBytes
        hasTicked = false
        var best: [[RankedList]?] = partitions.map { _ in nil }
        if let asOf { best = select(asOf: asOf) }
        for index in partitions.indices {
            if isCheckpointDue(partitions[index], at: now, closing: closing) {
                partitions[index].beginCheckpoint(isMerged: activation.isMerged)
            }
            offer(index, asOf: asOf, best: best[index], &budget, &transaction)
        }
        if asOf != nil, !hasTicked { clock.settle() }
        return transaction.offsets.isEmpty ? nil : transaction
    }

    /// Goes over to the active model as far as it is prepared.
    private mutating func follow() {
        guard let active = models.active else { return }
        for index in partitions.indices {
            partitions[index].follow(active, isReady: activation.isReady)
        }
    }

    /// The best accounts of each partition's lists at `asOf`; nil of those that have not come so far.
    private mutating func select(asOf: Timestamp) -> [[RankedList]?] {
        partitions.concurrentMap { $0.isCaughtUp ? $0.fold.select(asOf: asOf) : nil }
    }

    /// Adds what a partition has to send at `asOf`, of the `best` of its lists, and to store.
    private mutating func offer(
        _ index: Int,
        asOf: Timestamp?,
        best: [RankedList]?,
        _ budget: inout Int,
        _ transaction: inout StageTransaction
    ) {
        let partition = partitions[index]
        var lists: SentLists.Plan?
        if let asOf, let best {
            let plan = partition.sent.plan(
                best,
                model: partition.fold.model,
                asOf: asOf,
                foldOffset: partition.nextOffset,
                policy: settings.policy
            )
            if !plan.records.isEmpty {
                lists = plan
                hasTicked = true
            }
        }
        let marks = wantsMark(partition) ? activation.sequence : nil
        guard lists != nil || marks != nil || (partition.checkpoint != nil && budget > 0) else { return }
        let plan =
            lists
            ?? partition.sent.planWithoutLists(
                model: partition.fold.model,
                asOf: clock.last ?? clock.floor(lastReading.wall),
                foldOffset: max(partition.nextOffset, partition.foldsUntil)
            )
        var offer = RankPartition.Offer(lists: plan, groupOffset: partition.groupOffset, marks: marks)
        for record in plan.records {
            transaction.records.append(
                OutgoingRecord(
                    topic: names.candidates,
                    partition: Murmur2Partitioner.partition(queue: record.queue, count: counts.queues),
                    key: record.key,
                    value: record.value
                )
            )
        }
        if marks != nil { mark(partition.number, &transaction) }
        store(partition, &offer, &budget, &transaction)
        // The last of the partition's records in `<id>.state`, so that what stands before it goes with it.
        transaction.records.append(
            OutgoingRecord(
                topic: names.state,
                partition: partition.number,
                key: Array(PartitionRecord.key.utf8),
                value: plan.record.encoded()
            )
        )
        transaction.offsets[TopicPartition(names.journal, partition.number)] = offer.groupOffset
        partitions[index].offer(offer)
    }

    /// Whether it has to be said that the partition's fold under the active model can be restored.
    private func wantsMark(_ partition: RankPartition) -> Bool {
        partition.wantsMark(models.catalogue.activation) && !models.catalogue.isReady(partition.number)
    }

    /// Says that the partition's fold under the active model can be restored.
    private func mark(_ partition: Int32, _ transaction: inout StageTransaction) {
        guard let activation = models.catalogue.activation else { return }
        let key = ModelKey.ready(sequence: activation.sequence, partition: partition)
        let value = ModelMark(model: activation.model).encoded()
        for outdated in models.catalogue.outdatedMarks(ofJournalPartition: partition) {
            transaction.records.append(models.record(outdated, nil, of: names))
        }
        transaction.records.append(models.record(key, value, of: names))
    }

    /// Adds accounts of the checkpoint under way, as many as the transaction takes.
    private func store(
        _ partition: RankPartition,
        _ offer: inout RankPartition.Offer,
        _ budget: inout Int,
        _ transaction: inout StageTransaction
    ) {
        guard let checkpoint = partition.checkpoint, budget > 0 else { return }
        var step = checkpoint.done
        func append(_ fingerprint: String, _ account: AccountID, _ value: [UInt8]?) {
            let record = OutgoingRecord(
                topic: names.state,
                partition: partition.number,
                key: StateKey.bytes(fingerprint: fingerprint, account: account),
                value: value
            )
            budget -= record.size
            transaction.records.append(record)
        }
        while budget > 0, step.accounts < checkpoint.accounts.count {
            let index = checkpoint.accounts[step.accounts]
            let stored = StoredAccount(
                index: index,
                account: partition.fold.table.accountID(at: index),
                record: partition.fold.table.record(at: index)
            )
            append(partition.fold.fingerprint, stored.account, stored.record)
            offer.stored.append(stored)
            step.accounts += 1
        }
        while budget > 0, step.nextAccounts < checkpoint.nextAccounts.count, let next = partition.next {
            let index = checkpoint.nextAccounts[step.nextAccounts]
            append(
                next.fold.fingerprint,
                next.fold.table.accountID(at: index),
                next.fold.table.record(at: index)
            )
            step.nextAccounts += 1
        }
        while budget > 0, step.stale < checkpoint.stale.count {
            let key = checkpoint.stale[step.stale]
            append(key.fingerprint, key.account, nil)
            step.stale += 1
        }
        step.isLast =
            step.accounts == checkpoint.accounts.count && step.nextAccounts == checkpoint.nextAccounts.count
            && step.stale == checkpoint.stale.count
        offer.step = step
        if step.isLast { offer.groupOffset = checkpoint.begin }
    }

    /// Until the next tick, or at once while there is something to store or to build.
    public func delay(from now: ClockReading) -> Int64 {
        var delay = Int64.max
        for partition in partitions {
            if partition.isCaughtUp { delay = min(delay, clock.delay(from: now, patience: patience)) }
            if partition.checkpoint != nil || partition.isRebuilding
                || partition.cache.isDrafting(accounts: partition.fold.table.count)
                || wantsMark(partition)
            {
                return 0
            }
            if partition.wantsCheckpoint(
                isMerged: activation.isMerged,
                recordsReadAgain: settings.recordsReadAgain
            ) {
                delay = min(delay, max(0, partition.checkpointDue - now.monotonic))
            }
        }
        return delay
    }

    /// What was sent and stored is known to stand.
    public mutating func committed() {
        for index in partitions.indices {
            partitions[index].committed(
                at: lastReading,
                nextCheckpoint: lastReading.monotonic + settings.checkpointInterval
            )
        }
        if hasTicked { clock.settle() }
    }

    /// What is to be written into this host's cache.
    public mutating func cacheWrites() -> [StateCacheWrite] {
        guard let identity = settings.cache else { return [] }
        var writes: [StateCacheWrite] = []
        for index in partitions.indices {
            writes += partitions[index].cacheWrites(
                identity,
                partitions: counts.journal,
                limit: settings.cacheBytes
            )
        }
        return writes
    }

    /// The fold stays; the next tick sends what this one could not.
    public mutating func aborted() -> AbortedWork {
        for index in partitions.indices { partitions[index].aborted() }
        if hasTicked { clock.takeBack() }
        return .kept
    }

    /// Everything is sent again, under a higher number.
    public mutating func outcomeUnknown() -> UnknownWork {
        for index in partitions.indices { partitions[index].outcomeUnknown() }
        clock.hurry()
        return .goesOn
    }
}
