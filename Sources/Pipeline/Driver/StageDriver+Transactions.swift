// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The driver's transactions.
extension StageDriver where Work: ~Copyable, Transport: ~Copyable {
    /// Has the transaction committed that is due, if one is, as soon as the one before it is.
    mutating func work() throws(StageInterruption) {
        let waits = (commit?.bytesBeside ?? 0) >= settings.bytesBesideCommit
        try conclude(try settle(waits: waits))
        if let trouble = commit?.trouble { status.trouble = trouble }
        if commit == nil, canCommit {
            try produceAhead()
            if canCommit, try beginNext() { try conclude(try settle(waits: false)) }
        }
        writeCache()
    }

    /// Neither is so any more after a commit that nobody knows the outcome of.
    private var canCommit: Bool { status.phase == .running && !producerLost }

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
        var goesOn = try finishCommit(by: deadline)
        while goesOn, clock.now().monotonic < deadline, try beginNext(closingBy: deadline) {
            goesOn = try finishCommit(by: deadline)
        }
        while clock.now().monotonic < deadline, writeCache() {}
    }

    /// Waits until what is being committed is, as partitions are about to go; whether nothing is in the way of more.
    @discardableResult
    mutating func finishCommit(by deadline: Int64) throws(StageInterruption) -> Bool {
        if let limit = commit?.deadline { commit?.deadline = min(limit, deadline) }
        guard let outcome = try settle(waits: true) else { return true }
        return try conclude(outcome, closing: true)
    }

    /// Whether there was anything to write.
    @discardableResult
    private mutating func writeCache() -> Bool {
        let writes = stage.cacheWrites()
        for write in writes { cache?.write(write) }
        return !writes.isEmpty
    }

    /// Begins to commit the transaction that is due, if one is: by `limit`, if it is one of the last; whether it has begun.
    private mutating func beginNext(closingBy limit: Int64? = nil) throws(StageInterruption) -> Bool {
        let closing = limit != nil
        do {
            try learnWatermarks(closing: closing)
        } catch {
            // What is left to commit comes first when the partitions go.
            guard closing, case .again(let reason) = error else { throw error }
            status.trouble = reason
        }
        guard let transaction = offered(closing: closing) else { return false }
        guard let outcome = try begin(transaction, by: limit) else { return true }
        try conclude(outcome, closing: closing)
        return false
    }

    /// Tells the stage how its transaction ended, if it has; whether it stands.
    @discardableResult
    private mutating func conclude(
        _ outcome: Outcome?,
        closing: Bool = false
    ) throws(StageInterruption) -> Bool {
        switch outcome {
        case .committed:
            stage.committed()
            return true
        case .aborted:
            if stage.aborted() == .rereads, !closing { try rewind() }
            return false
        case .unknown, nil:
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

    /// Commits a transaction, and waits until it is committed, or not.
    mutating func execute(_ transaction: StageTransaction) throws(StageInterruption) -> Outcome {
        if let outcome = try begin(transaction, by: nil) { return outcome }
        return try settle(waits: true) ?? .unknown
    }

    /// Begins to commit a transaction; nil once it has begun.
    private mutating func begin(
        _ transaction: StageTransaction,
        by limit: Int64?
    ) throws(StageInterruption) -> Outcome? {
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
        } catch {
            return try abort(after: error, until: deadline)
        }
        commit = CommitUnderWay(offsets: transaction.offsets, began: began, deadline: deadline)
        transport.beginCommit(adding: transaction.offsets)
        return nil
    }

    /// How the commit under way ended; nil if it goes on, or there is none.
    private mutating func settle(waits: Bool) throws(StageInterruption) -> Outcome? {
        while let under = commit, let outcome = transport.commitOutcome(waits: waits) {
            let failure: TransportFailure
            switch outcome {
            case .committed:
                noteCommit(under)
                return .committed
            case .withoutOffsets(let reason), .failed(let reason): failure = reason
            }
            let hasOffsets = if case .failed = outcome { true } else { false }
            if case .retriable(let reason) = failure {
                if clock.now().monotonic < under.deadline {
                    commit?.trouble = reason
                    transport.beginCommit(adding: hasOffsets ? nil : under.offsets)
                    continue
                }
                if hasOffsets {
                    loseProducer(reason)
                    return .unknown
                }
            }
            commit = nil
            return try abort(after: failure, until: under.deadline)
        }
        return nil
    }

    private mutating func noteCommit(_ under: CommitUnderWay) {
        commit = nil
        isOpen = false
        let now = clock.now().monotonic
        status.commits += 1
        status.lastCommit = now
        status.lastCommitDuration = now - under.began
        for (partition, offset) in under.offsets where committed[partition] != nil {
            committed[partition] = offset
        }
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
        commit = nil
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
