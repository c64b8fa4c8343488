// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
internal import Glibc

extension KafkaConsumer {
    /// Stops delivering these partitions; they stay assigned.
    ///
    /// What was fetched ahead is dropped and fetched again on ``resume(_:)``.
    ///
    /// Wraps `rd_kafka_pause_partitions`.
    public func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        let client = try open("pause")
        let list = try PartitionListHandle(partitions, operation: "pause")
        try unsafe KafkaError.check(
            rd_kafka_pause_partitions(client.pointer, list.pointer),
            operation: "pause"
        )
        try list.checkEntries(operation: "pause")
    }

    /// Delivers these partitions again.
    ///
    /// While nothing else is fetched, librdkafka (2.0.2 and later) would look only once a second whether there is
    /// something to fetch; its threads are told at once.
    ///
    /// Wraps `rd_kafka_resume_partitions`.
    public func resume(_ partitions: [TopicPartition]) throws(KafkaError) {
        let client = try open("resume")
        let list = try PartitionListHandle(partitions, operation: "resume")
        try unsafe KafkaError.check(
            rd_kafka_resume_partitions(client.pointer, list.pointer),
            operation: "resume"
        )
        try list.checkEntries(operation: "resume")
        wakeFetchers()
    }

    /// Goes on elsewhere in assigned partitions; polls after this bring nothing from before.
    ///
    /// Wraps `rd_kafka_seek_partitions`.
    public func seek(_ offsets: [TopicPartition: StartOffset], timeout: Duration) throws(KafkaError) {
        let client = try open("seek")
        let list = try PartitionListHandle(offsets.mapValues(\.rawValue), operation: "seek")
        // Below 2.1.0 the library takes the milliseconds for microseconds.
        let unit: Int = KafkaLibrary.versionNumber < 0x0201_0000 ? 1000 : 1
        let wait = Int32(clamping: max(1, Int(timeout.milliseconds)) * unit)
        try unsafe KafkaError.check(
            rd_kafka_seek_partitions(client.pointer, list.pointer, wait),
            operation: "seek"
        )
        try list.checkEntries(operation: "seek")
    }

    /// The offset after the last record handed out, for partitions that have handed out one.
    ///
    /// Wraps `rd_kafka_position`.
    public func position(_ partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Int64] {
        let client = try open("position")
        let list = try PartitionListHandle(partitions, operation: "position")
        try unsafe KafkaError.check(rd_kafka_position(client.pointer, list.pointer), operation: "position")
        try list.checkEntries(operation: "position")
        return list.absoluteOffsets
    }

    /// The group's committed offsets, for partitions that have one.
    ///
    /// With `isolation.level=read_committed`, librdkafka's default, the broker is asked for stable offsets: the call
    /// waits until no transaction is open on them.
    ///
    /// Wraps `rd_kafka_committed`.
    public func committed(
        _ partitions: [TopicPartition],
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let client = try open("committed")
        let list = try PartitionListHandle(partitions, operation: "committed")
        try unsafe KafkaError.check(
            rd_kafka_committed(client.pointer, list.pointer, timeout.milliseconds),
            operation: "committed"
        )
        try list.checkEntries(operation: "committed")
        return list.absoluteOffsets
    }

    /// Commits offsets for the group and waits for the answer.
    ///
    /// - Parameters:
    ///   - offsets: the next record to read of each partition.
    ///   - timeout: how long to wait for the answer.
    ///
    /// - Throws: `_TIMED_OUT` when the answer did not come in time; the commit may still be made.
    ///
    /// Wraps `rd_kafka_commit_queue`.
    public func commit(_ offsets: [TopicPartition: Int64], timeout: Duration) throws(KafkaError) {
        let client = try open("commit")
        let list = try PartitionListHandle(offsets, operation: "commit")
        // A queue of its own, because `rd_kafka_commit` has no limit to its wait.
        let queue = unsafe rd_kafka_queue_new(client.pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        try unsafe KafkaError.check(
            rd_kafka_commit_queue(client.pointer, list.pointer, queue, ConsumerReports.committed, nil),
            operation: "commit"
        )
        let deadline = Deadline(timeout)
        repeat {
            guard let pointer = unsafe rd_kafka_queue_poll(queue, deadline.milliseconds) else { continue }
            let event = unsafe EventHandle(taking: pointer)
            for entry in event.partitions where entry.error != .none {
                throw KafkaError(
                    code: entry.error,
                    operation: "commit",
                    reason: "\(entry.partition): \(entry.error.text)"
                )
            }
            if let error = event.error(operation: "commit") { throw error }
            return
        } while !deadline.hasPassed
        throw KafkaError(code: .timedOut, operation: "commit", isRetriable: true)
    }

    /// Commits offsets for the group; ``KafkaConsumerEvent/committed(_:_:)`` brings the outcome.
    ///
    /// - Parameter offsets: the next record to read of each partition.
    /// - Throws: that the commit could not be sent.
    ///
    /// Wraps `rd_kafka_commit_queue`.
    public func commitAsynchronously(_ offsets: [TopicPartition: Int64]) throws(KafkaError) {
        let client = try open("commit")
        let list = try PartitionListHandle(offsets, operation: "commit")
        try KafkaError.check(client.commit(list), operation: "commit")
    }

    /// The first offset of a partition and the one after its last.
    ///
    /// As ``queryWatermarks(of:timeout:)`` of one partition.
    public func queryWatermarks(
        _ partition: TopicPartition,
        timeout: Duration
    ) throws(KafkaError) -> Range<Int64> {
        try queryWatermarks(of: [partition], timeout: timeout)[partition] ?? 0..<0
    }

    /// The first offset of each partition and the one after its last, with two questions to each leader.
    ///
    /// While brokers say that they do not lead a partition, they are asked again.
    ///
    /// Under `isolation.level=read_committed` the broker reports the last stable offset as the end; ask a consumer
    /// with `read_uncommitted` for the true one.
    ///
    /// - Parameters:
    ///   - partitions: the partitions; none are asked about at the cost of none.
    ///   - timeout: how long to wait for the brokers.
    /// - Returns: the offsets of all of them.
    /// - Throws: the first partition at fault, or `_TIMED_OUT`.
    ///
    /// Wraps `rd_kafka_offsets_for_times`, which takes the first and the last offset for times as brokers do.
    public func queryWatermarks(
        of partitions: [TopicPartition],
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Range<Int64>] {
        guard !partitions.isEmpty else { return [:] }
        let deadline = Deadline(timeout)
        let first = try ends(.beginning, of: partitions, by: deadline)
        let last = try ends(.end, of: partitions, by: deadline)
        var watermarks: [TopicPartition: Range<Int64>] = [:]
        for partition in partitions {
            guard let low = first[partition], let high = last[partition] else {
                throw KafkaError(
                    code: .unknownPartition,
                    operation: "queryWatermarks",
                    reason: "\(partition): the brokers do not tell its leader"
                )
            }
            watermarks[partition] = low..<max(low, high)
        }
        return watermarks
    }

    private func ends(
        _ end: StartOffset,
        of partitions: [TopicPartition],
        by deadline: Deadline
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let times = Dictionary(partitions.map { ($0, end.rawValue) }, uniquingKeysWith: { $1 })
        while true {
            do throws(KafkaError) {
                return try offsets(
                    forTimes: times,
                    timeout: max(.milliseconds(1), deadline.remaining),
                    operation: "queryWatermarks"
                )
            } catch {
                // Brokers say this of a partition that has just been made or moved, until they have all heard of it.
                guard error.code == .notLeader, !deadline.hasPassed else { throw error }
                usleep(20_000)
            }
        }
    }

    /// Asks for the leaders of topics that this client has not used yet, so that reading them starts at once.
    ///
    /// After an assignment librdkafka (2.0.2 and later) looks them up with a timer, once a second.
    ///
    /// - Throws: the first topic at fault, or `_TIMED_OUT`.
    ///
    /// Wraps `rd_kafka_offsets_for_times`, which has to know the leaders.
    public func findLeaders(of topics: [String], timeout: Duration) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        let partitions = topics.map { TopicPartition(topic: $0, partition: 0) }
        let found = try ends(.end, of: partitions, by: Deadline(timeout))
        for partition in partitions where found[partition] == nil {
            throw KafkaError(
                code: .unknownPartition,
                operation: "findLeaders",
                reason: "\(partition): the brokers do not tell its leader"
            )
        }
    }

    /// The first offset whose record is of that time or later, for partitions that have one.
    ///
    /// - Parameters:
    ///   - times: milliseconds since 1970-01-01 00:00 UTC.
    ///   - timeout: how long to wait for the brokers.
    /// - Returns: the offsets; a partition without a record of that time or later is left out.
    /// - Throws: the first partition at fault, or `_TIMED_OUT`.
    ///
    /// Wraps `rd_kafka_offsets_for_times`.
    public func offsets(
        forTimes times: [TopicPartition: Int64],
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        try offsets(forTimes: times, timeout: timeout, operation: "offsetsForTimes")
    }

    private func offsets(
        forTimes times: [TopicPartition: Int64],
        timeout: Duration,
        operation: String
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let client = try open(operation)
        let list = try PartitionListHandle(times, operation: operation)
        try unsafe KafkaError.check(
            rd_kafka_offsets_for_times(client.pointer, list.pointer, timeout.milliseconds),
            operation: operation
        )
        try list.checkEntries(operation: operation)
        return list.absoluteOffsets
    }
}
