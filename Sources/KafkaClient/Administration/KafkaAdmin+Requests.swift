// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns one `rd_kafka_NewTopic_t`.
@safe final class NewTopicHandle {
    let pointer: OpaquePointer

    init(_ topic: TopicSpecification) throws(KafkaError) {
        let operation = "createTopics"
        try checkName(topic.name, operation: operation)
        guard topic.partitions >= 1 else {
            throw KafkaError(
                code: .invalidArgument,
                operation: operation,
                reason: "\(topic.name): it needs a partition"
            )
        }
        var reason = ErrorText()
        let made = unsafe rd_kafka_NewTopic_new(
            topic.name,
            topic.partitions,
            topic.replicationFactor ?? -1,
            &reason.bytes,
            reason.bytes.count
        )
        guard let made = unsafe made else {
            throw KafkaError(
                code: .invalidArgument,
                operation: operation,
                reason: "\(topic.name): \(reason.text)"
            )
        }
        unsafe pointer = made
        for (name, value) in topic.configuration {
            try unsafe KafkaError.check(
                rd_kafka_NewTopic_set_config(made, name, value),
                operation: operation
            )
        }
    }

    deinit {
        unsafe rd_kafka_NewTopic_destroy(pointer)
    }
}

extension KafkaAdmin {
    /// Sends a request and waits for its result.
    func request(
        _ operation: String,
        _ kind: rd_kafka_admin_op_t,
        _ timeout: Duration,
        _ send: (_ client: OpaquePointer, _ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void
    ) throws(KafkaError) -> EventHandle {
        let client = try open(operation)
        let deadline = Deadline(timeout)
        let options = unsafe rd_kafka_AdminOptions_new(client.pointer, kind)
        let queue = unsafe rd_kafka_queue_new(client.pointer)
        defer {
            unsafe rd_kafka_queue_destroy(queue)
            unsafe rd_kafka_AdminOptions_destroy(options)
            client.drainLogs()
        }
        var reason = ErrorText()
        let milliseconds = max(1, timeout.milliseconds)
        let response = unsafe rd_kafka_AdminOptions_set_request_timeout(
            options,
            milliseconds,
            &reason.bytes,
            reason.bytes.count
        )
        guard KafkaErrorCode(response) == .none else {
            throw KafkaError(code: KafkaErrorCode(response), operation: operation, reason: reason.text)
        }
        if kind != RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS {
            // The broker's own wait, until the change has reached all brokers.
            _ = unsafe rd_kafka_AdminOptions_set_operation_timeout(
                options,
                milliseconds,
                &reason.bytes,
                reason.bytes.count
            )
        }
        unsafe send(client.pointer, options, queue)
        repeat {
            guard let pointer = unsafe rd_kafka_queue_poll(queue, deadline.milliseconds) else { continue }
            let event = unsafe EventHandle(taking: pointer)
            if let error = event.error(operation: operation) { throw error }
            return event
        } while !deadline.hasPassed
        throw KafkaError(
            code: .timedOut,
            operation: operation,
            reason: "The cluster did not answer in time",
            isRetriable: true
        )
    }

    /// The topics of a result that failed.
    static func failures(
        _ entries: UnsafeMutablePointer<OpaquePointer?>?,
        _ count: Int,
        operation: String
    ) -> [String: KafkaError] {
        var failures: [String: KafkaError] = [:]
        for index in 0..<count {
            guard let entry = unsafe entries?[index] else { continue }
            let code = unsafe KafkaErrorCode(rd_kafka_topic_result_error(entry))
            if code == .none { continue }
            let name = unsafe String(cString: rd_kafka_topic_result_name(entry))
            let reason = unsafe rd_kafka_topic_result_error_string(entry).map { unsafe String(cString: $0) }
            failures[name] = KafkaError(code: code, operation: operation, reason: reason)
        }
        return failures
    }

    /// The settings of one described topic.
    static func settings(of resource: OpaquePointer) -> [String: TopicSetting] {
        var count = 0
        let entries = unsafe rd_kafka_ConfigResource_configs(resource, &count)
        var settings: [String: TopicSetting] = [:]
        for index in 0..<count {
            guard let entry = unsafe entries?[index] else { continue }
            let name = unsafe String(cString: rd_kafka_ConfigEntry_name(entry))
            settings[name] = unsafe TopicSetting(
                value: rd_kafka_ConfigEntry_value(entry).map { unsafe String(cString: $0) },
                isDefault: rd_kafka_ConfigEntry_is_default(entry) == 1,
                isReadOnly: rd_kafka_ConfigEntry_is_read_only(entry) == 1
            )
        }
        return settings
    }
}

extension ClusterMetadata {
    /// Copies what librdkafka owns.
    init(_ metadata: rd_kafka_metadata) {
        let rawBrokers = unsafe UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt))
        brokers = unsafe rawBrokers.map { broker in
            unsafe Broker(id: broker.id, host: String(cString: broker.host), port: broker.port)
        }.sorted { $0.id < $1.id }
        let rawTopics = unsafe UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
        topics = unsafe rawTopics.map { topic in
            let partitions = unsafe UnsafeBufferPointer(
                start: topic.partitions,
                count: Int(topic.partition_cnt)
            )
            let code = unsafe KafkaErrorCode(topic.err)
            return unsafe Topic(
                name: String(cString: topic.topic),
                partitionCount: topic.partition_cnt,
                replicationFactor: partitions.map(\.replica_cnt).max() ?? 0,
                error: code == .none ? nil : KafkaError(code: code, operation: "metadata")
            )
        }.sorted { $0.name < $1.name }
    }
}
