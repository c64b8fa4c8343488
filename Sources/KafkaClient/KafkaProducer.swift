// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
public import Logging

/// A Kafka producer that reports the delivery of each record.
///
/// ```swift
/// let producer = try KafkaProducer(configuration, logger: logger)
/// while try producer.produce(topic: "signals", key: key, value: value) == .queueFull {
///     _ = try producer.poll(timeout: .milliseconds(10)) { report in count(report) }
/// }
/// try producer.flush(timeout: .seconds(10)) { report in count(report) }
/// try producer.close(timeout: .seconds(5))
/// ```
///
/// Idempotence (`enable.idempotence`), acknowledgements, compression and the partitioner are properties of its
/// configuration; `partitioner=murmur2_random` places keys as the Java client does.
///
/// - Important: One thread owns a producer. Poll it, or its reports pile up in memory.
public final class KafkaProducer {
    private let core: ProducerCore

    /// Connects in the background; a broker that cannot be reached shows up as an error event.
    ///
    /// - Throws: the property at fault; `transactional.id` is one, as ``TransactionalProducer`` is for that.
    ///
    /// Wraps `rd_kafka_new`.
    public init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaConfigurationError) {
        guard configuration["transactional.id"] == nil else {
            throw .invalidValue(name: "transactional.id", reason: "transactions need a TransactionalProducer")
        }
        core = try ProducerCore(configuration, reportsDeliveries: true, logger: logger)
    }

    /// Records that are not delivered, and reports and events that have not been taken; 0 when all is done.
    ///
    /// Wraps `rd_kafka_outq_len`.
    public var outstanding: Int { core.outstanding }

    /// Takes a record to be sent; its bytes are copied.
    ///
    /// - Parameters:
    ///   - topic: the topic's name.
    ///   - partition: the partition; nil lets the partitioner choose.
    ///   - key: the key's bytes; nil is Kafka's null.
    ///   - value: the value's bytes; nil is Kafka's null, a tombstone in a compacted topic.
    ///   - headers: the headers, in order.
    ///   - timestamp: milliseconds since 1970-01-01 00:00 UTC; nil for now.
    ///   - token: comes back in the ``DeliveryReport``.
    /// - Returns: `.queueFull` when the record was not taken; poll and produce it again.
    /// - Throws: why the record cannot be sent: too large, no such partition, a fatal error of the producer.
    ///
    /// Wraps `rd_kafka_produce` and, for headers and timestamps, `rd_kafka_produceva`.
    public func produce(
        topic: String,
        partition: Int32? = nil,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [KafkaHeader] = [],
        timestamp: Int64? = nil,
        token: UInt = 0
    ) throws(KafkaError) -> ProduceOutcome {
        try core.produce(
            topic: topic,
            partition: partition,
            key: key,
            value: value,
            headers: headers,
            timestamp: timestamp,
            token: token
        )
    }

    /// Takes reports of deliveries and of events.
    ///
    /// - Parameters:
    ///   - timeout: how long to wait for the first of them.
    ///   - onDelivery: called with each report.
    /// - Returns: what else was reported.
    /// - Throws: only that the producer has been closed.
    ///
    /// Wraps `rd_kafka_queue_poll`.
    public func poll(
        timeout: Duration,
        onDelivery: (DeliveryReport) -> Void
    ) throws(KafkaError) -> [KafkaProducerEvent] {
        try core.poll(timeout: timeout, onDelivery: onDelivery)
    }

    /// Sends what is queued without waiting for batches to fill, and takes the reports.
    ///
    /// - Throws: `_TIMED_OUT` when records are still outstanding after that time; call it again, or ``purge(inFlight:)``.
    ///
    /// Wraps `rd_kafka_flush`.
    public func flush(timeout: Duration, onDelivery: (DeliveryReport) -> Void) throws(KafkaError) {
        let client = try core.open("flush")
        let deadline = Deadline(timeout)
        while true {
            // With delivery events the flush only waits and hurries; the reports are taken here, on this thread.
            _ = unsafe rd_kafka_flush(client.pointer, min(10, deadline.milliseconds))
            _ = try core.poll(timeout: .zero, onDelivery: onDelivery)
            let left = core.outstanding
            if left == 0 { return }
            if deadline.hasPassed {
                throw KafkaError(
                    code: .timedOut,
                    operation: "flush",
                    reason: "\(left) records or reports are outstanding",
                    isRetriable: true
                )
            }
        }
    }

    /// Drops the records that are queued; their reports carry an error.
    ///
    /// - Parameter inFlight: whether to give up those that have been sent and not answered too; they may be
    ///   persisted all the same.
    /// - Throws: only that the producer has been closed.
    ///
    /// Wraps `rd_kafka_purge`.
    public func purge(inFlight: Bool) throws(KafkaError) {
        try core.purge(inFlight: inFlight)
    }

    /// Ends the client; records that were not flushed are lost.
    ///
    /// - Throws: `_TIMED_OUT` when librdkafka has not ended in that time; the process can end in any case.
    ///
    /// Wraps `rd_kafka_destroy_flags`.
    public func close(timeout: Duration) throws(KafkaError) {
        try core.close(timeout: timeout)
    }
}
