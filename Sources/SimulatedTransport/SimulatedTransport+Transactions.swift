// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Pipeline

/// The producer's transactions.
extension SimulatedTransport {
    /// Begins a transaction, of which the broker hears with its first record or offset.
    public mutating func beginTransaction() throws(TransportFailure) {
        try crash()
    }

    /// Adds records.
    public mutating func produce(
        _ records: [OutgoingRecord],
        from start: Int
    ) throws(TransportFailure) -> Int {
        try produce(records[start])
        return 1
    }

    /// Adds records of a batch.
    public mutating func produce(
        _ batch: OutgoingBatch,
        from start: Int
    ) throws(TransportFailure) -> Int {
        try produce(batch.record(at: start))
        return 1
    }

    private mutating func produce(_ record: OutgoingRecord) throws(TransportFailure) {
        try fault(transactional: true)
        do {
            try cluster.produce(record, transactionalID, epoch: epoch)
            isOpen = true
        } catch {
            // An earlier transaction's markers may be on their way.
            if case .retriable = error { passTime() }
            throw error
        }
    }

    /// Begins to commit.
    public mutating func beginCommit(adding offsets: [TopicPartition: Int64]?) {
        var commit = Commit(offsets: offsets)
        if random.happens(faults.slowCommit) { commit.rounds = random.pick(1..<6) }
        if commit.rounds == 0 || random.happens(0.5) { commit.outcome = outcome(adding: offsets) }
        self.commit = commit
    }

    /// What has become of the commit.
    public mutating func commitOutcome(waits: Bool) -> CommitOutcome? {
        guard let commit else { return nil }
        if !waits, commit.rounds > 0 {
            self.commit?.rounds -= 1
            return nil
        }
        self.commit = nil
        return commit.outcome ?? outcome(adding: commit.offsets)
    }

    private mutating func outcome(adding offsets: [TopicPartition: Int64]?) -> CommitOutcome {
        do {
            if let offsets { try sendOffsets(offsets) }
        } catch {
            return .withoutOffsets(error)
        }
        do {
            try commitTransaction()
            return .committed
        } catch {
            return .failed(error)
        }
    }

    /// Adds the group's offsets.
    public mutating func sendOffsets(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try fault(transactional: true)
        // Taken at the assignment: it stands for the partitions that the member knows to be its own.
        let metadata = (member: wasDropped ? -1 : member ?? -1, generation: generation)
        do {
            try cluster.sendOffsets(
                offsets,
                group: group,
                member: metadata.member,
                generation: metadata.generation,
                transactionalID,
                epoch: epoch
            )
            isOpen = true
        } catch {
            if case .abortable = error { isOpen = true }
            if case .retriable = error { passTime() }
            throw error
        }
    }

    /// Commits.
    public mutating func commitTransaction() throws(TransportFailure) {
        try end(commits: true)
    }

    /// Aborts.
    public mutating func abortTransaction() throws(TransportFailure) {
        try end(commits: false)
    }

    private mutating func end(commits: Bool) throws(TransportFailure) {
        try fault(transactional: commits && !isEnding)
        // What the broker never heard of is forgotten without it.
        guard isOpen else { return }
        isEnding = true
        if random.happens(faults.delayedEnd) {
            cluster.delayEnd(transactionalID, epoch: epoch, commits: commits)
            cutOff()
            throw .retriable("no reply")
        }
        try cluster.endTransaction(transactionalID, epoch: epoch, commits: commits)
        if random.happens(faults.lostReply) {
            if random.happens(0.3) { cutOff() }
            passTime()
            throw .retriable("the reply was lost")
        }
        isOpen = false
        isEnding = false
    }
}
