// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
internal import Logging

/// What both producers are made of: the client, its topics, and the way records get in.
final class ProducerCore {
    private var client: ClientHandle?
    private var topics: TopicHandles? = TopicHandles()

    init(
        _ configuration: KafkaConfiguration,
        reportsDeliveries: Bool,
        logger: Logger
    ) throws(KafkaConfigurationError) {
        let deliveries = reportsDeliveries ? RD_KAFKA_EVENT_DR : 0
        client = try ClientHandle(
            configuration,
            kind: .producer,
            events: RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_STATS | deliveries,
            logger: logger
        )
    }

    deinit {
        topics = nil
    }

    func open(_ operation: String) throws(KafkaError) -> ClientHandle {
        guard let client else { throw .closed(operation) }
        return client
    }

    /// Records that are not delivered, and reports and events that have not been taken.
    var outstanding: Int {
        guard let client else { return 0 }
        return Int(unsafe rd_kafka_outq_len(client.pointer))
    }

    func produce(
        topic name: String,
        partition: Int32?,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [KafkaHeader],
        timestamp: Int64?,
        token: UInt
    ) throws(KafkaError) -> ProduceOutcome {
        let client = try open("produce")
        guard let topic = unsafe try topics?.topic(named: name, of: client) else { throw .closed("produce") }
        let record = unsafe RecordArguments(
            topic: topic,
            partition: partition ?? RD_KAFKA_PARTITION_UA,
            token: token
        )
        let error =
            if headers.isEmpty, timestamp == nil {
                unsafe record.produce(key, value)
            } else {
                try unsafe record.produce(key, value, headers: headers, timestamp: timestamp, client)
            }
        guard let error else { return .enqueued }
        if error.code == .queueFull { return .queueFull }
        throw error
    }

    /// Records of one partition; answers how many were taken, from the first on, before the queue was full.
    func produce(
        _ records: Span<ProducerRecord>,
        in bytes: Span<UInt8>,
        topic name: String,
        partition: Int32
    ) throws(KafkaError) -> Int {
        let client = try open("produce")
        guard let topic = unsafe try topics?.topic(named: name, of: client) else { throw .closed("produce") }
        let (taken, refusal) = unsafe BatchArguments(topic: topic, partition: partition)
            .produce(records, in: bytes)
        if let refusal, refusal.code != .queueFull { throw refusal }
        return taken
    }

    /// Takes what the client reports: deliveries to the closure, the rest as the result.
    func poll(
        timeout: Duration,
        onDelivery: (DeliveryReport) -> Void
    ) throws(KafkaError) -> [KafkaProducerEvent] {
        let client = try open("poll")
        client.drainLogs()
        var events: [KafkaProducerEvent] = []
        var wait = timeout.milliseconds
        while let event = client.poll(milliseconds: wait) {
            wait = 0
            switch event.type {
            case RD_KAFKA_EVENT_DR:
                var names = TopicNames()
                while let message = unsafe event.nextMessage() {
                    onDelivery(unsafe DeliveryReport(message, topic: names.name(of: message.pointee.rkt)))
                }
            case RD_KAFKA_EVENT_STATS:
                if let statistics = event.statistics { events.append(.statistics(statistics)) }
            case RD_KAFKA_EVENT_ERROR:
                if let error = event.error(operation: "producer") { events.append(.error(error)) }
            default:
                break
            }
        }
        return events
    }

    /// Drops the records that are queued, and those in flight if asked to.
    func purge(inFlight: Bool) throws(KafkaError) {
        let client = try open("purge")
        let flags = RD_KAFKA_PURGE_F_QUEUE | (inFlight ? RD_KAFKA_PURGE_F_INFLIGHT : 0)
        try unsafe KafkaError.check(rd_kafka_purge(client.pointer, flags), operation: "purge")
    }

    func close(timeout: Duration) throws(KafkaError) {
        guard let client else { return }
        let termination = client.termination
        termination.allow(timeout)
        topics = nil
        self.client = nil
        _ = consume client
        guard termination.isDone else {
            throw KafkaError(
                code: .timedOut,
                operation: "close",
                reason: "librdkafka did not end the client in time"
            )
        }
    }
}
