// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaTransport
import Pipeline
import Testing

/// What is read ahead while a stage works is given to it once, in order, or not at all.
@Suite(.timeLimit(.minutes(3))) struct ReadingAheadTests {
    private static let records: Int64 = 12_000

    @Test func `everything comes once and in order, also after reading has gone elsewhere`() async throws {
        try await onThread {
            let deployment = try TestDeployment(partitions: 2)
            for partition: Int32 in 0..<2 {
                let range = 0..<Int(Self.records)
                try deployment.brokers.append(
                    range.map {
                        TestRecord(
                            topic: deployment.source,
                            partition: partition,
                            key: nil,
                            value: Array("\($0)".utf8)
                        )
                    }
                )
            }
            var reading = try Reading(deployment)
            try reading.begin()
            // What is read ahead of both partitions counts no more.
            try reading.pollToMore()
            try reading.seek(to: [0: 500, 1: 700])
            try reading.pollToMore()
            // Only what is read ahead of the first counts no more.
            try reading.seek(to: [0: 100])
            try reading.pollToEnd(Self.records)
            try reading.transport.unassign()
            reading.transport.close()
        }
    }
}

/// Reads a deployment's source and expects each record at its place.
private struct Reading: ~Copyable {
    var transport: KafkaTransport
    private let topic: String
    /// The offset that must come next, by partition.
    private(set) var next: [Int32: Int64] = [:]

    init(_ deployment: TestDeployment) throws {
        transport = try deployment.transport(.ingest, instance: "one")
        topic = deployment.source
    }

    mutating func begin() throws {
        try transport.subscribe(to: [topic])
        while true {
            var (batch, ends) = (RecordBatch(), [Pipeline.TopicPartition: Int64]())
            guard case .assigned = try transport.poll(into: &batch, ends: &ends, timeout: 100) else {
                continue
            }
            next = [0: 0, 1: 0]
            return try transport.assign(offsets(next))
        }
    }

    mutating func seek(to offsets: [Int32: Int64]) throws {
        try transport.seek(to: self.offsets(offsets))
        next.merge(offsets) { $1 }
    }

    /// Polls until a batch leaves records behind.
    mutating func pollToMore() throws {
        while try !poll().hasMore {}
    }

    /// Polls until all partitions have been read to this offset.
    mutating func pollToEnd(_ end: Int64) throws {
        while next.values.contains(where: { $0 < end }) { _ = try poll() }
    }

    private mutating func poll() throws -> RecordBatch {
        var (batch, ends) = (RecordBatch(), [Pipeline.TopicPartition: Int64]())
        _ = try transport.poll(into: &batch, ends: &ends, timeout: 100)
        for record in batch.records {
            let partition = batch.partition(of: record).partition
            try #require(record.offset == next[partition])
            next[partition] = record.offset + 1
        }
        for (partition, after) in zip(batch.partitions, batch.nextOffsets) {
            #expect(after == next[partition.partition])
        }
        for (partition, end) in ends { #expect(end == next[partition.partition]) }
        return batch
    }

    private func offsets(_ offsets: [Int32: Int64]) -> [Pipeline.TopicPartition: Int64] {
        [Pipeline.TopicPartition: Int64](
            uniqueKeysWithValues: offsets.map { (Pipeline.TopicPartition(topic, $0.key), $0.value) }
        )
    }
}
