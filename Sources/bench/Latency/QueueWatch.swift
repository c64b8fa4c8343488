// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Foundation
internal import KafkaClient
internal import Ranking
internal import Synchronization

/// A consumer of published queues on a thread of its own, as anybody's would be: `read_committed`, all else as the
/// library has it.
final class QueueWatch: Sendable {
    private let isStopping = Mutex(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Begins to read; what is seen goes into the ledger.
    init(_ deployment: BenchDeployment, partitions: Int32, ledger: ProbeLedger) {
        let topic = deployment.topic("queues")
        let brokers = deployment.brokers.address
        Thread { [self] in
            try? read(topic, partitions, brokers, ledger)
            hasEnded.signal()
        }.start()
    }

    /// Ends the thread.
    func stop() {
        isStopping.withLock { $0 = true }
        hasEnded.wait()
    }

    private func read(_ topic: String, _ partitions: Int32, _ brokers: String, _ ledger: ProbeLedger) throws {
        let consumer = try KafkaConsumer(
            KafkaConfiguration(["bootstrap.servers": brokers, "isolation.level": "read_committed"]),
            logger: .quiet
        )
        defer { try? consumer.close(timeout: .seconds(2)) }
        try consumer.assign(
            Dictionary(
                (0..<partitions).map { (TopicPartition(topic: topic, partition: $0), StartOffset.beginning) },
                uniquingKeysWith: { $1 }
            )
        )
        while !isStopping.withLock({ $0 }) {
            let batch = try consumer.poll(maxMessages: 100, timeout: .milliseconds(100))
            let now = WallClock.milliseconds
            batch.forEach { _, key, value in
                guard let key, let value, Self.bytes(key) == Array(ProbeModel.name.utf8),
                    let list = try? PublishedList(encoded: Self.bytes(value))
                else { return }
                for entry in list.entries {
                    ledger.see(entry.account.domain, newest: entry.lastSignalAt.milliseconds, at: now)
                }
            }
        }
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
        unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
