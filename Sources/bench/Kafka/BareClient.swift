// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// A librdkafka client with nothing between it and who measures: the yardsticks owe nothing to hotlist's own code.
@safe final class BareClient {
    let pointer: OpaquePointer
    private let topics: [String: OpaquePointer]

    /// Makes a client; `topics` are those that it produces to.
    init(
        _ kind: rd_kafka_type_t,
        _ properties: [String: String],
        topics names: [String] = []
    ) throws(BenchFailure) {
        var text = [CChar](repeating: 0, count: 512)
        let configuration = unsafe rd_kafka_conf_new()
        for (name, value) in properties {
            let result = unsafe rd_kafka_conf_set(configuration, name, value, &text, text.count)
            guard result == RD_KAFKA_CONF_OK else {
                unsafe rd_kafka_conf_destroy(configuration)
                throw BenchFailure("librdkafka refuses \(name)=\(value)")
            }
        }
        guard let client = unsafe rd_kafka_new(kind, configuration, &text, text.count) else {
            unsafe rd_kafka_conf_destroy(configuration)
            throw BenchFailure("librdkafka makes no client")
        }
        unsafe pointer = client
        unsafe topics = names.reduce(into: [:]) { topics, name in
            unsafe topics[name] = rd_kafka_topic_new(client, name, nil)
        }
        if kind == RD_KAFKA_CONSUMER { unsafe rd_kafka_poll_set_consumer(client) }
    }

    deinit {
        unsafe topics.values.forEach { unsafe rd_kafka_topic_destroy($0) }
        unsafe rd_kafka_destroy(pointer)
    }

    /// The handle of a topic that the client was made with.
    func topic(_ name: String) throws(BenchFailure) -> OpaquePointer {
        guard let topic = unsafe topics[name] else { throw BenchFailure("the client has no topic \(name)") }
        return unsafe topic
    }

    /// Throws what a call of librdkafka has returned.
    static func check(_ error: OpaquePointer?, _ call: String) throws(BenchFailure) {
        guard let error = unsafe error else { return }
        defer { unsafe rd_kafka_error_destroy(error) }
        throw BenchFailure("\(call): \(unsafe String(cString: rd_kafka_error_string(error)))")
    }

    /// Throws what a call of librdkafka has returned.
    static func check(_ code: rd_kafka_resp_err_t, _ call: String) throws(BenchFailure) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw BenchFailure("\(call): \(unsafe String(cString: rd_kafka_err2str(code)))")
    }
}
