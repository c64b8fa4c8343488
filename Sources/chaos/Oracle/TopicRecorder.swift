// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import KafkaClient
import Logging
import Synchronization

/// Reads a deployment's topics as they grow, so that nothing is compacted away before it was seen.
final class TopicRecorder: Sendable {
    private struct State {
        var observations = Observations()
        var isStopping = false
        var failure: String?
    }

    private static let topics: [(name: String, partitions: Int)] = [
        ("journal", ChaosDeployment.journalPartitions), ("dead-letters", ChaosDeployment.journalPartitions),
        ("queues", ChaosDeployment.queuePartitions), ("entries", ChaosDeployment.queuePartitions),
        ("changes", ChaosDeployment.queuePartitions),
    ]

    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)
    /// Where the events of the journal lie, one a line.
    let journalPath: String

    /// Begins to read at the beginning.
    init(_ deployment: ChaosDeployment) {
        journalPath = deployment.path("journal.ndjson")
        let thread = Thread { [self] in
            do {
                try run(deployment)
            } catch {
                state.withLock { $0.failure = "the reader: \(error)" }
            }
            ended.signal()
        }
        thread.name = "recorder"
        thread.start()
    }

    /// Why it has ended before it was told to.
    var failure: String? { state.withLock { $0.failure } }

    /// Looks at what has been read.
    func look<Result: Sendable>(_ body: (inout Observations) -> Result) -> Result {
        state.withLock { body(&$0.observations) }
    }

    /// Ends, once everything that is in the topics now has been read.
    func stop() {
        state.withLock { $0.isStopping = true }
        ended.wait()
    }

    private func run(_ deployment: ChaosDeployment) throws {
        let consumer = try KafkaConsumer(
            KafkaConfiguration([
                "bootstrap.servers": deployment.brokers, "isolation.level": "read_committed",
                "enable.partition.eof": "true", "auto.offset.reset": "error",
            ]),
            logger: .quiet
        )
        var starts: [TopicPartition: StartOffset] = [:]
        for (name, count) in Self.topics {
            for partition in 0..<Int32(count) {
                starts[TopicPartition(topic: deployment.own(name), partition: partition)] = .beginning
            }
        }
        try consumer.assign(starts)
        try Data().write(to: URL(filePath: journalPath))
        let journal = try FileHandle(forWritingTo: URL(filePath: journalPath))
        let prefix = deployment.applicationID.count + 1
        var isDone = false
        while !isDone {
            let lines = try read(consumer, prefix)
            if !lines.isEmpty { try journal.write(contentsOf: lines) }
            if state.withLock({ $0.isStopping }) { isDone = try hasReadAll(consumer, Array(starts.keys)) }
        }
        try journal.close()
        try consumer.close(timeout: .seconds(5))
    }

    /// Takes one batch; returns the journal's part of it as lines.
    private func read(_ consumer: KafkaConsumer, _ prefix: Int) throws -> Data {
        let batch = try consumer.poll(maxMessages: 2000, timeout: .milliseconds(200))
        var lines = Data()
        batch.forEach { message, key, value in
            let topic = String(message.topic.dropFirst(prefix))
            var bytes: [UInt8]?
            if let value { bytes = Self.array(value) }
            let isLetter = topic == "dead-letters"
            let headers = isLetter ? message.headers() : []
            let (partition, offset) = (message.partition, message.offset)
            var keyBytes: [UInt8] = []
            if let key { keyBytes = Self.array(key) }
            let record = bytes
            let isEvent = state.withLock {
                $0.observations.take(
                    topic,
                    partition: partition,
                    offset: offset,
                    key: keyBytes,
                    value: record,
                    headers: headers
                )
            }
            guard isEvent, let bytes = record else { return }
            lines.append(contentsOf: bytes)
            lines.append(10)
        }
        for event in batch.events {
            switch event {
            case .endOfPartition(let partition, let offset):
                state.withLock { $0.observations.ends[partition] = offset }
            case .error(let error, _) where error.isFatal:
                throw error
            default:
                break
            }
        }
        return lines
    }

    private static func array(_ span: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(span.count)
        for index in span.indices { bytes.append(span[index]) }
        return bytes
    }

    /// Whether every partition has been read to the end that it has now; nothing may be written any more.
    private func hasReadAll(_ consumer: KafkaConsumer, _ partitions: [TopicPartition]) throws -> Bool {
        for partition in partitions {
            let end = try consumer.queryWatermarks(partition, timeout: .seconds(10)).upperBound
            let read = look { $0.ends[partition] ?? 0 }
            if read < end { return false }
        }
        return true
    }
}
