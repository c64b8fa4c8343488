// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
public import Logging

/// A producer whose records, and the consumer offsets they came from, become visible together or not at all.
///
/// ```swift
/// try producer.begin()
/// _ = try producer.produce(topic: "out", key: key, value: value)
/// try producer.sendOffsets([partition: nextOffset], groupMetadata: consumer.groupMetadata())
/// try producer.commit(timeout: nil)
/// ```
///
/// Every failure is one of three (``TransactionFailure``): make the call again, abort, or end. A record that could
/// not be delivered surfaces when the transaction is committed.
///
/// - Important: Calls block, and are made from one thread at a time. A transaction left open when the producer goes is
///   aborted by the next ``initTransactions(timeout:)`` of the same `transactional.id`, or by the broker after
///   `transaction.timeout.ms`.
public final class TransactionalProducer {
    private let core: ProducerCore

    /// Connects in the background; call ``initTransactions(timeout:)`` next.
    ///
    /// - Throws: the property at fault; `transactional.id` is needed.
    ///
    /// Wraps `rd_kafka_new`.
    public init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaConfigurationError) {
        guard configuration["transactional.id"]?.isEmpty == false else {
            throw .invalidValue(name: "transactional.id", reason: "a transactional producer needs one")
        }
        // Without delivery reports, a commit needs no other thread to take them while it flushes.
        core = try ProducerCore(configuration, reportsDeliveries: false, logger: logger)
    }

    /// Fences older producers of the same `transactional.id` and aborts what they left open.
    ///
    /// Once per producer, before the first transaction.
    ///
    /// - Parameter timeout: how long to wait; nil for twice `transaction.timeout.ms`.
    /// - Throws: retriable while no coordinator can be reached: call it again, until a deadline of the caller's.
    ///
    /// Wraps `rd_kafka_init_transactions`.
    public func initTransactions(timeout: Duration?) throws(TransactionFailure) {
        try unsafe call("initTransactions") { client in
            unsafe rd_kafka_init_transactions(client.pointer, timeout?.milliseconds ?? -1)
        }
    }

    /// Begins a transaction.
    ///
    /// Wraps `rd_kafka_begin_transaction`.
    public func begin() throws(TransactionFailure) {
        try unsafe call("beginTransaction") { client in
            unsafe rd_kafka_begin_transaction(client.pointer)
        }
    }

    /// Takes a record into the transaction; its bytes are copied.
    ///
    /// - Parameters:
    ///   - topic: the topic's name.
    ///   - partition: the partition; nil lets the partitioner choose.
    ///   - key: the key's bytes; nil is Kafka's null.
    ///   - value: the value's bytes; nil is Kafka's null, a tombstone in a compacted topic.
    ///   - headers: the headers, in order.
    ///   - timestamp: milliseconds since 1970-01-01 00:00 UTC; nil for now.
    /// - Returns: `.queueFull` when the record was not taken; wait with ``poll(timeout:)`` and produce it again.
    /// - Throws: ``TransactionFailure/abortable(_:)`` for a record that cannot be sent, such as one that is too large.
    ///
    /// Wraps `rd_kafka_produce` and, for headers and timestamps, `rd_kafka_produceva`.
    public func produce(
        topic: String,
        partition: Int32? = nil,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [KafkaHeader] = [],
        timestamp: Int64? = nil
    ) throws(TransactionFailure) -> ProduceOutcome {
        do throws(KafkaError) {
            return try core.produce(
                topic: topic,
                partition: partition,
                key: key,
                value: value,
                headers: headers,
                timestamp: timestamp,
                token: 0
            )
        } catch {
            throw failure(toProduce: error)
        }
    }

    /// Takes records of one partition into the transaction, in their order; their bytes are copied.
    ///
    /// Quicker than one by one: the partition is looked for, and the time asked for, once.
    ///
    /// - Parameters:
    ///   - records: without headers, to be stamped with the time of this call.
    ///   - bytes: where their keys and values stand.
    ///   - topic: the topic's name.
    ///   - partition: the partition of all of them.
    /// - Returns: how many were taken, from the first on; if not all, the queue is full: wait with ``poll(timeout:)``
    ///   and produce the others.
    /// - Throws: ``TransactionFailure/abortable(_:)`` for a record that cannot be sent, such as one that is too large;
    ///   some behind it may have been taken.
    ///
    /// Wraps `rd_kafka_produce_batch`.
    public func produce(
        _ records: Span<ProducerRecord>,
        in bytes: Span<UInt8>,
        topic: String,
        partition: Int32
    ) throws(TransactionFailure) -> Int {
        do throws(KafkaError) {
            return try core.produce(records, in: bytes, topic: topic, partition: partition)
        } catch {
            throw failure(toProduce: error)
        }
    }

    /// A refusal carries no flags: the record is at fault, or the transaction has failed already (`_STATE`), unless
    /// the producer is fatally ill.
    private func failure(toProduce error: KafkaError) -> TransactionFailure {
        if let client = try? core.open("produce"), let fatal = client.fatalFailure() {
            return .fatal(fatal)
        }
        switch error.code {
        case .destroyed, .fatal: return .fatal(error)
        default: return error.isFenced ? .fatal(error) : .abortable(error)
        }
    }

    /// Adds consumer offsets to the transaction.
    ///
    /// On a retriable failure call it again with the same offsets and metadata.
    ///
    /// - Parameters:
    ///   - offsets: the next record to read of each partition: the last processed plus one.
    ///   - groupMetadata: from the consumer that read them, taken with its assignment.
    ///   - timeout: how long to wait; nil for what remains of the transaction's time.
    /// - Throws: abortable when the group has moved on without this member, or the offsets cannot be committed.
    ///
    /// Wraps `rd_kafka_send_offsets_to_transaction`.
    public func sendOffsets(
        _ offsets: [TopicPartition: Int64],
        groupMetadata: borrowing ConsumerGroupMetadata,
        timeout: Duration? = nil
    ) throws(TransactionFailure) {
        let operation = "sendOffsetsToTransaction"
        let list: PartitionListHandle
        do throws(KafkaError) {
            list = try PartitionListHandle(offsets, operation: operation)
        } catch {
            throw .abortable(error)
        }
        let client = try open(operation)
        let error = unsafe rd_kafka_send_offsets_to_transaction(
            client.pointer,
            list.pointer,
            groupMetadata.pointer,
            timeout?.milliseconds ?? -1
        )
        try unsafe finish(error, operation: operation, client)
    }

    /// Flushes the records and commits the transaction.
    ///
    /// A retriable failure leaves the outcome open: call it again until it succeeds, fails otherwise, or the caller's
    /// deadline passes. Then close the producer and never use it again.
    ///
    /// - Parameter timeout: how long to wait; nil, with librdkafka 2.0.2, until it is done, even if no broker can be
    ///   reached.
    /// - Throws: retriable when the outcome is open, abortable when a record could not be delivered, else fatal.
    ///
    /// Wraps `rd_kafka_flush` and `rd_kafka_commit_transaction`.
    public func commit(timeout: Duration?) throws(TransactionFailure) {
        flushAhead()
        try unsafe call("commitTransaction") { client in
            unsafe rd_kafka_commit_transaction(client.pointer, timeout?.milliseconds ?? -1)
        }
    }

    /// Has the records sent and looks every millisecond whether they are delivered, for as long as that usually takes.
    ///
    /// Where deliveries are not reported the library's own commit looks only every 10 ms (2.0.2 and later).
    private func flushAhead() {
        guard let client = try? core.open("commitTransaction") else { return }
        for _ in 0..<50 where unsafe rd_kafka_outq_len(client.pointer) > 0 {
            unsafe rd_kafka_flush(client.pointer, 1)
        }
    }

    /// Drops the transaction's records and offsets.
    ///
    /// - Parameter timeout: how long to wait; nil, with librdkafka 2.0.2, until it is done, even if no broker can be
    ///   reached.
    /// - Throws: retriable when it did not finish: call it again; else fatal.
    ///
    /// Wraps `rd_kafka_abort_transaction`.
    public func abort(timeout: Duration?) throws(TransactionFailure) {
        try unsafe call("abortTransaction") { client in
            unsafe rd_kafka_abort_transaction(client.pointer, timeout?.milliseconds ?? -1)
        }
    }

    /// Has what is queued sent at once, whatever `linger.ms` says: what makes room when the queue is full.
    ///
    /// Wraps `rd_kafka_flush`, for a millisecond.
    public func hasten() {
        guard let client = try? core.open("produce") else { return }
        unsafe rd_kafka_flush(client.pointer, 1)
    }

    /// Takes events; the wait is for room when the queue is full.
    ///
    /// Wraps `rd_kafka_queue_poll`.
    public func poll(timeout: Duration) throws(KafkaError) -> [KafkaProducerEvent] {
        try core.poll(timeout: timeout) { _ in }
    }

    /// Records that are not delivered, and events that have not been taken.
    ///
    /// Wraps `rd_kafka_outq_len`.
    public var outstanding: Int { core.outstanding }

    /// Drops the records that are queued or in flight, so that closing does not wait for them.
    ///
    /// Wraps `rd_kafka_purge`.
    public func purge() throws(KafkaError) {
        try core.purge(inFlight: true)
    }

    /// Ends the client.
    ///
    /// - Throws: `_TIMED_OUT` when librdkafka has not ended in that time; the process can end in any case.
    ///
    /// Wraps `rd_kafka_destroy_flags`.
    public func close(timeout: Duration) throws(KafkaError) {
        try core.close(timeout: timeout)
    }

    private func open(_ operation: String) throws(TransactionFailure) -> ClientHandle {
        do throws(KafkaError) {
            return try core.open(operation)
        } catch {
            throw .fatal(error)
        }
    }

    private func call(
        _ operation: String,
        _ body: (ClientHandle) -> OpaquePointer?
    ) throws(TransactionFailure) {
        let client = try open(operation)
        try unsafe finish(body(client), operation: operation, client)
    }

    private func finish(
        _ error: OpaquePointer?,
        operation: String,
        _ client: ClientHandle
    ) throws(TransactionFailure) {
        client.drainLogs()
        if let error = unsafe KafkaError.taking(error, operation: operation) {
            throw TransactionFailure(error)
        }
    }
}
