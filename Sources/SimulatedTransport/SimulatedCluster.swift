// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Pipeline

/// A Kafka cluster in memory: logs, transactions, consumer groups and offsets.
///
/// The end of a transaction is decided at once, and then reaches each of its partitions (and the group's offsets)
/// by a marker of its own, whenever the simulation lets it. It is used from one thread.
public final class SimulatedCluster {
    struct Producer {
        enum State {
            case ready
            case open
            /// Decided; some markers are still on their way.
            case ending(commits: Bool)
        }
        let id: Int64
        var epoch = 0
        var state = State.ready
        var partitions: [TopicPartition] = []
        var offsets: [String: [TopicPartition: Int64]] = [:]
        var began: Int64 = 0
        /// The number of the open transaction, or of the last.
        var transaction = 0
        /// How the last ended transaction ended, for a repeated commit or abort.
        var last: Bool?
    }

    /// The cluster's time.
    public let time: SimulatedTime
    var logs: [TopicPartition: SimulatedLog] = [:]
    var groups: [String: SimulatedGroup] = [:]
    private var counts: [String: Int] = [:]
    private var compacted: Set<String> = []
    private var producers: [String: Producer] = [:]
    /// Requests to end a transaction that are still in the network.
    private var delayed: [(transactionalID: String, epoch: Int, transaction: Int, commits: Bool)] = []
    private var committedOffsets: [String: [TopicPartition: [Int64]]] = [:]
    private var nextProducer: Int64 = 1
    private var nextMember = 1

    /// How long a transaction may stay open, in milliseconds.
    public var transactionTimeout: Int64 = 15_000
    /// How long a member may be silent, in milliseconds.
    public var sessionTimeout: Int64 = 45_000
    /// How long a tombstone stays after it has first been cleaned, in milliseconds.
    public var deleteRetention: Int64 = 0
    /// Until when nothing of a partition can be read, on the monotonic clock.
    public var stalled: [TopicPartition: Int64] = [:]
    /// Whether markers wait for `deliverMarker`; without it they arrive at once.
    public var holdsMarkers = false
    /// What goes on elsewhere while a process is stopped between two calls.
    public var whileStalled: (() -> Void)?

    /// An empty cluster on `time`.
    public init(time: SimulatedTime) {
        self.time = time
    }

    /// Creates a topic.
    public func createTopic(_ name: String, partitions: Int, compacted isCompacted: Bool = false) {
        counts[name] = partitions
        if isCompacted { compacted.insert(name) }
        for partition in 0..<partitions {
            logs[TopicPartition(name, Int32(partition))] = SimulatedLog()
        }
    }

    /// How many partitions a topic has; 0 where there is none.
    public func partitionCount(of topic: String) -> Int {
        counts[topic] ?? 0
    }

    /// Appends a record outside any transaction, as a vendor does.
    public func append(_ record: OutgoingRecord, at timestamp: Int64? = nil) {
        logs[TopicPartition(record.topic, record.partition)]?.append(
            record,
            producer: 0,
            transactional: false,
            at: timestamp ?? time.wall
        )
    }

    /// The committed records of a partition, in order of offset.
    public func committedRecords(
        of partition: TopicPartition
    ) -> [(offset: Int64, timestamp: Int64, record: OutgoingRecord)] {
        guard let log = logs[partition] else { return [] }
        let stable = log.lastStable
        return log.entries.compactMap { entry in
            guard entry.offset < stable, !entry.aborted, case .record(let record) = entry.content else {
                return nil
            }
            return (entry.offset, entry.timestamp, record)
        }
    }

    /// All committed records that a partition ever had, those that compaction removed included.
    public func history(
        of partition: TopicPartition
    ) -> [(offset: Int64, timestamp: Int64, record: OutgoingRecord)] {
        (logs[partition]?.history ?? []).compactMap { entry in
            guard case .record(let record) = entry.content else { return nil }
            return (entry.offset, entry.timestamp, record)
        }
    }

    /// The first offset of a partition, and the one after its last record or marker.
    public func offsets(of partition: TopicPartition) -> Range<Int64> {
        logs[partition].map { $0.start..<$0.end } ?? 0..<0
    }

    /// Adds partitions to a topic.
    public func extendTopic(_ name: String, to partitions: Int) {
        for partition in (counts[name] ?? 0)..<partitions {
            logs[TopicPartition(name, Int32(partition))] = SimulatedLog()
        }
        counts[name] = partitions
        for group in groups.keys { groups[group]?.rebalance(for: name) }
    }

    /// Forgets what a group has committed, as the broker does when it expires.
    public func forgetOffsets(of group: String) {
        groups[group]?.offsets = [:]
    }

    /// All offsets that a group ever committed for a partition, in order.
    public func offsetHistory(_ partition: TopicPartition, of group: String) -> [Int64] {
        committedOffsets[group]?[partition] ?? []
    }

    /// The committed offset of a group.
    public func committedOffset(_ partition: TopicPartition, of group: String) -> Int64? {
        groups[group]?.offsets[partition]
    }

    /// Whether no transaction is open in a partition, and none may still change a group's offset of `source`.
    public func isSettled(_ partition: TopicPartition, _ source: TopicPartition, of group: String) -> Bool {
        logs[partition].map { $0.lastStable == $0.end } ?? false && !hasPendingOffset(group, source)
    }

    func isStalled(_ partition: TopicPartition) -> Bool {
        stalled[partition].map { time.monotonic < $0 } ?? false
    }

    /// How often the partitions of a group have been assigned anew.
    public func generation(of group: String) -> Int {
        groups[group]?.generation ?? 0
    }

    /// Compacts the compacted topics, where `chosen` says so.
    public func compact(removingTombstones: Bool, where chosen: (TopicPartition) -> Bool) {
        for partition in logs.keys.sorted() where compacted.contains(partition.topic) && chosen(partition) {
            logs[partition]?.compact(
                removingTombstones: removingTombstones,
                at: time.monotonic,
                retention: deleteRetention
            )
        }
    }

    /// Removes the records of a partition below `offset`.
    public func trim(_ partition: TopicPartition, below offset: Int64) {
        logs[partition]?.trim(below: offset)
    }

    /// Drops silent members and aborts transactions that have been open too long.
    public func expire() {
        for group in groups.keys.sorted() {
            groups[group]?.expire(before: time.monotonic - sessionTimeout)
        }
        for id in producers.keys.sorted() {
            guard var producer = producers[id], case .open = producer.state else { continue }
            if time.monotonic - producer.began > transactionTimeout {
                producer.epoch += 1
                producer.state = .ending(commits: false)
                producers[id] = producer
                if !holdsMarkers { deliverAllMarkers() }
            }
        }
    }

    // MARK: Producers

    func registerProducer(_ transactionalID: String) throws(TransportFailure) -> Int {
        var producer = producers[transactionalID] ?? Producer(id: nextProducer)
        if producer.id == nextProducer { nextProducer += 1 }
        if case .open = producer.state {
            producer.epoch += 1
            producer.state = .ending(commits: false)
            producers[transactionalID] = producer
            if !holdsMarkers { deliverAllMarkers() }
        }
        producer = producers[transactionalID] ?? producer
        if case .ending = producer.state {
            throw .retriable("an earlier transaction of \(transactionalID) is still ending")
        }
        producer.epoch += 1
        producer.last = nil
        producers[transactionalID] = producer
        return producer.epoch
    }

    func produce(_ record: OutgoingRecord, _ transactionalID: String, epoch: Int) throws(TransportFailure) {
        let partition = TopicPartition(record.topic, record.partition)
        var producer = try opened(transactionalID, epoch)
        guard logs[partition] != nil else { throw .fatal("there is no \(partition)") }
        if !producer.partitions.contains(partition) { producer.partitions.append(partition) }
        logs[partition]?.append(record, producer: producer.id, transactional: true, at: time.wall)
        producers[transactionalID] = producer
    }

    func sendOffsets(
        _ offsets: [TopicPartition: Int64],
        group: String,
        member: Int,
        generation: Int,
        _ transactionalID: String,
        epoch: Int
    ) throws(TransportFailure) {
        var producer = try opened(transactionalID, epoch)
        guard let known = groups[group]?.members[member], known.generation == generation else {
            producers[transactionalID] = producer
            throw .abortable("member \(member) of \(group) is not in generation \(generation) any more")
        }
        producer.offsets[group, default: [:]].merge(offsets) { $1 }
        producers[transactionalID] = producer
    }

    func endTransaction(_ transactionalID: String, epoch: Int, commits: Bool) throws(TransportFailure) {
        var producer = try current(transactionalID, epoch)
        switch producer.state {
        case .open:
            producer.state = .ending(commits: commits)
            producers[transactionalID] = producer
            if !holdsMarkers { deliverAllMarkers() }
        case .ending(let decided):
            guard decided == commits else { throw .fatal("the transaction has been decided otherwise") }
        case .ready:
            guard producer.last ?? commits == commits else {
                throw .fatal("the transaction has been decided otherwise")
            }
        }
    }

    /// Leaves a request to end the open transaction in the network.
    func delayEnd(_ transactionalID: String, epoch: Int, commits: Bool) {
        guard let producer = producers[transactionalID] else { return }
        delayed.append((transactionalID, epoch, producer.transaction, commits))
    }

    /// Lets one request to end a transaction, chosen by `pick`, reach the broker; false when none is on its way.
    ///
    /// One that comes when a later transaction of the same epoch is open does nothing: that brokers before
    /// KIP-890 end the wrong transaction is not simulated.
    public func deliverDelayed(_ pick: (Int) -> Int) -> Bool {
        guard !delayed.isEmpty else { return false }
        let request = delayed.remove(at: pick(delayed.count))
        guard let producer = producers[request.transactionalID], producer.epoch == request.epoch,
            producer.transaction == request.transaction, case .open = producer.state
        else { return true }
        try? endTransaction(request.transactionalID, epoch: request.epoch, commits: request.commits)
        return true
    }

    /// Lets one marker, chosen by `pick` of the number waiting, reach its partition; false when none waits.
    public func deliverMarker(_ pick: (Int) -> Int) -> Bool {
        var waiting: [(String, TopicPartition?, String?)] = []
        for (id, producer) in producers.sorted(by: { $0.key < $1.key }) {
            guard case .ending = producer.state else { continue }
            waiting += producer.partitions.map { (id, $0, nil) }
            waiting += producer.offsets.keys.sorted().map { (id, nil, $0) }
            if producer.partitions.isEmpty && producer.offsets.isEmpty { waiting.append((id, nil, nil)) }
        }
        guard !waiting.isEmpty else { return false }
        let (id, partition, group) = waiting[pick(waiting.count)]
        guard var producer = producers[id], case .ending(let commits) = producer.state else { return false }
        if let partition {
            logs[partition]?.end(producer.id, commits: commits, at: time.wall)
            producer.partitions.removeAll { $0 == partition }
        }
        if let group {
            let offsets = producer.offsets.removeValue(forKey: group) ?? [:]
            if commits { commit(offsets, of: group) }
        }
        if producer.partitions.isEmpty && producer.offsets.isEmpty {
            producer.state = .ready
            producer.last = commits
        }
        producers[id] = producer
        return true
    }

    private func commit(_ offsets: [TopicPartition: Int64], of group: String) {
        groups[group, default: SimulatedGroup()].offsets.merge(offsets) { $1 }
        for (partition, offset) in offsets {
            committedOffsets[group, default: [:]][partition, default: []].append(offset)
        }
    }

    /// Lets every marker that waits reach its partition.
    public func deliverAllMarkers() {
        while deliverMarker({ _ in 0 }) {}
    }

    private func current(_ transactionalID: String, _ epoch: Int) throws(TransportFailure) -> Producer {
        guard let producer = producers[transactionalID], producer.epoch == epoch else {
            throw .fatal("fenced: a later process uses the transactional.id \(transactionalID)")
        }
        return producer
    }

    private func opened(_ transactionalID: String, _ epoch: Int) throws(TransportFailure) -> Producer {
        var producer = try current(transactionalID, epoch)
        switch producer.state {
        case .open:
            break
        case .ready:
            producer.state = .open
            producer.began = time.monotonic
            producer.transaction += 1
        case .ending:
            throw .retriable("an earlier transaction of \(transactionalID) is still ending")
        }
        return producer
    }

    // MARK: Groups

    func joinGroup(_ group: String, instance: String?, topics: [String]) -> Int {
        let member = nextMember
        nextMember += 1
        groups[group, default: SimulatedGroup()].join(
            member,
            instance: instance,
            topics: topics,
            at: time.monotonic
        )
        return member
    }

    func balance(_ group: String) {
        groups[group]?.balance { counts[$0] ?? 0 }
    }

    /// Whether a transaction that has not fully ended may still change the group's offset of a partition.
    func hasPendingOffset(_ group: String, _ partition: TopicPartition) -> Bool {
        producers.values.contains { $0.offsets[group]?[partition] != nil }
    }
}
