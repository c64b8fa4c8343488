// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import KafkaClient

/// How far a group has committed to have read a topic, as the brokers know it.
final class CommittedOffsets {
    private let consumer: KafkaConsumer
    private let partitions: [TopicPartition]

    init(of group: String, topic: String, partitions: Int32, on brokers: BenchBrokers) throws {
        consumer = try KafkaConsumer(
            KafkaConfiguration([
                "bootstrap.servers": brokers.address, "group.id": group, "enable.auto.commit": "false",
                // Answered at once, whatever transaction is open.
                "isolation.level": "read_uncommitted",
            ]),
            logger: .quiet
        )
        self.partitions = (0..<partitions).map { TopicPartition(topic: topic, partition: $0) }
    }

    /// The sum of the offsets: the number of records in a topic that nothing was deleted from; nil while the brokers
    /// do not tell.
    func sum() -> Int? {
        guard let offsets = try? consumer.committed(partitions, timeout: .seconds(5)) else { return nil }
        return offsets.isEmpty ? nil : Int(offsets.values.reduce(0, +))
    }

    func close() {
        try? consumer.close(timeout: .seconds(2))
    }
}
