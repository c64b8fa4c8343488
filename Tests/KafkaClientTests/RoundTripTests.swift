// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Testing

@ProducerTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct RoundTripTests {
    private struct Record: Equatable {
        var key: String?
        var value: String?
        var headers: [KafkaHeader] = []
        var timestamp: Int64?
    }

    @Test func `keys values nulls empties headers and timestamps come back as they went`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let headers = [
            KafkaHeader(name: "ce_type", text: "signal"), KafkaHeader(name: "twice", text: "1"),
            KafkaHeader(name: "twice", text: "2"), KafkaHeader(name: "null", value: nil),
            KafkaHeader(name: "empty", value: []),
        ]
        let sent = [
            Record(key: "a", value: "1", headers: headers, timestamp: 1_700_000_000_000),
            Record(key: "a", value: nil, timestamp: 1_700_000_000_001),
            Record(key: nil, value: "no key", timestamp: 1_700_000_000_002),
            Record(key: "", value: "", timestamp: 1_700_000_000_003),
            Record(key: nil, value: nil, timestamp: 1_700_000_000_004),
        ]
        let producer = try cluster.makeProducer()
        for (index, record) in sent.enumerated() {
            let key = record.key.map { Array($0.utf8) }
            let value = record.value.map { Array($0.utf8) }
            let outcome = try producer.produce(
                topic: topic,
                partition: 0,
                key: key?.span,
                value: value?.span,
                headers: record.headers,
                timestamp: record.timestamp,
                token: UInt(index)
            )
            #expect(outcome == .enqueued)
        }
        var reports: [DeliveryReport] = []
        try producer.flush(timeout: .seconds(20)) { reports.append($0) }
        #expect(reports.map(\.token) == [0, 1, 2, 3, 4])
        #expect(reports.map(\.offset) == [0, 1, 2, 3, 4])
        #expect(reports.allSatisfy { $0.topic == topic && $0.partition == 0 && $0.error == nil })
        #expect(reports.allSatisfy { $0.persistence == .persisted })
        #expect(producer.outstanding == 0)
        try producer.close(timeout: .seconds(5))

        let reader = try cluster.makeReader()
        try reader.assign([TopicPartition(topic: topic, partition: 0): .beginning])
        var received: [Record] = []
        var offsets: [Int64] = []
        try reader.pollUntil("the end") { batch in
            batch.forEach { message, key, value in
                #expect(message.topic == topic)
                #expect(message.partition == 0)
                offsets.append(message.offset)
                #expect(message.timestamp?.isLogAppendTime == false)
                received.append(
                    Record(
                        key: key.text,
                        value: value.text,
                        headers: message.headers(),
                        timestamp: message.timestamp?.milliseconds
                    )
                )
            }
            return batch.events.contains { event in
                guard case .endOfPartition(let partition, let offset) = event else { return false }
                #expect(partition == TopicPartition(topic: topic, partition: 0))
                #expect(offset == 5)
                return true
            }
        }
        #expect(offsets == [0, 1, 2, 3, 4])
        #expect(received == sent)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `batches hold many records of many partitions in the order of each partition`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 3)
        // A retry must not let later records past.
        let producer = try cluster.makeProducer(["linger.ms": "5", "enable.idempotence": "true"])
        let count = 30_000
        for number in 0..<count {
            let value = "value-\(number)"
            while try producer.produce(
                topic: topic,
                partition: Int32(number % 3),
                key: nil,
                value: value.utf8.span
            ) == .queueFull {
                _ = try producer.poll(timeout: .milliseconds(10)) { #expect($0.error == nil) }
            }
        }
        try producer.flush(timeout: .seconds(30)) { #expect($0.error == nil) }
        try producer.close(timeout: .seconds(5))

        let reader = try cluster.makeReader()
        let partitions = (0..<3).map { TopicPartition(topic: topic, partition: $0) }
        try reader.assign(Dictionary(uniqueKeysWithValues: partitions.map { ($0, StartOffset.beginning) }))
        var next: [Int32: Int64] = [0: 0, 1: 0, 2: 0]
        var wrong = 0
        var largest = 0
        try reader.pollUntil("all records", maxMessages: 5000) { batch in
            largest = max(largest, batch.count)
            #expect(batch.count <= 5000)
            batch.forEach { message, _, value in
                if next[message.partition] != message.offset { wrong += 1 }
                let number = message.offset * 3 + Int64(message.partition)
                if value.text != "value-\(number)" { wrong += 1 }
                next[message.partition] = message.offset + 1
            }
            return next.values.reduce(0, +) == Int64(count)
        }
        #expect(wrong == 0)
        #expect(largest > 1)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `a batch stays valid while later ones are polled and after the consumer is closed`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        try cluster.append(["first", "second", "third"], to: topic)
        let reader = try cluster.makeReader()
        try reader.assign([TopicPartition(topic: topic, partition: 0): .beginning])
        func pollOne() throws -> MessageBatch {
            while true {
                let batch = try reader.poll(maxMessages: 1, timeout: .seconds(5))
                if batch.count == 1 { return batch }
            }
        }
        let first = try pollOne()
        let second = try pollOne()
        try reader.close(timeout: .seconds(5))
        var values: [String?] = []
        first.forEach { _, _, value in values.append(value.text) }
        second.forEach { _, _, value in values.append(value.text) }
        #expect(values == ["first", "second"])
    }

    @Test func `an error thrown by the visitor ends the visit with its type`() throws {
        struct Stop: Error {}
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        try cluster.append(["a", "b", "c"], to: topic)
        let reader = try cluster.makeReader()
        try reader.assign([TopicPartition(topic: topic, partition: 0): .at(1)])
        var seen: [Int64] = []
        try reader.pollUntil("a record") { batch in
            guard batch.count > 0 else { return false }
            do throws(Stop) {
                try batch.forEach { message, _, _ throws(Stop) in
                    seen.append(message.offset)
                    throw Stop()
                }
            } catch {}
            return true
        }
        #expect(seen == [1])
        try reader.close(timeout: .seconds(5))
    }
}
