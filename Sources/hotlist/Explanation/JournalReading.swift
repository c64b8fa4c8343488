// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Foundation
import JSON
import KafkaClient
import KafkaTransport
import Logging
import Pipeline

/// Reads one account's events from the journal on Kafka.
struct JournalReading {
    let setup: Setup

    /// How long brokers may take before the command gives up.
    private static let patience = Duration.seconds(15)

    /// Visits the events of `account` that were recorded up to `instant`, in the journal's order.
    func forEachEvent(of account: AccountID, upTo instant: Timestamp, _ body: (Event) -> Void) throws {
        let topic = setup.names.journal
        let described = try Cluster(setup, logger: .quiet).topics().first { $0.name == topic }
        guard let described else { throw CommandFailure.failed("the topic \(topic) does not exist") }
        let key = Array(account.domain.utf8)
        let number = Murmur2Partitioner.partition(key: key.span, count: Int32(described.partitions))
        let partition = KafkaClient.TopicPartition(topic: topic, partition: number)
        do {
            let consumer = try KafkaConsumer(setup.transport.reader(committed: true), logger: .quiet)
            defer { try? consumer.close(timeout: .seconds(2)) }
            try read(partition, with: consumer, key: key, upTo: instant, body)
        } catch let error as KafkaError {
            throw CommandFailure.failed("\(partition): \(error)")
        } catch let error as KafkaConfigurationError {
            throw CommandFailure.configuration("kafka: \(error)")
        }
    }

    private func read(
        _ partition: KafkaClient.TopicPartition,
        with consumer: KafkaConsumer,
        key wanted: [UInt8],
        upTo instant: Timestamp,
        _ body: (Event) -> Void
    ) throws {
        // The end is that of what is committed: an open transaction is nothing to wait for.
        let range = try consumer.queryWatermarks(partition, timeout: Self.patience)
        guard !range.isEmpty else { return }
        try consumer.assign([partition: .at(range.lowerBound)])
        var document = JSONDocument(limits: EventCodec.journalLimits)
        var next = range.lowerBound
        var heard = ContinuousClock.now
        var meter = PartitionMeter(range)
        defer { meter.clear() }
        while next < range.upperBound {
            let batch = try consumer.poll(maxMessages: 10_000, timeout: .milliseconds(200))
            batch.forEach { message, key, value in
                guard message.offset < range.upperBound else { return }
                next = max(next, message.offset + 1)
                guard let key, let value, Self.areEqual(key, wanted), (try? document.parse(value)) != nil,
                    let event = try? EventCodec.decode(document, document.root), event.recordedTime <= instant
                else { return }
                body(event)
            }
            for event in batch.events {
                switch event {
                case .endOfPartition(_, let offset): next = max(next, offset)
                case .error(let error, _) where error.isFatal: throw error
                default: break
                }
            }
            if !batch.isEmpty { heard = .now }
            guard ContinuousClock.now - heard < Self.patience else {
                throw CommandFailure.failed("\(partition): the brokers send nothing more at offset \(next)")
            }
            meter.show(next)
        }
    }

    private static func areEqual(_ key: Span<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard key.count == wanted.count else { return false }
        for index in key.indices where key[index] != wanted[index] { return false }
        return true
    }
}

/// Shows on a terminal how far a partition has been read.
private struct PartitionMeter {
    private let range: Range<Int64>
    private var shown = ContinuousClock.now
    private var isOpen = false

    init(_ range: Range<Int64>) {
        self.range = range
    }

    mutating func show(_ offset: Int64) {
        guard Console.showsProgress, ContinuousClock.now - shown >= .milliseconds(200) else { return }
        shown = .now
        isOpen = true
        let share = 100 * Double(offset - range.lowerBound) / Double(range.count)
        Console.progress("\rreading the journal: offset \(offset) of \(range.upperBound) (\(Int(share)) %)")
    }

    mutating func clear() {
        if isOpen { Console.progress("\r\(String(repeating: " ", count: 78))\r") }
    }
}
