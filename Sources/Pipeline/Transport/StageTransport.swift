// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What a stage needs of Kafka: one member of a consumer group, one transactional producer, and one reader.
///
/// `KafkaTransport` is the real one; `SimulatedTransport` keeps its logs in memory and fails on demand. Calls
/// block, but for a commit, and are made from one thread.
public protocol StageTransport: ~Copyable {
    /// Registers the transactional producer and ends what an earlier process of the same name left open.
    mutating func initializeTransactions() throws(TransportFailure)

    /// Destroys the producer, whose last transaction had no known end, and registers a new one.
    mutating func replaceProducer() throws(TransportFailure)

    /// Joins the consumer group for `topics`.
    mutating func subscribe(to topics: [String]) throws(TransportFailure)

    /// Waits for a rebalance or for records of the owned partitions, up to `timeout` milliseconds.
    ///
    /// What has been read goes into `batch` and partition ends into `ends`; a rebalance comes with neither.
    mutating func poll(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) -> TransportEvent

    /// Answers an assignment: reading starts at these offsets.
    mutating func assign(_ offsets: [TopicPartition: Int64]) throws(TransportFailure)

    /// Answers a revocation.
    mutating func unassign() throws(TransportFailure)

    /// Stops or resumes reading owned partitions.
    mutating func setPaused(_ paused: Bool, _ partitions: [TopicPartition]) throws(TransportFailure)

    /// Goes on reading owned partitions at these offsets.
    mutating func seek(to offsets: [TopicPartition: Int64]) throws(TransportFailure)

    /// The group's committed offsets, once no transaction can change them any more; absent where there is none.
    mutating func committedOffsets(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Int64]

    /// The first offset of each partition and the one after its last record, committed or not.
    mutating func watermarks(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Range<Int64>]

    /// The first offset of each partition whose record is no older than `time`, or its end.
    mutating func offsets(
        of partitions: [TopicPartition],
        at time: Timestamp
    ) throws(TransportFailure) -> [TopicPartition: Int64]

    /// How many partitions `topic` has; 0 where there is no such topic.
    mutating func partitionCount(of topic: String) throws(TransportFailure) -> Int32

    /// Reads these partitions, and no others, with the reader from now on (committed records only).
    mutating func setReader(_ offsets: [TopicPartition: Int64]) throws(TransportFailure)

    /// Reads on with the reader, waiting up to `timeout` milliseconds; `ends` gets the positions reached.
    mutating func read(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure)

    /// Begins a transaction.
    mutating func beginTransaction() throws(TransportFailure)

    /// Adds records to the transaction; returns how many of them, from `start` on, have been taken.
    mutating func produce(
        _ records: [OutgoingRecord],
        from start: Int
    ) throws(TransportFailure) -> Int

    /// Adds records of a batch to the transaction; returns how many of them, from `start` on, have been taken.
    mutating func produce(
        _ batch: OutgoingBatch,
        from start: Int
    ) throws(TransportFailure) -> Int

    /// Begins to commit the transaction, and first to add the group's offsets to it, which fences a member that lost its
    /// partitions; without `offsets` they have been added already.
    ///
    /// Both go on beside other calls. No call that has to do with transactions is made before `commitOutcome` has answered.
    mutating func beginCommit(adding offsets: [TopicPartition: Int64]?)

    /// What has become of the commit that was begun last; nil while it goes on, unless the call `waits` for it.
    ///
    /// A `poll` that waits ends when that is known.
    mutating func commitOutcome(waits: Bool) -> CommitOutcome?

    /// Aborts the transaction; if that fails for good but not fatally, the producer has to be replaced.
    mutating func abortTransaction() throws(TransportFailure)

    /// Leaves the group and closes everything.
    mutating func close()
}
