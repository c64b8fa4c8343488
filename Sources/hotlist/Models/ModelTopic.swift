// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaTransport
import Logging
import Pipeline
import Ranking

/// Reads `<id>.models`, whole at first, and then what has been added.
///
/// Its clients are members of no group and so have nothing to leave: they end with it, and nobody waits for that.
final class ModelTopic {
    /// How long brokers may send nothing before the command gives up.
    private static let patience = Duration.seconds(15)

    private let consumer: KafkaConsumer
    /// Sees open transactions, so that it is told the high watermark and not the last stable offset.
    private let observer: KafkaConsumer
    private let partition: KafkaClient.TopicPartition
    private var next: Int64 = 0
    /// How many partitions the journal has; 0 where it does not exist.
    let journalPartitions: Int32
    /// How many partitions `<id>.queues` has; 0 where it does not exist.
    let queuePartitions: Int32
    /// What has been read.
    private(set) var catalogue = ModelCatalogue()
    /// What could not be read, a sentence each.
    private(set) var faults: [String] = []
    /// Whether the newest record that names the active model is one of them.
    private(set) var isActiveUnreadable = false

    /// Connects; the topic must exist.
    init(_ setup: Setup) throws(CommandFailure) {
        let topic = setup.names.models
        partition = KafkaClient.TopicPartition(topic: topic, partition: 0)
        let administrator = try Cluster.administrator(setup.transport.asking, logger: .quiet)
        defer { try? administrator.close(timeout: .seconds(1)) }
        do {
            let metadata = try administrator.metadata(timeout: Cluster.patience)
            journalPartitions = metadata.topic(setup.names.journal)?.partitionCount ?? 0
            queuePartitions = metadata.topic(setup.names.queues)?.partitionCount ?? 0
            let found = metadata.topic(topic)
            guard let found, found.error == nil, found.partitionCount > 0 else {
                throw CommandFailure.failed(
                    "there is no topic \(topic) on these brokers; `hotlist topics --create` makes it"
                )
            }
            consumer = try KafkaConsumer(setup.transport.reader(committed: true), logger: .quiet)
            observer = try KafkaConsumer(setup.transport.reader(committed: false), logger: .quiet)
            next = try observer.queryWatermarks(partition, timeout: Cluster.patience).lowerBound
            try consumer.findLeaders(of: [topic], timeout: Cluster.patience)
            try consumer.assign([partition: .at(next)])
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("the topic \(topic) cannot be read: \(error)")
        }
    }

    /// Reads to the end that the topic has now; a transaction that is open there is waited for.
    @discardableResult
    func readToEnd() throws(CommandFailure) -> ModelCatalogue {
        do throws(KafkaError) {
            let end = try observer.queryWatermarks(partition, timeout: Cluster.patience).upperBound
            var heard = ContinuousClock.now
            while next < end {
                let batch = try consumer.poll(maxMessages: 1_000, timeout: .milliseconds(200))
                batch.forEach { message, key, value in
                    next = max(next, message.offset + 1)
                    take(key, value, offset: message.offset)
                    heard = .now
                }
                for event in batch.events {
                    switch event {
                    case .endOfPartition(_, let offset): next = max(next, offset)
                    case .error(let error, _) where error.isFatal: throw error
                    default: break
                    }
                }
                if next < end, ContinuousClock.now - heard >= Self.patience {
                    throw KafkaError(
                        code: .timedOut,
                        operation: "poll",
                        reason: "the brokers send nothing more at offset \(next) of \(end)"
                    )
                }
            }
        } catch {
            throw .failed("\(partition): \(error)")
        }
        return catalogue
    }

    private func take(_ key: Span<UInt8>?, _ value: Span<UInt8>?, offset: Int64) {
        let key = key?.copy ?? []
        let isActive = key == Array(ModelKey.active.description.utf8)
        if isActive { isActiveUnreadable = false }
        do {
            try catalogue.apply(key: key, value: value?.copy)
        } catch {
            if isActive { isActiveUnreadable = true }
            faults.append("the record at offset \(offset) of \(partition.topic) is not used: \(error)")
        }
    }
}

extension Span<UInt8> {
    fileprivate var copy: [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }
}
