// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import KafkaClient
import Logging
import SampleSignals

/// Sends sample records to their vendors' topics, and knows what became of each.
actor SampleFeed {
    /// How long nothing may be delivered before it counts as failed.
    private static let patience = Duration.seconds(30)

    private let thread: KafkaThread
    private let topicPrefix: String
    private var producer: KafkaProducer?
    private var failure: String?
    /// What stands in the way; nil when records are delivered.
    private(set) var trouble: String?
    /// Records that are in the log.
    private(set) var delivered = 0
    /// Records that are not, and will not be.
    private(set) var undelivered = 0

    /// The feed's own thread, on which calls of librdkafka may block.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// A feed that is not connected.
    init(thread: KafkaThread, topicPrefix: String) {
        self.thread = thread
        self.topicPrefix = topicPrefix
    }

    /// The topic of a vendor's records.
    static func topic(_ preset: SamplePreset, prefix: String) -> String {
        prefix + preset.rawValue
    }

    /// Makes the producer, which connects in the background.
    func open(_ configuration: KafkaConfiguration, logger: Logger) throws(CommandFailure) {
        do {
            producer = try KafkaProducer(
                configuration.merging([
                    "enable.idempotence": "true", "partitioner": "murmur2_random", "linger.ms": "5",
                    "message.timeout.ms": "30000",
                ]),
                logger: logger
            )
        } catch {
            throw .configuration("kafka: \(error)")
        }
    }

    /// Hands records to the producer; waits where its queue is full.
    func send(_ records: [SampleRecord]) throws(CommandFailure) {
        guard let producer else { return }
        for record in records {
            let deadline = ContinuousClock.now.advanced(by: Self.patience)
            do {
                while try produce(record, with: producer) == .queueFull {
                    try poll(.milliseconds(100))
                    guard ContinuousClock.now < deadline else {
                        throw CommandFailure.failed("the brokers take no records: \(trouble ?? "queue full")")
                    }
                }
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                throw .failed("a record cannot be sent: \(error)")
            }
        }
        try poll(.zero)
    }

    private func produce(_ record: SampleRecord, with producer: KafkaProducer) throws(KafkaError)
        -> ProduceOutcome
    {
        try producer.produce(
            topic: Self.topic(record.preset, prefix: topicPrefix),
            key: record.key?.span,
            value: record.value.span,
            headers: record.headers.map { KafkaHeader(name: $0.name, value: $0.value) },
            timestamp: record.timestamp.milliseconds
        )
    }

    /// Takes reports, and fails with the first that says that a record is lost.
    private func poll(_ timeout: Duration) throws(CommandFailure) {
        guard let producer else { return }
        do {
            for event in try producer.poll(timeout: timeout, onDelivery: count) {
                guard case .error(let error) = event else { continue }
                trouble = error.reason
                if error.isFatal { throw error }
            }
        } catch {
            throw .failed("records cannot be sent any more: \(error)")
        }
        if let failure { throw .failed(failure) }
    }

    private func count(_ report: DeliveryReport) {
        if let error = report.error {
            undelivered += 1
            failure = failure ?? "a record for \(report.topic) was not delivered: \(error.reason)"
        } else {
            delivered += 1
            trouble = nil
        }
    }

    /// Waits until everything that was sent is delivered.
    func flush() throws(CommandFailure) {
        guard let producer else { return }
        do {
            try producer.flush(timeout: Self.patience, onDelivery: count)
        } catch {
            throw .failed("\(producer.outstanding) records are not delivered: \(trouble ?? error.reason)")
        }
        if let failure { throw .failed(failure) }
    }

    /// Ends the client.
    func close() {
        try? producer?.close(timeout: .seconds(2))
        producer = nil
    }
}
