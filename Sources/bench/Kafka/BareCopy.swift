// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// The least that exactly-once processing costs: consume, produce as it is, offsets and commit, over and over.
@safe final class BareCopy {
    /// How long a transaction is open.
    private static let interval = 0.2

    private let consumer: BareConsumer
    private let producer: BareClient
    private let metadata: OpaquePointer
    private let topic: OpaquePointer
    private let source: String
    private var next: [Int32: Int64] = [:]
    /// Keeps the handle of the output topic.
    private let output: String

    /// Begins to fetch; `compression` is librdkafka's `compression.type`.
    init(
        _ brokers: String,
        from source: String,
        to output: String,
        partitions: Int32,
        name: String,
        compression: String
    ) throws(BenchFailure) {
        self.source = source
        self.output = output
        producer = try BareClient(
            RD_KAFKA_PRODUCER,
            [
                "bootstrap.servers": brokers, "transactional.id": name, "compression.type": compression,
                "queue.buffering.max.messages": "1000000", "log_level": "3",
            ],
            topics: [output]
        )
        unsafe topic = try producer.topic(output)
        guard let metadata = unsafe rd_kafka_consumer_group_metadata_new(name) else {
            throw BenchFailure("librdkafka gives no group")
        }
        unsafe self.metadata = metadata
        try unsafe BareClient.check(
            rd_kafka_init_transactions(producer.pointer, 30_000),
            "init_transactions"
        )
        consumer = try BareConsumer(brokers, topic: source, partitions: partitions, group: name)
    }

    deinit {
        unsafe rd_kafka_consumer_group_metadata_destroy(metadata)
    }

    /// Copies until `count` records are committed; returns the time from the first batch on, and how many came after
    /// that batch.
    func run(_ count: Int) throws(BenchFailure) -> (timing: Timing, events: Int) {
        try begin()
        var first = 0
        while first == 0 { first = try take() }
        let watch = Stopwatch()
        var total = first
        var begun = 0.0
        while total < count {
            total += try take()
            let now = watch.elapsed.wall
            guard now - begun >= Self.interval || total >= count else { continue }
            try commit()
            begun = watch.elapsed.wall
            if total < count { try begin() }
            if now > 600 { throw BenchFailure("\(total) of \(count) records were copied") }
        }
        return (watch.elapsed, total - first)
    }

    private func take() throws(BenchFailure) -> Int {
        try consumer.take { (record) throws(BenchFailure) in
            while true {
                let result = unsafe rd_kafka_produce(
                    topic,
                    record.partition,
                    RD_KAFKA_MSG_F_COPY,
                    UnsafeMutableRawPointer(mutating: record.payload.baseAddress),
                    record.payload.count,
                    record.key.baseAddress,
                    record.key.count,
                    nil
                )
                if result == 0 { break }
                // The queue is full: wait for room.
                _ = unsafe rd_kafka_poll(producer.pointer, 10)
                if unsafe rd_kafka_fatal_error(producer.pointer, nil, 0) != RD_KAFKA_RESP_ERR_NO_ERROR {
                    throw BenchFailure("the copy's producer has failed")
                }
            }
            next[record.partition] = record.offset + 1
        }
    }

    private func begin() throws(BenchFailure) {
        try unsafe BareClient.check(rd_kafka_begin_transaction(producer.pointer), "begin_transaction")
    }

    private func commit() throws(BenchFailure) {
        let list = unsafe rd_kafka_topic_partition_list_new(Int32(next.count))
        defer { unsafe rd_kafka_topic_partition_list_destroy(list) }
        for (partition, offset) in next {
            unsafe rd_kafka_topic_partition_list_add(list, source, partition).pointee.offset = offset
        }
        try unsafe BareClient.check(
            rd_kafka_send_offsets_to_transaction(producer.pointer, list, metadata, -1),
            "send_offsets_to_transaction"
        )
        try unsafe BareClient.check(
            rd_kafka_commit_transaction(producer.pointer, -1),
            "commit_transaction"
        )
    }
}
