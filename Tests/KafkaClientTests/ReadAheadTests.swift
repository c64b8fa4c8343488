// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Testing

@ConsumerTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct ReadAheadTests {
    /// Records of 1,000 bytes in produce requests of 100 KB, so that a fetch brings few of them.
    private func fill(_ topic: String, of cluster: TestCluster) throws {
        for start in 0..<40 {
            try cluster.append(
                (0..<100).map { String(start * 100 + $0) + String(repeating: ".", count: 990) },
                to: topic
            )
        }
    }

    /// Batches of few records, and such as leave little of a full queue.
    @Test(arguments: [20, 200])
    func `a slow consumer holds no more than its limit, and misses nothing`(maxMessages: Int) throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        try fill(topic, of: cluster)
        var limits = ["queued.max.messages.kbytes": "256", "max.partition.fetch.bytes": "1000"]
        if KafkaLibrary.supportsFetchQueueBackoff { limits["fetch.queue.backoff.ms"] = "10" }
        let reader = try cluster.makeReader(limits)
        try reader.assign([TopicPartition(topic: topic, partition: 0): .beginning])
        var numbers: [Int] = []
        var most = 0
        var emptyBatches = 0
        try reader.pollUntil("all records", maxMessages: maxMessages) { batch in
            if batch.count == 0 { emptyBatches += 1 }
            batch.forEach { _, _, value in
                numbers.append(Int(value.text?.prefix { $0 != "." } ?? "") ?? -1)
            }
            most = max(most, reader.waiting)
            return numbers.count >= 4_000
        }
        #expect(numbers == Array(0..<4_000))
        // 256 KiB, and the answer that was on its way when they were reached.
        #expect(most <= 262 + 2 * 100)
        // There are fifteen times as many records as it may hold; librdkafka alone stood still for a second each time,
        // in which ten waits for a batch are in vain.
        #expect(emptyBatches < 30)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `a batch ends at about as many bytes as were asked for`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        try fill(topic, of: cluster)
        let reader = try cluster.makeReader()
        try reader.assign([TopicPartition(topic: topic, partition: 0): .beginning])
        var read = 0
        while read < 4_000 {
            let batch = try reader.poll(maxMessages: 4_000, maxBytes: 300_000, timeout: .seconds(1))
            read += batch.count
            // The first portion is of 256 records.
            #expect(batch.count <= 310)
        }
        #expect(read == 4_000)
        try reader.close(timeout: .seconds(5))
    }
}
