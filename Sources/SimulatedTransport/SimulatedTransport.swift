// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Pipeline

/// One process's view of a `SimulatedCluster`: a group member, a transactional producer and a reader.
public struct SimulatedTransport: StageTransport {
    /// The reason of the fatal failure that stands for a crash of the process.
    public static let crashed = "simulated crash"

    /// A commit that goes on beside other calls.
    struct Commit {
        /// The offsets that are to be added; nil if they have been.
        var offsets: [TopicPartition: Int64]?
        /// How often it is asked after before it is done.
        var rounds = 0
        /// What has become of it, once that is so.
        var outcome: CommitOutcome?
    }

    let cluster: SimulatedCluster
    let group: String
    let transactionalID: String
    private let instance: String?
    var random: SimulatedRandom
    /// What goes wrong.
    public var faults: SimulatedFaults

    var member: Int?
    private var topics: [String] = []
    var generation = -1
    var epoch = 0
    /// Whether anything of the transaction has reached the broker.
    var isOpen = false
    /// Whether a request to end the transaction has been sent, after which it cannot just be aborted.
    var isEnding = false
    /// What the member has been told to own.
    private var owned: [TopicPartition] = []
    /// Whether the member was dropped from the group and has joined it anew, which it has not been told.
    var wasDropped = false
    /// Whether the group waits until the member gives its partitions back.
    private var isRevoked = false
    private var cutOffUntil: Int64 = .min
    private var positions: [TopicPartition: Int64] = [:]
    private var paused: Set<TopicPartition> = []
    private var readerPositions: [TopicPartition: Int64] = [:]
    /// What is being committed.
    var commit: Commit?
    /// The most records that one poll brings.
    public var batchSize = 500

    /// A transport of one process; with an `instance` the group knows it again after a restart.
    public init(
        cluster: SimulatedCluster,
        group: String,
        transactionalID: String,
        instance: String? = nil,
        faults: SimulatedFaults = SimulatedFaults(),
        seed: UInt64 = 0
    ) {
        self.cluster = cluster
        self.group = group
        self.transactionalID = transactionalID
        self.instance = instance
        self.faults = faults
        self.random = SimulatedRandom(seed: seed)
    }

    /// Registers the producer; an open transaction of the same name is aborted.
    public mutating func initializeTransactions() throws(TransportFailure) {
        try fault()
        do {
            epoch = try cluster.registerProducer(transactionalID)
            commit = nil
            isOpen = false
            isEnding = false
        } catch {
            if case .retriable = error { passTime() }
            throw error
        }
    }

    /// Registers the producer anew.
    public mutating func replaceProducer() throws(TransportFailure) {
        try initializeTransactions()
    }

    /// Joins the group.
    public mutating func subscribe(to topics: [String]) throws(TransportFailure) {
        try fault()
        self.topics = topics
        member = cluster.joinGroup(group, instance: instance, topics: topics)
    }

    /// Brings a rebalance, or records.
    public mutating func poll(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) -> TransportEvent {
        try crash()
        guard member != nil, !isCutOff() else { return .none }
        try hiccup()
        try joinAgain()
        if wasDropped {
            wasDropped = false
            if !owned.isEmpty { return .lost(owned) }
        }
        guard let member else { return .none }
        cluster.groups[group]?.heartbeat(member, at: cluster.time.monotonic)
        cluster.balance(group)
        guard let state = cluster.groups[group], let known = state.members[member] else { return .none }
        if state.rebalancing, !known.rejoined {
            if known.told, !known.owned.isEmpty {
                isRevoked = true
                return .revoked(known.owned)
            }
            cluster.groups[group]?.giveBack(member)
            return .none
        }
        // Who has just joined hears nothing until the group has a generation that it is in.
        guard known.generation >= 0 else { return .none }
        if !known.told {
            cluster.groups[group]?.tell(member)
            generation = known.generation
            owned = known.owned
            return .assigned(known.owned)
        }
        try fetch(into: &batch, ends: &ends)
        return .none
    }

    /// Joins the group anew if it has dropped the member, as a client does behind the application's back.
    private mutating func joinAgain() throws(TransportFailure) {
        guard let known = member, cluster.groups[group]?.members[known] == nil else { return }
        if let instance, cluster.groups[group]?.instances[instance] != nil {
            throw .fatal("fenced: a later process uses the group.instance.id \(instance)")
        }
        member = cluster.joinGroup(group, instance: instance, topics: topics)
        wasDropped = true
        isRevoked = false
    }

    private mutating func fetch(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64]
    ) throws(TransportFailure) {
        var room = random.happens(faults.smallBatch) ? 1 : batchSize
        for partition in positions.keys.sorted() where !paused.contains(partition) {
            guard let position = positions[partition] else { continue }
            let reached = try read(partition, from: position, room: &room, into: &batch, ends: &ends)
            positions[partition] = reached
        }
        batch.hasMore = room == 0
    }

    private func read(
        _ partition: TopicPartition,
        from position: Int64,
        room: inout Int,
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64]
    ) throws(TransportFailure) -> Int64 {
        guard let log = cluster.logs[partition], !cluster.isStalled(partition) else { return position }
        // `auto.offset.reset=error`.
        guard log.start...log.end ~= position else {
            throw .fatal("\(partition) holds \(log.start) to \(log.end), not \(position)")
        }
        let stable = log.lastStable
        var index = log.index(at: position)
        var reached = position
        while index < log.entries.count, room > 0, log.entries[index].offset < stable {
            let entry = log.entries[index]
            index += 1
            reached = entry.offset + 1
            guard !entry.aborted, case .record(let record) = entry.content else { continue }
            room -= 1
            for header in record.headers {
                batch.appendHeader(name: header.name, value: header.value?.span)
            }
            batch.append(
                from: partition,
                offset: entry.offset,
                timestamp: entry.timestamp,
                key: record.key?.span,
                value: record.value?.span,
                headerCount: record.headers.count
            )
        }
        if room > 0 {
            reached = max(reached, stable)
            ends[partition] = reached
        }
        return reached
    }

    /// Starts reading at these offsets.
    public mutating func assign(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try crash()
        try hiccup()
        positions = offsets
        paused = []
    }

    /// Gives the partitions back.
    public mutating func unassign() throws(TransportFailure) {
        try crash()
        try hiccup()
        positions = [:]
        paused = []
        owned = []
        if let member, isRevoked { cluster.groups[group]?.giveBack(member) }
        isRevoked = false
    }

    /// Stops or resumes reading.
    public mutating func setPaused(
        _ isPaused: Bool,
        _ partitions: [TopicPartition]
    ) throws(TransportFailure) {
        try hiccup()
        if isPaused { paused.formUnion(partitions) } else { paused.subtract(partitions) }
    }

    /// Goes on reading elsewhere.
    public mutating func seek(to offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try hiccup()
        for (partition, offset) in offsets where positions[partition] != nil {
            positions[partition] = offset
        }
    }

    /// The group's offsets, once no transaction can change them.
    public mutating func committedOffsets(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Int64] {
        try fault()
        var found: [TopicPartition: Int64] = [:]
        for partition in partitions {
            if cluster.hasPendingOffset(group, partition) {
                throw .retriable("an open transaction may change the offset of \(partition)")
            }
            found[partition] = cluster.groups[group]?.offsets[partition]
        }
        return found
    }

    /// The first offset and the high watermark.
    public mutating func watermarks(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Range<Int64>] {
        try fault()
        var found: [TopicPartition: Range<Int64>] = [:]
        for partition in partitions {
            if let log = cluster.logs[partition] { found[partition] = log.start..<log.end }
        }
        return found
    }

    /// The first offset no older than a moment.
    public mutating func offsets(
        of partitions: [TopicPartition],
        at time: Timestamp
    ) throws(TransportFailure) -> [TopicPartition: Int64] {
        try fault()
        var found: [TopicPartition: Int64] = [:]
        for partition in partitions {
            guard let log = cluster.logs[partition] else { continue }
            found[partition] =
                log.entries.first { $0.timestamp >= time.milliseconds }?.offset ?? log.end
        }
        return found
    }

    /// How many partitions a topic has.
    public mutating func partitionCount(of topic: String) throws(TransportFailure) -> Int32 {
        Int32(cluster.partitionCount(of: topic))
    }

    /// Reads these partitions with the reader.
    public mutating func setReader(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try hiccup()
        readerPositions = offsets
    }

    /// Reads on.
    public mutating func read(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) {
        try crash()
        if isCutOff() { return }
        try hiccup()
        var room = random.happens(faults.smallBatch) ? 1 : batchSize
        for partition in readerPositions.keys.sorted() {
            guard let position = readerPositions[partition] else { continue }
            let reached = try read(partition, from: position, room: &room, into: &batch, ends: &ends)
            readerPositions[partition] = reached
        }
    }

    /// Leaves the group, which keeps a known instance's place until its session ends.
    public mutating func close() {
        if let member, instance == nil { cluster.groups[group]?.leave(member) }
        member = nil
    }

    mutating func crash() throws(TransportFailure) {
        if random.happens(faults.stall) { cluster.whileStalled?() }
        if random.happens(faults.crash) { throw .fatal(Self.crashed) }
        if cluster.time.monotonic >= cutOffUntil, random.happens(0.5) { try joinAgain() }
    }

    private mutating func hiccup() throws(TransportFailure) {
        if random.happens(faults.retriable) { throw .retriable("simulated fault") }
    }

    mutating func cutOff() {
        let longest = Int(max(1, faults.longestCutOff))
        cutOffUntil = cluster.time.monotonic + Int64(random.pick(0..<longest))
    }

    private mutating func isCutOff() -> Bool {
        if random.happens(faults.cutOff) { cutOff() }
        return cluster.time.monotonic < cutOffUntil
    }

    mutating func passTime() {
        cluster.time.advance(by: 20)
        cluster.expire()
        if random.happens(0.5) { _ = cluster.deliverMarker { random.pick(0..<$0) } }
    }

    mutating func fault(transactional: Bool = false) throws(TransportFailure) {
        try crash()
        if isCutOff() {
            passTime()
            throw .retriable("no broker can be reached")
        }
        if random.happens(faults.retriable) {
            passTime()
            throw .retriable("simulated fault")
        }
        if transactional, random.happens(faults.abortable) { throw .abortable("simulated fault") }
    }
}
