// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import KafkaClient
import KafkaTransport
import Logging
import Pipeline

/// Reads topics of the deployment from one offset to another, outside of any consumer group; nothing is disturbed.
///
/// Committed records only, each batch held against its checksum.
final class TopicReading {
    private let setup: Setup
    private let committed: KafkaConsumer
    private let uncommitted: KafkaConsumer
    private let counts: [String: Int32]
    /// How long brokers may send nothing: longer than a dead process's transaction stays open.
    private let patience: Duration

    /// Which end of a partition is meant.
    enum End {
        /// Before the first open transaction.
        case stable
        /// After the last record, whether or not its transaction is committed.
        case high
    }

    /// librdkafka's code for a batch that does not have its checksum, or is damaged otherwise.
    private static let badMessage = KafkaErrorCode(rawValue: -199)

    /// Connects.
    init(_ setup: Setup) throws {
        self.setup = setup
        patience = .milliseconds(setup.daemon.transactionTimeout) + .seconds(15)
        let administrator = try Cluster.administrator(setup.transport.asking, logger: .quiet)
        defer { try? administrator.close(timeout: .seconds(1)) }
        do {
            let metadata = try administrator.metadata(timeout: Cluster.patience)
            counts = Dictionary(
                metadata.topics.filter { $0.error == nil }.map { ($0.name, $0.partitionCount) },
                uniquingKeysWith: { $1 }
            )
            let checking = ["check.crcs": "true", "client.id": "hotlist-verify"]
            committed = try KafkaConsumer(
                setup.transport.reader(committed: true).merging(checking),
                logger: .quiet
            )
            uncommitted = try KafkaConsumer(
                setup.transport.reader(committed: false).merging(checking),
                logger: .quiet
            )
        } catch let error as KafkaError {
            throw CommandFailure.failed("the brokers do not tell about the topics: \(error)")
        } catch let error as KafkaConfigurationError {
            throw CommandFailure.configuration("kafka: \(error)")
        }
    }

    deinit {
        try? committed.close(timeout: .seconds(2))
        try? uncommitted.close(timeout: .seconds(2))
    }

    /// How many partitions a topic has; 0 if it does not exist.
    func partitionCount(of topic: String) -> Int32 {
        counts[topic] ?? 0
    }

    /// From which offset to which each partition goes.
    func extents(of topic: String, to end: End) throws -> [Range<Int64>] {
        try (0..<partitionCount(of: topic)).map { number in
            let partition = KafkaClient.TopicPartition(topic: topic, partition: number)
            do {
                let consumer = end == .high ? uncommitted : committed
                return try consumer.queryWatermarks(partition, timeout: patience)
            } catch {
                throw CommandFailure.failed("\(partition): \(error)")
            }
        }
    }

    /// Visits the committed records of partitions in their ranges, each partition's in their order, to the ends.
    func read(
        _ topic: String,
        _ ranges: [Int32: Range<Int64>],
        _ body: (_ place: (partition: Int32, offset: Int64), _ key: Span<UInt8>?, _ value: Span<UInt8>?)
            throws
            -> Void
    ) throws {
        var open = ranges.filter { !$0.value.isEmpty }
        guard !open.isEmpty else { return }
        var meter = OffsetMeter(topic: topic, total: open.values.reduce(0) { $0 + Int64($1.count) })
        defer { meter.clear() }
        do {
            let starts = open.map {
                (
                    KafkaClient.TopicPartition(topic: topic, partition: $0.key),
                    StartOffset.at($0.value.lowerBound)
                )
            }
            try committed.findLeaders(of: [topic], timeout: Cluster.patience)
            try committed.assign(Dictionary(starts, uniquingKeysWith: { $1 }))
            var heard = ContinuousClock.now
            while !open.isEmpty {
                let batch = try committed.poll(maxMessages: 10_000, timeout: .milliseconds(200))
                let before = Self.left(open)
                try batch.forEach { message, key, value in
                    guard let range = open[message.partition], range.contains(message.offset) else { return }
                    open[message.partition] = message.offset + 1..<range.upperBound
                    try body((message.partition, message.offset), key, value)
                }
                for event in batch.events {
                    switch event {
                    case .endOfPartition(let partition, let offset):
                        guard let range = open[partition.partition] else { continue }
                        open[partition.partition] =
                            min(max(range.lowerBound, offset), range.upperBound)..<range.upperBound
                    case .error(let error, _) where error.isFatal || Self.isFinal(error.code): throw error
                    default: break
                    }
                }
                open = open.filter { !$0.value.isEmpty }
                if Self.left(open) < before { heard = .now }
                guard ContinuousClock.now - heard < patience else {
                    let places = open.sorted { $0.key < $1.key }.map {
                        "partition \($0.key) at offset \($0.value.lowerBound)"
                    }
                    throw CommandFailure.failed(
                        "\(topic): the brokers send nothing more (\(places.joined(separator: ", ")))"
                    )
                }
                meter.show(left: Self.left(open))
            }
        } catch let error as KafkaError {
            throw CommandFailure.failed("\(topic): \(error)")
        }
    }

    /// Visits all committed records of a topic, each partition's in their order.
    func forEachRecord(of topic: String, in extents: [Range<Int64>], _ body: (TopicRecord) throws -> Void)
        throws
    {
        let ranges = extents.enumerated().map { (Int32($0.offset), $0.element) }
        try read(topic, Dictionary(ranges, uniquingKeysWith: { $1 })) { place, key, value in
            var record = TopicRecord(partition: place.partition, offset: place.offset, key: [], value: nil)
            if let key { record.key = Self.bytes(key) }
            if let value { record.value = Self.bytes(value) }
            try body(record)
        }
    }

    /// All committed records of a topic, to the end that it has now, open transactions included; none if it does not
    /// exist.
    func records(of topic: String) throws -> [TopicRecord] {
        var records: [TopicRecord] = []
        try forEachRecord(of: topic, in: extents(of: topic, to: .high)) { records.append($0) }
        return records
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
        unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// How many offsets have not been passed yet.
    private static func left(_ open: [Int32: Range<Int64>]) -> Int64 {
        open.values.reduce(0) { $0 + Int64($1.count) }
    }

    /// Whether going on would leave records out.
    private static func isFinal(_ code: KafkaErrorCode) -> Bool {
        code == badMessage || code == .autoOffsetReset || code == .unknownTopicOrPartition
    }
}
