// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Pipeline

/// One process's view of a `SimulatedCluster`: a group member, a transactional producer and a reader.
public struct SimulatedTransport: StageTransport {
    /// The reason of the fatal failure that stands for a crash of the process.
    public static let crashed = "simulated crash"

    private let cluster: SimulatedCluster
    private let group: String
    private let transactionalID: String
    private var random: SimulatedRandom
    /// What goes wrong.
    public var faults: SimulatedFaults

    private var member: Int?
    private var topics: [String] = []
    private var generation = -1
    private var epoch = 0
    private var positions: [TopicPartition: Int64] = [:]
    private var paused: Set<TopicPartition> = []
    private var readerPositions: [TopicPartition: Int64] = [:]
    /// The most records that one poll brings.
    public var batchSize = 500

    /// A transport of one process.
    public init(
        cluster: SimulatedCluster,
        group: String,
        transactionalID: String,
        faults: SimulatedFaults = SimulatedFaults(),
        seed: UInt64 = 0
    ) {
        self.cluster = cluster
        self.group = group
        self.transactionalID = transactionalID
        self.faults = faults
        self.random = SimulatedRandom(seed: seed)
    }

    /// Registers the producer; an open transaction of the same name is aborted.
    public mutating func initializeTransactions() throws(TransportFailure) {
        try fault()
        epoch = try cluster.registerProducer(transactionalID)
    }

    /// Registers the producer anew.
    public mutating func replaceProducer() throws(TransportFailure) {
        try initializeTransactions()
    }

    /// Joins the group.
    public mutating func subscribe(to topics: [String]) throws(TransportFailure) {
        try fault()
        self.topics = topics
        member = cluster.joinGroup(group, topics: topics)
    }

    /// Brings a rebalance, or records.
    public mutating func poll(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) -> TransportEvent {
        try crash()
        guard let member else { return .none }
        cluster.groups[group]?.heartbeat(member, at: cluster.time.monotonic)
        cluster.balance(group)
        guard let state = cluster.groups[group], let known = state.members[member] else {
            let gone = positions.keys.sorted()
            self.member = cluster.joinGroup(group, topics: topics)
            return gone.isEmpty ? .none : .lost(gone)
        }
        if state.rebalancing, !known.rejoined {
            if known.told, !known.owned.isEmpty { return .revoked(known.owned) }
            cluster.groups[group]?.giveBack(member)
            return .none
        }
        if !known.told {
            cluster.groups[group]?.tell(member)
            generation = known.generation
            return .assigned(known.owned)
        }
        fetch(into: &batch, ends: &ends)
        return .none
    }

    private mutating func fetch(into batch: inout RecordBatch, ends: inout [TopicPartition: Int64]) {
        var room = random.happens(faults.smallBatch) ? 1 : batchSize
        for partition in positions.keys.sorted() where !paused.contains(partition) {
            guard let position = positions[partition] else { continue }
            let reached = read(partition, from: position, room: &room, into: &batch, ends: &ends)
            positions[partition] = reached
        }
    }

    private func read(
        _ partition: TopicPartition,
        from position: Int64,
        room: inout Int,
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64]
    ) -> Int64 {
        guard let log = cluster.logs[partition] else { return position }
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
        positions = offsets
        paused = []
    }

    /// Gives the partitions back.
    public mutating func unassign() throws(TransportFailure) {
        try crash()
        positions = [:]
        paused = []
        if let member { cluster.groups[group]?.giveBack(member) }
    }

    /// Stops or resumes reading.
    public mutating func setPaused(
        _ isPaused: Bool,
        _ partitions: [TopicPartition]
    ) throws(TransportFailure) {
        if isPaused { paused.formUnion(partitions) } else { paused.subtract(partitions) }
    }

    /// Goes on reading elsewhere.
    public mutating func seek(to offsets: [TopicPartition: Int64]) throws(TransportFailure) {
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
        readerPositions = offsets
    }

    /// Reads on.
    public mutating func read(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) {
        try crash()
        var room = random.happens(faults.smallBatch) ? 1 : batchSize
        for partition in readerPositions.keys.sorted() {
            guard let position = readerPositions[partition] else { continue }
            let reached = read(partition, from: position, room: &room, into: &batch, ends: &ends)
            readerPositions[partition] = reached
        }
    }

    /// Begins a transaction.
    public mutating func beginTransaction() throws(TransportFailure) {
        try fault()
        let id = transactionalID
        try waiting { (cluster, epoch) throws(TransportFailure) in
            try cluster.begin(id, epoch: epoch)
        }
    }

    /// Adds records.
    public mutating func produce(
        _ records: [OutgoingRecord],
        from start: Int
    ) throws(TransportFailure) -> Int {
        try fault(transactional: true)
        let id = transactionalID
        try waiting { (cluster, epoch) throws(TransportFailure) in
            try cluster.produce(records[start], id, epoch: epoch)
        }
        return 1
    }

    /// Adds the group's offsets.
    public mutating func sendOffsets(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try fault(transactional: true)
        try cluster.sendOffsets(
            offsets,
            group: group,
            member: member ?? -1,
            generation: generation,
            transactionalID,
            epoch: epoch
        )
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
        try fault(transactional: commits)
        try cluster.endTransaction(transactionalID, epoch: epoch, commits: commits)
        if random.happens(faults.lostReply) {
            passTime()
            throw .retriable("the reply was lost")
        }
    }

    /// Leaves the group.
    public mutating func close() {
        if let member { cluster.groups[group]?.leave(member) }
        member = nil
    }

    private mutating func crash() throws(TransportFailure) {
        if random.happens(faults.crash) { throw .fatal(Self.crashed) }
    }

    /// Makes a call that may have to wait for an earlier transaction's markers: time passes, and one may arrive.
    private mutating func waiting(
        _ call: (SimulatedCluster, Int) throws(TransportFailure) -> Void
    ) throws(TransportFailure) {
        do {
            try call(cluster, epoch)
        } catch {
            if case .retriable = error { passTime() }
            throw error
        }
    }

    private mutating func passTime() {
        cluster.time.advance(by: 20)
        if random.happens(0.5) { _ = cluster.deliverMarker { random.pick(0..<$0) } }
    }

    private mutating func fault(transactional: Bool = false) throws(TransportFailure) {
        try crash()
        if random.happens(faults.retriable) {
            passTime()
            throw .retriable("simulated fault")
        }
        if transactional, random.happens(faults.abortable) { throw .abortable("simulated fault") }
    }
}
