// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Logging

/// Knows how much of the vendors' topics a deployment has not committed to have read.
final class SourceLag {
    private let consumer: KafkaConsumer
    private let partitions: [TopicPartition]

    init(_ deployment: ChaosDeployment) throws {
        consumer = try KafkaConsumer(
            KafkaConfiguration([
                "bootstrap.servers": deployment.brokers, "group.id": deployment.own("ingest"),
                "enable.auto.commit": "false",
            ]),
            logger: .quiet
        )
        partitions = deployment.sourceTopics.flatMap { topic in
            (0..<ChaosDeployment.sourcePartitions).map { TopicPartition(topic: topic, partition: $0) }
        }
    }

    /// Records that are not committed as read; nil while the brokers do not tell.
    func records() -> Int64? {
        guard let committed = try? consumer.committed(partitions, timeout: .seconds(15)) else { return nil }
        var lag: Int64 = 0
        for partition in partitions {
            guard let range = try? consumer.queryWatermarks(partition, timeout: .seconds(5)) else {
                return nil
            }
            lag += range.upperBound - (committed[partition] ?? range.lowerBound)
        }
        return lag
    }

    func close() {
        try? consumer.close(timeout: .seconds(2))
    }
}
