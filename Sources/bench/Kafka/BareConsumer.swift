// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// The quickest that librdkafka hands records over: partitions assigned by hand, batches of its own queue.
@safe final class BareConsumer {
    /// How many records are taken at once.
    static let batchSize = 10_000

    let client: BareClient
    let topic: String
    private let queue: OpaquePointer
    private let batch: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>

    /// Begins to fetch all partitions from their beginning.
    init(_ brokers: String, topic: String, partitions: Int32, group: String) throws(BenchFailure) {
        self.topic = topic
        client = try BareClient(
            RD_KAFKA_CONSUMER,
            [
                "bootstrap.servers": brokers, "group.id": group, "enable.auto.commit": "false",
                "enable.auto.offset.store": "false", "queued.min.messages": "1000000",
                "auto.offset.reset": "error", "log_level": "3",
            ]
        )
        guard let queue = unsafe rd_kafka_queue_get_consumer(client.pointer) else {
            throw BenchFailure("librdkafka gives no queue")
        }
        unsafe self.queue = queue
        unsafe batch = .allocate(capacity: Self.batchSize)
        let list = unsafe rd_kafka_topic_partition_list_new(partitions)
        defer { unsafe rd_kafka_topic_partition_list_destroy(list) }
        for partition in 0..<partitions {
            unsafe rd_kafka_topic_partition_list_add(list, topic, partition).pointee.offset = 0
        }
        try unsafe BareClient.check(rd_kafka_assign(client.pointer, list), "assign")
    }

    deinit {
        unsafe rd_kafka_queue_destroy(queue)
        unsafe batch.deallocate()
    }

    /// Takes what is there, and gives each record to `body`; returns how many there were.
    func take(_ body: (borrowing BareRecord) throws(BenchFailure) -> Void) throws(BenchFailure) -> Int {
        let count = unsafe rd_kafka_consume_batch_queue(queue, 100, batch, Self.batchSize)
        guard count > 0 else { return 0 }
        var taken = 0
        var failure: BenchFailure?
        for index in 0..<count {
            guard let message = unsafe batch[index] else { continue }
            if failure == nil, unsafe message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                do throws(BenchFailure) {
                    try unsafe body(BareRecord(message: message))
                } catch {
                    failure = error
                }
                taken += 1
            }
            unsafe rd_kafka_message_destroy(message)
        }
        if let failure { throw failure }
        return taken
    }

    /// Takes records until there have been `count`; returns the time from the first batch on, and how many came
    /// after that batch.
    func drain(
        _ count: Int,
        _ body: (borrowing BareRecord) throws(BenchFailure) -> Void
    ) throws(BenchFailure) -> (timing: Timing, events: Int) {
        let waiting = Stopwatch()
        var first = 0
        while first == 0 {
            first = try take(body)
            if waiting.elapsed.wall > 60 { throw BenchFailure("no record of \(topic) has come for a minute") }
        }
        let watch = Stopwatch()
        var total = first
        while total < count {
            total += try take(body)
            if watch.elapsed.wall > 600 {
                throw BenchFailure("\(total) of \(count) records of \(topic) came")
            }
        }
        return (watch.elapsed, total - first)
    }
}

/// A record that librdkafka owns.
@safe struct BareRecord: ~Copyable {
    fileprivate let message: UnsafeMutablePointer<rd_kafka_message_t>

    var partition: Int32 { unsafe message.pointee.partition }
    var offset: Int64 { unsafe message.pointee.offset }
    var size: Int { unsafe message.pointee.len }
    /// The value's bytes.
    var payload: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: message.pointee.payload, count: message.pointee.len)
    }
    /// The key's bytes.
    var key: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: message.pointee.key, count: message.pointee.key_len)
    }
}
