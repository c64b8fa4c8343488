// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The driver's transactions.
extension StageDriver where Work: ~Copyable, Transport: ~Copyable {
    /// Commits the transaction that is due, if one is.
    mutating func work() throws(StageInterruption) {
        try produceAhead()
        // What belongs to the next transaction waits for this one's end, and no longer.
        if !producerLost, try commitNext(closingBy: nil) { try produceAhead() }
        writeCache()
    }

    /// Sends what need not wait until its transaction is due, so that it is on its way while more is worked on.
    private mutating func produceAhead() throws(StageInterruption) {
        ahead.removeAll()
        stage.takeRecordsAhead(&ahead)
        guard !ahead.isEmpty else { return }
        ahead.groupByPartition()
        let deadline = clock.now().monotonic + settings.transactionDeadline
        do {
            try open(until: deadline)
            var produced = 0
            while produced < ahead.count {
                let batch = ahead
                produced += try retrying(until: deadline) { [produced] (transport) throws(TransportFailure) in
                    try transport.produce(batch, from: produced)
                }
            }
        } catch {
            guard try abort(after: error, until: deadline) == .aborted else { return }
            if stage.aborted() == .rereads { try rewind() }
        }
    }

    /// Begins a transaction, unless one is open with what has been sent ahead.
    private mutating func open(until deadline: Int64) throws(TransportFailure) {
        guard !isOpen else { return }
        try retrying(until: deadline) { (transport) throws(TransportFailure) in
            try transport.beginTransaction()
        }
        isOpen = true
    }

    /// Gives up what has been sent ahead, when its partitions are gone; a later producer of the same name does so if
    /// this one cannot.
    mutating func abandon() throws(StageInterruption) {
        guard isOpen else { return }
        let deadline = clock.now().monotonic + settings.closingTime
        do {
            try retrying(until: deadline) { (transport) throws(TransportFailure) in
                try transport.abortTransaction()
            }
            isOpen = false
            status.aborts += 1
        } catch {
            if case .fatal(let reason) = error { throw .exit(.failed(reason)) }
            isOpen = false
            producerLost = true
        }
    }

    /// Commits all that is left before the partitions go, as far as the time allows; what is not committed by then
    /// is done again by the next owner.
    mutating func finish() throws(StageInterruption) {
        let deadline = clock.now().monotonic + settings.closingTime
        while clock.now().monotonic < deadline, try commitNext(closingBy: deadline) {}
        while clock.now().monotonic < deadline, writeCache() {}
    }

    /// Whether there was anything to write.
    @discardableResult
    private mutating func writeCache() -> Bool {
        let writes = stage.cacheWrites()
        for write in writes { cache?.write(write) }
        return !writes.isEmpty
    }

    /// Whether there was a transaction, and it was committed: by `limit`, if it is one of the last.
    private mutating func commitNext(closingBy limit: Int64?) throws(StageInterruption) -> Bool {
        let closing = limit != nil
        do {
            try learnWatermarks(closing: closing)
        } catch {
            // What is left to commit comes first when the partitions go.
            guard closing, case .again(let reason) = error else { throw error }
            status.trouble = reason
        }
        guard let transaction = offered(closing: closing) else { return false }
        switch try execute(transaction, by: limit) {
        case .committed:
            stage.committed()
            return true
        case .aborted:
            if stage.aborted() == .rereads, !closing { try rewind() }
            return false
        case .unknown:
            return false
        }
    }

    private mutating func learnWatermarks(closing: Bool) throws(StageInterruption) {
        let wanted = stage.watermarksWanted(at: clock.now(), closing: closing)
        guard !wanted.isEmpty else { return }
        stage.take(
            try attempt { (transport) throws(TransportFailure) in try transport.watermarks(of: wanted) }
        )
    }

    private mutating func offered(closing: Bool) -> StageTransaction? {
        let ticks = stage.ticks
        let began = clock.now()
        let transaction = stage.transaction(at: began, closing: closing)
        if stage.ticks > ticks {
            status.lastTick = began.monotonic
            status.lastWorkDuration = clock.now().monotonic - began.monotonic
        }
        return transaction
    }

    mutating func rewind() throws(StageInterruption) {
        // Until it succeeds nothing may be read: it would be taken for what comes next.
        owesRewind = true
        let offsets = committed
        try attempt { (transport) throws(TransportFailure) in try transport.seek(to: offsets) }
        owesRewind = false
        status.positions = offsets
    }

    enum Outcome {
        case committed
        case aborted
        case unknown
    }

    mutating func execute(
        _ transaction: StageTransaction,
        by limit: Int64? = nil
    ) throws(StageInterruption) -> Outcome {
        let began = clock.now().monotonic
        let deadline = min(began + settings.transactionDeadline, limit ?? .max)
        do {
            try open(until: deadline)
            var produced = 0
            while produced < transaction.records.count {
                produced += try retrying(until: deadline) { [produced] (transport) throws(TransportFailure) in
                    try transport.produce(transaction.records, from: produced)
                }
            }
            try retrying(until: deadline) { (transport) throws(TransportFailure) in
                try transport.sendOffsets(transaction.offsets)
            }
        } catch {
            return try abort(after: error, until: deadline)
        }
        do {
            try retrying(until: deadline) { (transport) throws(TransportFailure) in
                try transport.commitTransaction()
            }
        } catch {
            if case .retriable(let reason) = error {
                loseProducer(reason)
                return .unknown
            }
            return try abort(after: error, until: deadline)
        }
        isOpen = false
        let now = clock.now().monotonic
        status.commits += 1
        status.lastCommit = now
        status.lastCommitDuration = now - began
        for (partition, offset) in transaction.offsets where committed[partition] != nil {
            committed[partition] = offset
        }
        return .committed
    }

    private mutating func abort(
        after failure: TransportFailure,
        until deadline: Int64
    ) throws(StageInterruption) -> Outcome {
        if case .fatal(let reason) = failure { throw .exit(.failed(reason)) }
        status.trouble = failure.reason
        do {
            try retrying(until: deadline) { (transport) throws(TransportFailure) in
                try transport.abortTransaction()
            }
        } catch {
            if case .fatal(let reason) = error { throw .exit(.failed(reason)) }
            loseProducer(error.reason)
            return .unknown
        }
        isOpen = false
        status.aborts += 1
        return .aborted
    }

    /// Makes the same call again while it may be, up to the deadline.
    private mutating func retrying<Result>(
        until deadline: Int64,
        _ call: (inout Transport) throws(TransportFailure) -> Result
    ) throws(TransportFailure) -> Result {
        while true {
            do {
                return try call(&transport)
            } catch {
                guard case .retriable = error, clock.now().monotonic < deadline else { throw error }
            }
        }
    }

    /// The producer's last transaction has no known end: the producer is not used again, and the truth is read
    /// back from the cluster as though the partitions had just been assigned.
    private mutating func loseProducer(_ reason: String) {
        status.unknownOutcomes += 1
        status.trouble = reason
        isOpen = false
        producerLost = true
        guard stage.outcomeUnknown() == .prepares, status.phase == .running else { return }
        forget()
        status.phase = .preparing
    }

    /// Until it succeeds the member goes on polling, so that it keeps its partitions.
    mutating func replaceProducer() throws(StageInterruption) {
        do {
            try transport.replaceProducer()
            producerLost = false
        } catch {
            if case .fatal(let reason) = error { throw .exit(.failed(reason)) }
            status.trouble = error.reason
        }
    }
}
