// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
public import KafkaClient

/// Kafka brokers inside this process, for tests and demonstrations.
///
/// They speak the protocol on loopback sockets, so that any client can connect; records live in memory and go with
/// the cluster. What they are asked to get wrong they get wrong: see ``fail(_:with:)``.
///
/// Not everything of Kafka is there (librdkafka 2.0.2): no administration requests, no transactional isolation
/// (records of aborted transactions are delivered), and offsets sent in transactions are not stored.
@safe public final class KafkaMockCluster: @unchecked Sendable {
    // Sendable: rdkafka_mock.h's functions take the cluster's lock or send it an operation.
    private let client: OpaquePointer
    private let cluster: OpaquePointer

    /// What to set as `bootstrap.servers`.
    public let bootstrapServers: String

    /// Why the cluster did not do as asked.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// One sentence.
        public let description: String
    }

    /// Starts the brokers, numbered from 1.
    ///
    /// Topics that are first asked for make themselves, with four partitions.
    ///
    /// - Parameter brokerCount: the number of brokers, 1 or more.
    /// - Throws: that the sockets or threads could not be had.
    public init(brokerCount: Int32 = 1) throws(Failure) {
        let configuration = unsafe rd_kafka_conf_new()
        var text = [CChar](repeating: 0, count: 512)
        // Errors only: its own client is never connected, and librdkafka would warn about that on stderr.
        unsafe rd_kafka_conf_set(configuration, "log_level", "3", &text, text.count)
        let made = unsafe rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &text, text.count)
        guard let client = unsafe made else {
            unsafe rd_kafka_conf_destroy(configuration)
            let reason = String(
                decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
                as: UTF8.self
            )
            throw Failure(description: "The mock cluster's client could not be made: \(reason)")
        }
        guard let cluster = unsafe rd_kafka_mock_cluster_new(client, max(1, brokerCount)) else {
            unsafe rd_kafka_destroy(client)
            throw Failure(description: "The mock cluster could not be started")
        }
        unsafe self.client = client
        unsafe self.cluster = cluster
        unsafe bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster)
        unsafe rd_kafka_destroy(client)
    }

    /// Makes a topic.
    ///
    /// - Throws: that it exists already, or cannot be.
    ///
    /// Wraps `rd_kafka_mock_topic_create`.
    public func createTopic(_ name: String, partitions: Int32, replicationFactor: Int32 = 1) throws(Failure) {
        try check(
            unsafe rd_kafka_mock_topic_create(cluster, name, partitions, replicationFactor),
            "create topic \(name)"
        )
    }

    /// Answers the next requests of a kind with these errors, one each, on whichever broker they come to.
    ///
    /// Wraps `rd_kafka_mock_push_request_errors_array`.
    public func fail(_ request: Request, with errors: [KafkaErrorCode]) {
        let responses = errors.map { rd_kafka_resp_err_t(rawValue: $0.rawValue) }
        unsafe responses.withUnsafeBufferPointer { buffer in
            unsafe rd_kafka_mock_push_request_errors_array(
                cluster,
                request.rawValue,
                buffer.count,
                buffer.baseAddress
            )
        }
    }

    /// Answers the next request of a kind to one broker late, and with an error if one is given.
    ///
    /// Wraps `rd_kafka_mock_broker_push_request_error_rtts`.
    public func delay(
        _ request: Request,
        broker: Int32,
        by delay: Duration,
        error: KafkaErrorCode? = nil
    ) throws(Failure) {
        let response = rd_kafka_resp_err_t(rawValue: error?.rawValue ?? 0)
        try check(
            unsafe kafka_client_mock_push_error_rtt(
                cluster,
                broker,
                request.rawValue,
                response,
                Int32(clamping: delay.wholeMilliseconds)
            ),
            "delay \(request)"
        )
    }

    /// Forgets the errors and delays that wait for requests of a kind.
    ///
    /// Wraps `rd_kafka_mock_clear_request_errors`.
    public func clearFailures(of request: Request) {
        unsafe rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Reports an error for a topic in metadata, nil to stop that.
    ///
    /// Wraps `rd_kafka_mock_topic_set_error`.
    public func setError(_ error: KafkaErrorCode?, ofTopic topic: String) {
        unsafe rd_kafka_mock_topic_set_error(
            cluster,
            topic,
            rd_kafka_resp_err_t(rawValue: error?.rawValue ?? 0)
        )
    }

    /// Takes a broker down or brings it up again; nil for all.
    ///
    /// Wraps `rd_kafka_mock_broker_set_down` and `rd_kafka_mock_broker_set_up`.
    public func setBroker(_ broker: Int32?, isUp: Bool) throws(Failure) {
        let number = broker ?? -1
        let response =
            unsafe isUp
            ? rd_kafka_mock_broker_set_up(cluster, number) : rd_kafka_mock_broker_set_down(cluster, number)
        try check(response, "turn broker \(number) \(isUp ? "on" : "off")")
    }

    /// Delays every answer of a broker; nil for all.
    ///
    /// Wraps `rd_kafka_mock_broker_set_rtt`.
    public func setRoundTrip(_ roundTrip: Duration, ofBroker broker: Int32? = nil) throws(Failure) {
        try check(
            unsafe rd_kafka_mock_broker_set_rtt(
                cluster,
                broker ?? -1,
                Int32(clamping: roundTrip.wholeMilliseconds)
            ),
            "set the round trip of broker \(broker ?? -1)"
        )
    }

    /// Who coordinates what.
    public enum Coordination: String, Sendable {
        /// A consumer group, by `group.id`.
        case group
        /// A transactional producer, by `transactional.id`.
        case transaction
    }

    /// Chooses the coordinator; a broker that does not exist makes it unreachable.
    ///
    /// Wraps `rd_kafka_mock_coordinator_set`.
    public func setCoordinator(of kind: Coordination, _ key: String, broker: Int32) throws(Failure) {
        try check(
            unsafe rd_kafka_mock_coordinator_set(cluster, kind.rawValue, key, broker),
            "set the coordinator of \(key)"
        )
    }

    /// Moves a partition to another leader; nil leaves it without one.
    ///
    /// Wraps `rd_kafka_mock_partition_set_leader`.
    public func setLeader(of partition: TopicPartition, broker: Int32?) throws(Failure) {
        try check(
            unsafe rd_kafka_mock_partition_set_leader(
                cluster,
                partition.topic,
                partition.partition,
                broker ?? -1
            ),
            "set the leader of \(partition)"
        )
    }

    private func check(_ response: rd_kafka_resp_err_t, _ action: String) throws(Failure) {
        let code = KafkaErrorCode(rawValue: response.rawValue)
        guard code.rawValue != 0 else { return }
        throw Failure(description: "The mock cluster could not \(action): \(code.name)")
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
