// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Pipeline

extension KafkaConsumer {
    /// How many records one poll brings at most, and at about how many bytes it ends.
    private static let batchSize = 10_000
    private static let batchBytes = 4 << 20

    /// Waits up to `timeout` milliseconds for records, of which it copies what is there into `batch`, and for events.
    ///
    /// Without `headers` the records come without theirs: librdkafka allocates and reads for each record that is asked for
    /// them, whether it has any or not.
    func read(
        into batch: inout RecordBatch,
        headers: Bool,
        timeout: Int64
    ) throws(TransportFailure) -> [KafkaConsumerEvent] {
        do {
            let messages = try poll(
                maxMessages: Self.batchSize,
                maxBytes: Self.batchBytes,
                timeout: .milliseconds(timeout)
            )
            batch.take(messages, headers: headers)
            return messages.events
        } catch {
            throw TransportFailure(error)
        }
    }
}

extension RecordBatch {
    fileprivate mutating func take(_ messages: borrowing MessageBatch, headers: Bool) {
        hasMore = messages.hasMore
        messages.forEach { message, key, value in
            var count = 0
            if headers {
                message.forEachHeader { name, value in
                    appendHeader(name: name, value: value)
                    count += 1
                }
            }
            append(
                from: TopicPartition(message.topic, message.partition),
                offset: message.offset,
                timestamp: message.timestamp?.milliseconds ?? -1,
                key: key,
                value: value,
                headerCount: count
            )
        }
    }
}
