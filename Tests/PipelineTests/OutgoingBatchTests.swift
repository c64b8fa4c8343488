// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Testing

struct OutgoingBatchTests {
    @Test func `records of a partition are put one behind the other, and stay in their order`() {
        var batch = OutgoingBatch()
        let sent: [(topic: String, partition: Int32, value: String)] = [
            ("journal", 2, "a"), ("letters", 0, "b"), ("journal", 0, "c"), ("journal", 2, "d"),
            ("journal", 0, "e"), ("letters", 1, "f"), ("journal", 2, "g"), ("letters", 0, "h"),
        ]
        for record in sent {
            let isLetter = record.topic == "letters"
            batch.append(
                topic: record.topic,
                partition: record.partition,
                key: nil,
                value: record.value.utf8.span,
                headers: isLetter ? [RecordHeader("reason", nil)] : []
            )
        }
        batch.groupByPartition()
        let values = (0..<batch.count).map {
            String(decoding: batch.record(at: $0).value ?? [], as: UTF8.self)
        }
        #expect(values == ["c", "e", "a", "d", "g", "b", "h", "f"])
        #expect(
            (0..<batch.count).map { batch.partition(at: $0) } == [
                TopicPartition("journal", 0), TopicPartition("journal", 0), TopicPartition("journal", 2),
                TopicPartition("journal", 2), TopicPartition("journal", 2), TopicPartition("letters", 0),
                TopicPartition("letters", 0), TopicPartition("letters", 1),
            ]
        )
        // Those with headers are handed over one by one.
        #expect(
            (0..<batch.count).map { batch.countOfPartition(from: $0, limit: 2) } == [2, 1, 2, 2, 1, 0, 0, 0]
        )
        #expect(batch.ranges(at: 2).value.map { Array(batch.bytes[$0]) } == Array("a".utf8))
    }
}
