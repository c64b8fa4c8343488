// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Pipeline

extension ConsumerGroupMetadata {
    /// Sends offsets of this generation; a method, so that the handle is only borrowed.
    borrowing func sendOffsets(
        _ offsets: [KafkaClient.TopicPartition: Int64],
        with producer: TransactionalProducer
    ) throws(TransactionFailure) {
        try producer.sendOffsets(offsets, groupMetadata: self)
    }
}

extension TransportFailure {
    init(_ error: KafkaError) {
        self = error.isFatal ? .fatal("\(error)") : .retriable("\(error)")
    }

    init(_ failure: TransactionFailure, at place: String = "") {
        switch failure {
        case .retriable(let error): self = .retriable("\(place)\(error)")
        case .abortable(let error): self = .abortable("\(place)\(error)")
        case .fatal(let error):
            let advice = error.isFenced ? "; another process uses the same instance name, or took over" : ""
            self = .fatal("\(place)\(error)\(advice)")
        }
    }
}

extension Pipeline.TopicPartition {
    init(_ partition: KafkaClient.TopicPartition) {
        self.init(partition.topic, partition.partition)
    }
}

extension KafkaClient.TopicPartition {
    init(_ partition: Pipeline.TopicPartition) {
        self.init(topic: partition.topic, partition: partition.partition)
    }
}

extension [Pipeline.TopicPartition: Int64] {
    var starts: [KafkaClient.TopicPartition: StartOffset] {
        Dictionary<KafkaClient.TopicPartition, StartOffset>(
            uniqueKeysWithValues: map { (KafkaClient.TopicPartition($0.key), StartOffset.at($0.value)) }
        )
    }
}

extension [KafkaClient.TopicPartition: Int64] {
    var translated: [Pipeline.TopicPartition: Int64] {
        [Pipeline.TopicPartition: Int64](
            uniqueKeysWithValues: map { (Pipeline.TopicPartition($0.key), $0.value) }
        )
    }
}
