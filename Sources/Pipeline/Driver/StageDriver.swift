// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Runs a stage on a transport, from one thread.
///
/// ```
/// starting ──▶ joining ──▶ learning ──▶ preparing ──▶ restoring ──▶ running ──▶ stopped
///                 ▲                         ▲                          │
///                 └───────── revoked ───────┴── outcome unknown ◀──────┘
/// ```
/// Each call of `step` does one round, so that a simulation can stop, delay or drop a driver between any two.
public struct StageDriver<Work, Transport, Clock>: ~Copyable
where Work: Stage & ~Copyable, Transport: StageTransport & ~Copyable, Clock: StageClock {
    /// The stage.
    public internal(set) var stage: Work
    /// Where the driver stands.
    public internal(set) var status = StageStatus()

    var transport: Transport
    var clock: Clock
    var cache: (any StateCacheStorage)?
    private var memory: (any MemoryGauge)?
    let settings: StageDriverSettings

    /// The shortest wait of a poll while paused, in milliseconds.
    private static var pausedPoll: Int64 { 10 }

    private var batch = RecordBatch()
    private var restoredBatch = RecordBatch()
    private var restoration = Restoration()
    /// The committed offsets of the owned partitions, to which an aborted transaction goes back.
    var committed: [TopicPartition: Int64] = [:]
    var producerLost = false
    /// Whether the producer's transaction has begun and has not ended.
    var isOpen = false
    /// What is being committed; until that is done nothing is produced.
    var commit: CommitUnderWay?
    /// What is sent ahead, in memory that is used again.
    var ahead = OutgoingBatch()
    /// Whether the partitions are lost but not yet given back, since the call failed.
    private var owesUnassign = false
    /// Whether the stage has forgotten work that must be read again, since the call failed.
    var owesRewind = false
    /// Where reading starts, as long as the member has not been let to it, since the call failed.
    private var owesStart: [TopicPartition: Int64]?
    /// Whether the reader has been set to the tailed topics since the last assignment.
    private var hasTails = false
    /// What the reader reads beside the tailed topics.
    private var besides: Set<TopicPartition> = []

    /// A driver that has not begun.
    public init(
        stage: consuming Work,
        transport: consuming Transport,
        clock: Clock,
        cache: (any StateCacheStorage)? = nil,
        memory: (any MemoryGauge)? = nil,
        settings: StageDriverSettings
    ) {
        self.stage = stage
        self.transport = transport
        self.clock = clock
        self.cache = cache
        self.memory = memory
        self.settings = settings
    }

    /// Lets `body` look at the stage, or ask it something, between two rounds.
    public mutating func withStage<Result>(_ body: (inout Work) -> Result) -> Result {
        body(&stage)
    }

    /// Lets `body` use the transport between two rounds.
    public mutating func withTransport<Result>(_ body: (inout Transport) -> Result) -> Result {
        body(&transport)
    }

    /// Does one round: takes what the group brings, and begins to commit what is due.
    ///
    /// - Throws: `StageExit` when the process has to end.
    public mutating func step() throws(StageExit) {
        let now = clock.now()
        status.lastStep = now.monotonic
        // What stands in the way is said until a round goes by without it.
        status.trouble = nil
        do {
            switch status.phase {
            case .starting:
                try start()
            case .joining, .learning, .preparing, .restoring, .running:
                try round(now)
            case .stopped:
                return
            }
        } catch {
            switch error {
            case .exit(let exit): throw exit
            case .again(let reason): status.trouble = reason
            }
        }
    }

    /// Commits what is left, leaves the group and closes the transport.
    public mutating func stop() throws(StageExit) {
        defer {
            transport.close()
            status.phase = .stopped
        }
        if case .exit(let exit) = finishing() { throw exit }
        do {
            try abandon()
        } catch {
            if case .exit(let exit) = error { throw exit }
        }
        stage.release()
    }

    /// Calls the transport; whatever is not fatal is tried again in a later round.
    mutating func attempt<Result>(
        _ call: (inout Transport) throws(TransportFailure) -> Result
    ) throws(StageInterruption) -> Result {
        do {
            return try call(&transport)
        } catch {
            throw StageInterruption(error)
        }
    }

    private mutating func start() throws(StageInterruption) {
        try attempt { (transport) throws(TransportFailure) in try transport.initializeTransactions() }
        let topics = stage.subscription
        try attempt { (transport) throws(TransportFailure) in try transport.subscribe(to: topics) }
        status.phase = .joining
    }

    private mutating func round(_ now: ClockReading) throws(StageInterruption) {
        if producerLost { try replaceProducer() }
        if owesUnassign { try unassign() }
        if owesRewind { try rewind() }
        try poll(now)
        if status.phase == .learning { try learn() }
        if status.phase == .preparing, !producerLost { try prepare() }
        if status.phase == .restoring { try restore() }
        if status.phase == .running {
            if owesStart != nil { try start(reading: status.assigned) }
            try heedMemory(now)
            try readBeside()
            if !producerLost { try work() }
        }
    }

    // MARK: Rounds

    /// Stops reading while memory is short, and goes on when there is some again.
    ///
    /// What has been read is worked on and committed meanwhile; nothing is dropped that is not read again.
    private mutating func heedMemory(_ now: ClockReading) throws(StageInterruption) {
        let isShort = memory?.isShort(at: now) ?? false
        guard isShort != status.isPaused else { return }
        if isShort { stage.memoryIsShort(at: now) }
        let assigned = status.assigned
        try attempt { (transport) throws(TransportFailure) in try transport.setPaused(isShort, assigned) }
        status.isPaused = isShort
    }

    private mutating func poll(_ now: ClockReading) throws(StageInterruption) {
        // The buffers move out and back, so that the transport fills them in place.
        var batch = RecordBatch()
        var ends: [TopicPartition: Int64] = [:]
        swap(&batch, &self.batch)
        batch.removeAll()
        let timeout = pollTimeout(now)
        let event = try attempt { (transport) throws(TransportFailure) in
            try transport.poll(into: &batch, ends: &ends, timeout: timeout)
        }
        swap(&batch, &self.batch)
        switch event {
        case .none:
            take(ends, clock.now())
        case .assigned(let partitions):
            status.rebalances += 1
            status.assigned = partitions.sorted()
            status.phase = .learning
            hasTails = false
        case .revoked:
            let unfinished = finishing()
            if case .exit(let exit) = unfinished { throw .exit(exit) }
            // Whatever else happens to what is left, the partitions are given back.
            try leave()
            if let unfinished { throw unfinished }
        case .lost:
            try leave()
        }
    }

    private mutating func take(_ ends: [TopicPartition: Int64], _ now: ClockReading) {
        guard status.phase == .running else { return }
        if !batch.isEmpty {
            for (partition, next) in zip(batch.partitions, batch.nextOffsets) {
                status.positions[partition] = next
            }
            stage.receive(batch, at: now)
            commit?.bytesBeside += batch.bytes.count
        }
        if !ends.isEmpty {
            for (partition, end) in ends {
                status.positions[partition] = end
                status.ends[partition] = end
            }
            stage.reachedEnd(ends, at: now)
        }
    }

    /// Commits what is left, if anything can be; what stood in the way.
    private mutating func finishing() -> StageInterruption? {
        guard status.phase == .running, !producerLost else { return nil }
        do {
            try finish()
            return nil
        } catch {
            return error
        }
    }

    private mutating func leave() throws(StageInterruption) {
        try finishCommit(by: clock.now().monotonic + settings.closingTime)
        forget()
        status.assigned = []
        status.phase = .joining
        owesUnassign = true
        try abandon()
        try unassign()
    }

    private mutating func unassign() throws(StageInterruption) {
        try attempt { (transport) throws(TransportFailure) in try transport.unassign() }
        owesUnassign = false
    }

    mutating func forget() {
        stage.release()
        owesRewind = false
        owesStart = nil
        besides = []
        committed = [:]
        status.positions = [:]
        status.ends = [:]
        status.restore = nil
        status.isPaused = false
    }

    private func pollTimeout(_ now: ClockReading) -> Int64 {
        switch status.phase {
        case .running where commit != nil: settings.longestPoll
        case .running:
            // Paused, a stage may want to go on at once with what it may not read.
            max(status.isPaused ? Self.pausedPoll : 0, min(stage.delay(from: now), settings.longestPoll))
        case .preparing: status.trouble == nil ? 0 : settings.restorePoll
        case .learning, .restoring: 0
        case .starting, .joining, .stopped: settings.longestPoll
        }
    }

    // MARK: Taking partitions

    /// Reads the tailed topics to their end.
    private mutating func learn() throws(StageInterruption) {
        if !hasTails {
            let reading = restoration.begin([:], tails: try tails())
            if !reading.isEmpty {
                try attempt { (transport) throws(TransportFailure) in try transport.setReader(reading) }
            }
            hasTails = true
        }
        if !restoration.isComplete { try read(timeout: settings.restorePoll) }
        if restoration.isComplete { status.phase = .preparing }
    }

    private mutating func prepare() throws(StageInterruption) {
        var facts = try facts()
        facts.now = clock.now()
        let wanted = status.assigned.filter { stage.wantsCache(of: $0) }
        let cached = wanted.isEmpty ? [:] : cache?.load(wanted.map(\.partition)) ?? [:]
        for partition in wanted { facts.cached[partition] = cached[partition.partition] }
        let plan: AssignmentPlan
        do {
            plan = try stage.assign(status.assigned, knowing: facts)
        } catch {
            throw .exit(.refused(error.reason))
        }
        let start = try resolve(plan.start, facts)
        let assigned = status.assigned
        let owned = start.filter { assigned.contains($0.key) }
        if plan.commitsStart {
            switch try execute(StageTransaction(records: [], offsets: start)) {
            case .committed: break
            case .aborted: throw .again(status.trouble ?? "the start could not be committed")
            case .unknown: return
            }
        }
        if let reason = plan.waitsFor { throw .again(reason) }
        let reading = restoration.begin(plan.restore, tails: try tails())
        try attempt { (transport) throws(TransportFailure) in
            try transport.assign(owned)
            try transport.setPaused(true, assigned)
            try transport.setReader(reading)
        }
        committed = owned
        status.positions = owned
        status.phase = .restoring
    }

    private mutating func facts() throws(StageInterruption) -> AssignmentFacts {
        let subscribed = try partitions(of: stage.subscription)
        let surveyed = try partitions(of: stage.surveyedTopics)
        var wanted = Set(surveyed)
        for partition in status.assigned {
            wanted.insert(partition)
            wanted.formUnion(stage.related(to: partition))
        }
        let watermarked = wanted.sorted()
        // The offsets come first: once they are stable, no open transaction of a dead process can still add
        // to what the watermarks bound.
        let facts = try attempt { (transport) throws(TransportFailure) in
            AssignmentFacts(
                committed: try transport.committedOffsets(of: subscribed),
                watermarks: try transport.watermarks(of: watermarked)
            )
        }
        guard facts.committed.isEmpty else { return facts }
        // Between the two questions another member may have begun: the watermarks would show what it has done, as though
        // the group's offsets had expired.
        let committed = try attempt { (transport) throws(TransportFailure) in
            try transport.committedOffsets(of: subscribed)
        }
        guard committed.isEmpty else { throw .again("another member has just committed where to begin") }
        return facts
    }

    private mutating func partitions(of topics: [String]) throws(StageInterruption) -> [TopicPartition] {
        try attempt { (transport) throws(TransportFailure) in
            var all: [TopicPartition] = []
            for topic in topics {
                for partition in 0..<(try transport.partitionCount(of: topic)) {
                    all.append(TopicPartition(topic, partition))
                }
            }
            return all
        }
    }

    private mutating func resolve(
        _ start: [TopicPartition: StartPosition],
        _ facts: AssignmentFacts
    ) throws(StageInterruption) -> [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for (partition, position) in start.sorted(by: { $0.key < $1.key }) {
            switch position {
            case .offset(let offset):
                offsets[partition] = offset
            case .end:
                offsets[partition] = facts.watermarks[partition]?.upperBound ?? 0
            case .time(let time):
                let found = try attempt { (transport) throws(TransportFailure) in
                    try transport.offsets(of: [partition], at: time)
                }
                offsets[partition] = found[partition] ?? facts.watermarks[partition]?.upperBound ?? 0
            }
        }
        return offsets
    }

    private mutating func tails() throws(StageInterruption) -> [TopicPartition: Range<Int64>] {
        guard !stage.tailedTopics.isEmpty else { return [:] }
        let partitions = try partitions(of: stage.tailedTopics)
        return try attempt { (transport) throws(TransportFailure) in
            try transport.watermarks(of: partitions)
        }
    }

    private mutating func restore() throws(StageInterruption) {
        if !restoration.isComplete { try read(timeout: settings.restorePoll) }
        status.restore = (restoration.remaining, restoration.total)
        guard restoration.isComplete else { return }
        status.restore = nil
        let outcome: RestoredWork
        do {
            outcome = try stage.restored(at: clock.now())
        } catch {
            throw .exit(.refused(error.reason))
        }
        switch outcome {
        case .preparesAgain:
            status.phase = .preparing
        case .begins(let positions):
            committed.merge(positions) { $1 }
            status.positions.merge(positions) { $1 }
            status.phase = .running
            owesStart = positions
            try start(reading: status.assigned)
        }
    }

    /// Lets the member read its partitions; until that succeeds nothing may be read.
    private mutating func start(reading assigned: [TopicPartition]) throws(StageInterruption) {
        let reading = restoration.tailPositions
        guard let positions = owesStart else { return }
        try attempt { (transport) throws(TransportFailure) in
            try transport.setReader(reading)
            if !positions.isEmpty { try transport.seek(to: positions) }
            try transport.setPaused(false, assigned)
        }
        owesStart = nil
    }

    /// Reads on with the reader: tailed topics, and what the stage wants read again.
    private mutating func readBeside() throws(StageInterruption) {
        guard !status.isPaused else { return }
        let wanted = stage.rereads
        if Set(wanted.keys) != besides {
            let reading = restoration.tailPositions.merging(wanted) { $1 }
            try attempt { (transport) throws(TransportFailure) in try transport.setReader(reading) }
            besides = Set(wanted.keys)
        }
        if !besides.isEmpty || !restoration.tailPositions.isEmpty { try read(timeout: 0) }
    }

    private mutating func read(timeout: Int64) throws(StageInterruption) {
        var batch = RecordBatch()
        var ends: [TopicPartition: Int64] = [:]
        swap(&batch, &restoredBatch)
        batch.removeAll()
        try attempt { (transport) throws(TransportFailure) in
            try transport.read(into: &batch, ends: &ends, timeout: timeout)
        }
        if !batch.isEmpty || !ends.isEmpty { stage.restore(batch, reaching: ends) }
        restoration.advance(batch, ends)
        swap(&batch, &restoredBatch)
    }
}
