// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
public import Logging

/// Makes, describes and deletes topics, and tells whether the cluster answers.
///
/// Asking for a topic never makes it. Group and transaction properties of the configuration are not used.
///
/// - Important: One thread owns an administration client and calls block it.
public final class KafkaAdmin {
    private var client: ClientHandle?

    /// Connects in the background; ``checkReachable(timeout:)`` says whether that works.
    ///
    /// - Throws: the property at fault.
    ///
    /// Wraps `rd_kafka_new`.
    public init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaConfigurationError) {
        var configuration = configuration
        // With a group the client would join its coordinator, with a transaction it would not be a consumer.
        for name in ["group.id", "group.instance.id", "transactional.id", "enable.idempotence"] {
            configuration[name] = nil
        }
        client = try ClientHandle(
            configuration,
            kind: .administration,
            events: RD_KAFKA_EVENT_ERROR,
            logger: logger
        )
    }

    func open(_ operation: String) throws(KafkaError) -> ClientHandle {
        guard let client else { throw .closed(operation) }
        return client
    }

    /// Ends the client.
    ///
    /// - Throws: `_TIMED_OUT` when librdkafka has not ended in that time; the process can end in any case.
    ///
    /// Wraps `rd_kafka_destroy_flags`.
    public func close(timeout: Duration) throws(KafkaError) {
        guard let client else { return }
        let termination = client.termination
        termination.allow(timeout)
        self.client = nil
        _ = consume client
        guard termination.isDone else {
            throw KafkaError(
                code: .timedOut,
                operation: "close",
                reason: "librdkafka did not end the client in time"
            )
        }
    }

    // MARK: Cluster

    /// Waits until a broker answers.
    ///
    /// - Throws: the most telling of the errors seen: refused credentials or TLS at once, a name that does not resolve
    ///   or a connection that fails when the time is over.
    public func checkReachable(timeout: Duration) throws(KafkaError) {
        let client = try open("checkReachable")
        let deadline = Deadline(timeout)
        var worst: KafkaError?
        repeat {
            let answer = requestMetadata(
                client,
                allTopics: false,
                milliseconds: min(500, deadline.milliseconds)
            )
            guard case .failure(let failure) = answer else { return }
            client.drainLogs()
            var seen: [KafkaError] = []
            while let event = client.poll(milliseconds: 0) {
                if event.type == RD_KAFKA_EVENT_ERROR, let error = event.error(operation: "checkReachable") {
                    seen.append(error)
                }
            }
            for error in seen where Self.significance(error) >= worst.map(Self.significance) ?? 0 {
                worst = error
            }
            // Only if no event says as much: events name the broker, the failed request does not.
            if Self.significance(failure) > worst.map(Self.significance) ?? -1 { worst = failure }
            if let worst, Self.significance(worst) >= Self.decisive { throw worst }
        } while !deadline.hasPassed
        throw worst ?? KafkaError(code: .timedOut, operation: "checkReachable")
    }

    /// From here on, waiting does not help.
    private static let decisive = 4

    /// How much an error says about why the cluster does not answer.
    private static func significance(_ error: KafkaError) -> Int {
        switch error.code {
        case .authentication: 5
        case .tls: 4
        case .resolve: 3
        case .transport: 2
        case .allBrokersDown: 1
        default: 0
        }
    }

    /// The brokers and all topics.
    ///
    /// Wraps `rd_kafka_metadata`.
    public func metadata(timeout: Duration) throws(KafkaError) -> ClusterMetadata {
        let client = try open("metadata")
        return try requestMetadata(client, allTopics: true, milliseconds: timeout.milliseconds).get()
    }

    /// The brokers' name for their cluster; nil where they have none.
    ///
    /// Wraps `rd_kafka_clusterid`.
    public func clusterID(timeout: Duration) throws(KafkaError) -> String? {
        let client = try open("clusterID")
        guard let text = unsafe rd_kafka_clusterid(client.pointer, timeout.milliseconds) else { return nil }
        defer { unsafe rd_kafka_mem_free(client.pointer, text) }
        return unsafe String(cString: text)
    }

    private func requestMetadata(
        _ client: ClientHandle,
        allTopics: Bool,
        milliseconds: Int32
    ) -> Result<ClusterMetadata, KafkaError> {
        var pointer: UnsafePointer<rd_kafka_metadata>?
        let response = unsafe rd_kafka_metadata(
            client.pointer,
            allTopics ? 1 : 0,
            nil,
            &pointer,
            milliseconds
        )
        let code = KafkaErrorCode(response)
        guard code == .none, let metadata = unsafe pointer else {
            return .failure(KafkaError(code: code, operation: "metadata"))
        }
        defer { unsafe rd_kafka_metadata_destroy(metadata) }
        return unsafe .success(ClusterMetadata(metadata.pointee))
    }

    // MARK: Topics

    /// Makes topics.
    ///
    /// - Returns: by name, what was wrong with those that were not made; `TOPIC_ALREADY_EXISTS` is one such.
    /// - Throws: that the request as a whole failed.
    ///
    /// Wraps `rd_kafka_CreateTopics`.
    public func createTopics(
        _ topics: [TopicSpecification],
        timeout: Duration
    ) throws(KafkaError) -> [String: KafkaError] {
        var handles: [NewTopicHandle] = []
        for topic in topics { handles.append(try NewTopicHandle(topic)) }
        var pointers = unsafe handles.map { unsafe Optional($0.pointer) }
        let event = try unsafe request(
            "createTopics",
            RD_KAFKA_ADMIN_OP_CREATETOPICS,
            timeout
        ) { client, options, queue in
            unsafe rd_kafka_CreateTopics(client, &pointers, pointers.count, options, queue)
        }
        _ = consume handles
        guard let result = unsafe rd_kafka_event_CreateTopics_result(event.pointer) else { return [:] }
        var count = 0
        let entries = unsafe rd_kafka_CreateTopics_result_topics(result, &count)
        return unsafe Self.failures(entries, count, operation: "createTopics")
    }

    /// Deletes topics.
    ///
    /// - Returns: by name, what was wrong with those that were not deleted.
    /// - Throws: that the request as a whole failed.
    ///
    /// Wraps `rd_kafka_DeleteTopics`.
    public func deleteTopics(
        _ names: [String],
        timeout: Duration
    ) throws(KafkaError) -> [String: KafkaError] {
        for name in names { try checkName(name, operation: "deleteTopics") }
        var pointers = unsafe names.map { unsafe rd_kafka_DeleteTopic_new($0) }
        defer { unsafe pointers.forEach { unsafe rd_kafka_DeleteTopic_destroy($0) } }
        let event = try unsafe request(
            "deleteTopics",
            RD_KAFKA_ADMIN_OP_DELETETOPICS,
            timeout
        ) { client, options, queue in
            unsafe rd_kafka_DeleteTopics(client, &pointers, pointers.count, options, queue)
        }
        guard let result = unsafe rd_kafka_event_DeleteTopics_result(event.pointer) else { return [:] }
        var count = 0
        let entries = unsafe rd_kafka_DeleteTopics_result_topics(result, &count)
        return unsafe Self.failures(entries, count, operation: "deleteTopics")
    }

    /// The settings of topics, by topic and by the setting's name.
    ///
    /// - Throws: that the request failed, or a topic could not be described.
    ///
    /// Wraps `rd_kafka_DescribeConfigs`.
    public func describeTopics(
        _ names: [String],
        timeout: Duration
    ) throws(KafkaError) -> [String: [String: TopicSetting]] {
        let operation = "describeTopics"
        for name in names { try checkName(name, operation: operation) }
        var pointers = unsafe names.map { unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { unsafe pointers.forEach { unsafe rd_kafka_ConfigResource_destroy($0) } }
        let event = try unsafe request(
            operation,
            RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
            timeout
        ) { client, options, queue in
            unsafe rd_kafka_DescribeConfigs(client, &pointers, pointers.count, options, queue)
        }
        guard let result = unsafe rd_kafka_event_DescribeConfigs_result(event.pointer) else { return [:] }
        var count = 0
        let resources = unsafe rd_kafka_DescribeConfigs_result_resources(result, &count)
        var settings: [String: [String: TopicSetting]] = [:]
        for index in 0..<count {
            guard let resource = unsafe resources?[index] else { continue }
            let name = unsafe String(cString: rd_kafka_ConfigResource_name(resource))
            let code = unsafe KafkaErrorCode(rd_kafka_ConfigResource_error(resource))
            guard code == .none else {
                let reason = unsafe rd_kafka_ConfigResource_error_string(resource).map {
                    unsafe String(cString: $0)
                }
                throw KafkaError(code: code, operation: operation, reason: "\(name): \(reason ?? code.text)")
            }
            settings[name] = unsafe Self.settings(of: resource)
        }
        return settings
    }

    /// Deletes the records below an offset of each partition.
    ///
    /// - Returns: the first offset that each partition has now.
    ///
    /// Wraps `rd_kafka_DeleteRecords`.
    public func deleteRecords(
        before offsets: [TopicPartition: Int64],
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let operation = "deleteRecords"
        let list = try PartitionListHandle(offsets, operation: operation)
        var pointers = unsafe [rd_kafka_DeleteRecords_new(list.pointer)]
        defer { unsafe rd_kafka_DeleteRecords_destroy(pointers[0]) }
        let event = try unsafe request(
            operation,
            RD_KAFKA_ADMIN_OP_DELETERECORDS,
            timeout
        ) { client, options, queue in
            unsafe rd_kafka_DeleteRecords(client, &pointers, pointers.count, options, queue)
        }
        guard let result = unsafe rd_kafka_event_DeleteRecords_result(event.pointer) else { return [:] }
        var first: [TopicPartition: Int64] = [:]
        let entries = unsafe PartitionListHandle.entries(of: rd_kafka_DeleteRecords_result_offsets(result))
        for entry in entries {
            guard entry.error == .none else {
                throw KafkaError(
                    code: entry.error,
                    operation: operation,
                    reason: "\(entry.partition): \(entry.error.text)"
                )
            }
            first[entry.partition] = entry.offset
        }
        return first
    }
}
