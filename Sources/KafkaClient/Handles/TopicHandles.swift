// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns the `rd_kafka_topic_t` of every topic a producer has produced to, so that none is looked up per record.
///
/// Must go before its client.
@safe struct TopicHandles: ~Copyable {
    private var known: [String: OpaquePointer] = unsafe [:]
    private var last: (name: String, topic: OpaquePointer)?

    deinit {
        unsafe known.values.forEach { unsafe rd_kafka_topic_destroy($0) }
    }

    mutating func topic(named name: String, of client: ClientHandle) throws(KafkaError) -> OpaquePointer {
        if let last = unsafe last, unsafe last.name == name { return unsafe last.topic }
        if let topic = unsafe known[name] {
            unsafe last = (name, topic)
            return unsafe topic
        }
        try checkName(name, operation: "produce")
        guard let topic = unsafe rd_kafka_topic_new(client.pointer, name, nil) else {
            throw KafkaError(
                code: .invalidArgument,
                operation: "produce",
                reason: "\(name) is not a topic name"
            )
        }
        unsafe known[name] = topic
        unsafe last = (name, topic)
        return unsafe topic
    }
}
