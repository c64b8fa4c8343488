// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Testing

/// Records of one partition that a transactional producer is handed at once.
@TransactionTestThread @Suite(.serialized, .timeLimit(.minutes(2))) struct ProducedBatchTests {
    private struct Record: Equatable {
        var key: String?
        var value: String?
    }

    /// Their bytes in one piece of memory, and where each has its own.
    private func layOut(_ records: [Record]) -> (places: [ProducerRecord], bytes: [UInt8]) {
        var bytes: [UInt8] = []
        func place(_ text: String?) -> Range<Int>? {
            guard let text else { return nil }
            bytes += text.utf8
            return (bytes.count - text.utf8.count)..<bytes.count
        }
        let places = records.map { ProducerRecord(key: place($0.key), value: place($0.value)) }
        return (places, bytes)
    }

    private func records(of topic: String, _ partition: Int32, _ cluster: TestCluster) throws -> [Record] {
        let reader = try cluster.makeReader()
        let partition = TopicPartition(topic: topic, partition: partition)
        try reader.assign([partition: .beginning])
        var records: [Record] = []
        try reader.pollUntil("the end of \(partition)") { batch in
            batch.forEach { _, key, value in records.append(Record(key: key.text, value: value.text)) }
            return batch.events.contains { if case .endOfPartition = $0 { true } else { false } }
        }
        try reader.close(timeout: .seconds(5))
        return records
    }

    @Test func `the first thing that a producer does may be a batch, whose order stays`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let sent: [[Record]] = [
            (0..<1_000).map { Record(key: "key-\($0)", value: "value-\($0)") },
            [
                Record(key: nil, value: "no key"), Record(key: "", value: "empty key"),
                Record(key: "tombstone", value: nil), Record(key: "empty value", value: ""),
            ],
        ]
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        // The partitions are not known yet when the records come.
        try producer.begin()
        for (partition, records) in sent.enumerated() {
            let (places, bytes) = layOut(records)
            let taken = try producer.produce(
                places.span,
                in: bytes.span,
                topic: topic,
                partition: Int32(partition)
            )
            #expect(taken == records.count)
        }
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        for (partition, records) in sent.enumerated() {
            let read = try self.records(of: topic, Int32(partition), cluster)
            #expect(read == records)
        }
    }

    @Test func `a full queue takes the first, and the others later`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer(
            TestCluster.uniqueName("transaction"),
            ["linger.ms": "9000", "queue.buffering.max.messages": "300"]
        )
        let sent = (0..<700).map { Record(key: nil, value: String($0)) }
        let (places, bytes) = layOut(sent)
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        func produce(from start: Int) throws -> Int {
            try producer.produce(
                places.span.extracting(start..<places.count),
                in: bytes.span,
                topic: topic,
                partition: 0
            )
        }
        var taken = try produce(from: 0)
        #expect(taken == 300)
        // A millisecond each, in all far less than the records may wait.
        for _ in 0..<3_000 where taken < sent.count {
            producer.hasten()
            _ = try producer.poll(timeout: .milliseconds(1))
            taken += try produce(from: taken)
        }
        #expect(taken == sent.count)
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        #expect(try records(of: topic, 0, cluster) == sent)
    }

    @Test func `a record that is too large fails the transaction and not the producer`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer(
            TestCluster.uniqueName("transaction"),
            ["message.max.bytes": "2000"]
        )
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        let large = Record(key: nil, value: String(repeating: "x", count: 3_000))
        let (places, bytes) = layOut([Record(key: nil, value: "small"), large])
        var failure: TransactionFailure?
        do throws(TransactionFailure) {
            _ = try producer.produce(places.span, in: bytes.span, topic: topic, partition: 0)
        } catch {
            failure = error
        }
        guard case .abortable(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.code.name == "MSG_SIZE_TOO_LARGE")
        try producer.abort(timeout: nil)
        try producer.begin()
        let taken = try producer.produce(
            places.span.extracting(0..<1),
            in: bytes.span,
            topic: topic,
            partition: 0
        )
        #expect(taken == 1)
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        #expect(try records(of: topic, 0, cluster).last == Record(key: nil, value: "small"))
    }
}
