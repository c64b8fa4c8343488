// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Pipeline

extension KafkaConsumer {
    /// How many records one poll brings at most, and at about how many bytes it ends.
    private static let batchSize = 10_000
    private static let batchBytes = 4 << 20

    /// Waits up to `timeout` milliseconds for records, of which it copies what is there into `batch`, and for events.
    func read(into batch: inout RecordBatch, timeout: Int64) throws(TransportFailure) -> [KafkaConsumerEvent]
    {
        do {
            let messages = try poll(
                maxMessages: Self.batchSize,
                maxBytes: Self.batchBytes,
                timeout: .milliseconds(timeout)
            )
            batch.take(messages)
            return messages.events
        } catch {
            throw TransportFailure(error)
        }
    }
}

extension RecordBatch {
    fileprivate mutating func take(_ messages: borrowing MessageBatch) {
        hasMore = messages.hasMore
        messages.forEach { message, key, value in
            var headers = 0
            message.forEachHeader { name, value in
                appendHeader(name: name, value: value)
                headers += 1
            }
            append(
                from: TopicPartition(message.topic, message.partition),
                offset: message.offset,
                timestamp: message.timestamp?.milliseconds ?? -1,
                key: key,
                value: value,
                headerCount: headers
            )
        }
    }
}
