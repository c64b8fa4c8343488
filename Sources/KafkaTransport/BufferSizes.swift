// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient

/// How much the clients of a stage hold in memory, as shares of what the process may use.
///
/// A client that has read that far ahead stops fetching until the stage has caught up, and a producer that is full
/// makes its stage wait: whatever the input's rate, the records wait on the brokers.
struct BufferSizes {
    /// What librdkafka keeps beside a record's bytes; small records cost this much more than they say.
    private static let overhead: Int64 = 512

    /// Bytes that one consumer reads ahead.
    var readAhead: Int64
    /// Bytes that wait in a producer.
    var waiting: Int64

    /// The shares of a stage.
    ///
    /// With what librdkafka keeps beside them, all clients of three stages together stay below half of the memory.
    init(memory: Int64) {
        readAhead = min(max(memory / 32, 2 << 20), 1 << 30)
        waiting = readAhead
    }

    /// Properties of a consumer of records up to `largest` bytes.
    func consumer(largest: Int64) -> [String: String] {
        var properties = [
            // An answer comes whole, on top of what is there, and packed: in memory it takes several times as much.
            "fetch.max.bytes": String(max(largest, min(readAhead / 12, 32 << 20))),
            // So that there is something of several partitions in it, on which `rank` works side by side.
            "fetch.message.max.bytes": String(min(readAhead / 48, 1 << 20)),
            "queued.min.messages": String(readAhead / Self.overhead),
            "queued.max.messages.kbytes": String(readAhead >> 10),
        ]
        // The library's second is longer than a fast stage takes to read everything that is there.
        if KafkaLibrary.supportsFetchQueueBackoff { properties["fetch.queue.backoff.ms"] = "10" }
        return properties
    }

    /// Properties of a producer of records up to `largest` bytes, two of which have to find room.
    func producer(largest: Int64) -> [String: String] {
        [
            "queue.buffering.max.messages": String(max(1_000, waiting / Self.overhead)),
            "queue.buffering.max.kbytes": String(max(waiting, 2 * largest) >> 10),
        ]
    }
}
