// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Logging
import Ranking

/// Reads `<id>.queues` from its beginning on: whatever is published, as anybody can.
actor QueueReader {
    /// A list as it has just been published, or withdrawn.
    struct Update {
        /// The record's key.
        var name: String
        /// Nil where the list does not exist any more.
        var list: PublishedList?
        /// The record's value.
        var bytes: [UInt8]
    }

    private let thread: KafkaThread
    private let topic: String
    private var consumer: KafkaConsumer?
    /// The partitions whose end has not been seen yet.
    private var unread: Set<TopicPartition> = []

    /// The reader's own thread, on which calls of librdkafka may block.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// A reader that has not begun.
    init(thread: KafkaThread, topic: String) {
        self.thread = thread
        self.topic = topic
    }

    /// Whether everything that was there has been read.
    var hasReachedEnd: Bool { unread.isEmpty }

    /// Connects, and begins with the oldest record of every partition.
    func open(_ configuration: KafkaConfiguration, logger: Logger) throws(CommandFailure) {
        let administrator = try Cluster.administrator(configuration, logger: logger)
        defer { try? administrator.close(timeout: .seconds(1)) }
        do {
            let metadata = try administrator.metadata(timeout: Cluster.patience)
            guard let found = metadata.topic(topic), found.error == nil else {
                throw CommandFailure.failed(
                    "there is no topic \(topic) on these brokers; `hotlist topics --create` makes it"
                )
            }
            let partitions = (0..<found.partitionCount).map { TopicPartition(topic: topic, partition: $0) }
            let reading = configuration.merging([
                "isolation.level": "read_committed", "enable.partition.eof": "true",
                "auto.offset.reset": "earliest",
            ])
            let consumer = try KafkaConsumer(reading, logger: logger)
            try consumer.findLeaders(of: [topic], timeout: Cluster.patience)
            try consumer.assign(
                [TopicPartition: StartOffset](partitions.map { ($0, .beginning) }, uniquingKeysWith: { $1 })
            )
            unread = Set(partitions)
            self.consumer = consumer
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("the topic \(topic) cannot be read: \(error)")
        }
    }

    /// Waits for lists for at most `timeout`, and takes what is there.
    func poll(timeout: Duration) throws(CommandFailure) -> [Update] {
        guard let consumer else { return [] }
        var updates: [Update] = []
        do {
            let batch = try consumer.poll(maxMessages: 1000, timeout: timeout)
            batch.forEach { _, key, value in
                guard let key else { return }
                let name = unsafe key.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
                var bytes: [UInt8] = []
                if let value { bytes = unsafe value.withUnsafeBufferPointer { unsafe Array($0) } }
                // A later version may write what this one cannot read; the rest can still be shown.
                updates.append(Update(name: name, list: try? PublishedList(encoded: bytes), bytes: bytes))
            }
            for event in batch.events {
                switch event {
                case .endOfPartition(let partition, _): unread.remove(partition)
                case .error(let error, _) where error.isFatal: throw error
                default: break
                }
            }
        } catch {
            throw .failed("the topic \(topic) cannot be read any more: \(error)")
        }
        return updates
    }

    /// Reads to the end that the topic has now.
    func readToEnd(within timeout: Duration) throws(CommandFailure) -> [Update] {
        let deadline = ContinuousClock.now.advanced(by: timeout)
        var updates: [Update] = []
        while !hasReachedEnd {
            updates += try poll(timeout: .milliseconds(200))
            guard ContinuousClock.now < deadline else {
                throw .failed("the end of \(topic) was not reached within \(timeout)")
            }
        }
        return updates
    }

    /// Ends the client.
    func close() {
        try? consumer?.close(timeout: .seconds(2))
        consumer = nil
    }
}
