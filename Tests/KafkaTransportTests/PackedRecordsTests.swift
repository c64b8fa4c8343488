// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaTransport
import Pipeline
import Testing

/// What hotlist itself reads again is packed, unless a file says otherwise.
@Suite(.timeLimit(.minutes(2))) struct PackedRecordsTests {
    private static let records = 2_000

    @Test(arguments: [StageName.ingest, .rank])
    func `what repeats itself takes less than a quarter on its way`(_ stage: StageName) async throws {
        try await onThread {
            let (received, written) = try Self.bytes(of: stage)
            #expect(4 * received < written)
        }
    }

    @Test func `what others read is left unpacked`() async throws {
        try await onThread {
            let (received, written) = try Self.bytes(of: .merge)
            #expect(received > written)
        }
    }

    @Test(arguments: ["compression.codec", "compression.type"])
    func `a file may leave it unpacked by either name`(_ name: String) async throws {
        try await onThread {
            let (received, written) = try Self.bytes(of: .ingest, with: [name: "none"])
            #expect(received > written)
        }
    }

    /// How many bytes a consumer receives of a topic, and how many the values in it have.
    private static func bytes(
        of stage: StageName,
        with properties: [String: String] = [:]
    ) throws -> (received: Int64, written: Int64) {
        let deployment = try TestDeployment(partitions: 1)
        let records = (0..<Self.records).map { number in
            let visit = deployment.visit(number)
            return OutgoingRecord(
                topic: deployment.names.journal,
                partition: 0,
                key: nil,
                value: visit.value
            )
        }
        var transport = try deployment.transport(stage, instance: "one", producer: properties)
        try untilItSucceeds { try transport.initializeTransactions() }
        try transport.beginTransaction()
        #expect(try transport.produce(records, from: 0) == records.count)
        try untilItSucceeds { try transport.commitTransaction() }
        transport.close()

        let reader = try KafkaConsumer(
            deployment.brokers.configuration(["statistics.interval.ms": "50"]),
            logger: deployment.brokers.logger
        )
        let journal = KafkaClient.TopicPartition(topic: deployment.names.journal, partition: 0)
        try reader.assign([journal: .beginning])
        var read = 0
        var received: Int64 = 0
        let start = ContinuousClock.now
        while read < records.count || received == 0 {
            guard ContinuousClock.now - start < .seconds(60) else {
                throw WaitedInVain(description: "\(read) of \(records.count) records in 60 s")
            }
            let batch = try reader.poll(maxMessages: 10_000, timeout: .milliseconds(100))
            read += batch.count
            // They may have been made before the last records came; the end of a transaction counts as one, too.
            for case .statistics(let statistics) in batch.events
            where (statistics.receivedMessages ?? 0) >= Int64(records.count) {
                received = statistics.receivedBytes ?? 0
            }
        }
        try reader.close(timeout: .seconds(5))
        return (received, records.reduce(0) { $0 + Int64($1.value?.count ?? 0) })
    }
}
