// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Testing

struct RecordBatchTests {
    @Test func `records of partitions that are gone are forgotten, and the others stay in order`() {
        var batch = RecordBatch()
        for (partition, offset): (Int32, Int64) in [(0, 5), (1, 7), (2, 1), (1, 8), (0, 6), (2, 4)] {
            let value = Array("\(partition).\(offset)".utf8)
            batch.append(
                from: TopicPartition("t", partition),
                offset: offset,
                timestamp: 0,
                key: nil,
                value: value.span
            )
        }
        batch.remove { $0.partition == 1 }
        #expect(
            batch.records.map { String(decoding: batch.value(of: $0) ?? [], as: UTF8.self) } == [
                "0.5", "2.1", "0.6", "2.4",
            ]
        )
        #expect(batch.records.map { batch.partition(of: $0).partition } == [0, 2, 0, 2])
        #expect(batch.partitions == [TopicPartition("t", 0), TopicPartition("t", 2)])
        #expect(batch.nextOffsets == [7, 5])
        batch.remove { _ in true }
        #expect(batch.isEmpty && batch.partitions.isEmpty && batch.nextOffsets.isEmpty)
    }
}
