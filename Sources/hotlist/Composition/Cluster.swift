// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import KafkaClient
import KafkaTransport
import Logging
import Pipeline

/// What commands ask of the brokers before anything runs.
final class Cluster {
    /// How long brokers may take to answer.
    static let patience = Duration.seconds(10)

    private let setup: Setup
    private let administrator: KafkaAdmin

    /// Connects, and waits until a broker answers.
    init(_ setup: Setup, logger: Logger) throws(CommandFailure) {
        self.setup = setup
        administrator = try Self.administrator(setup.transport.asking, logger: logger)
    }

    /// A client for asking, once a broker has answered it.
    static func administrator(
        _ configuration: KafkaConfiguration,
        logger: Logger
    ) throws(CommandFailure) -> KafkaAdmin {
        let administrator: KafkaAdmin
        do {
            administrator = try KafkaAdmin(configuration, logger: logger)
        } catch {
            throw .configuration("kafka: \(error)")
        }
        do {
            try administrator.checkReachable(timeout: patience)
        } catch {
            throw explain(error, brokers: configuration["bootstrap.servers"] ?? "")
        }
        return administrator
    }

    deinit {
        try? administrator.close(timeout: .seconds(2))
    }

    private static func explain(_ error: KafkaError, brokers: String) -> CommandFailure {
        let what: String
        switch error.code {
        case .authentication:
            what = "the brokers refuse the credentials; check sasl.* and the secret that it refers to"
        case .tls:
            what = "no TLS connection can be made; check security.protocol and ssl.*"
        case .resolve:
            what = "the brokers' name cannot be resolved; check kafka.common.bootstrap.servers"
        default:
            what = "no broker answers; check kafka.common.bootstrap.servers, the network and that Kafka runs"
        }
        return .failed("\(brokers): \(what) (\(error))")
    }

    /// The topics of the deployment and its sources as the brokers have them; those that exist.
    ///
    /// - Parameter warn: called if the brokers do not tell the topics' settings, which then count as planned:
    ///   embedded brokers answer no questions of administration.
    /// - Returns: the topics that exist.
    /// - Throws: that the brokers do not tell about topics at all.
    func topics(warn: (String) -> Void = { _ in }) throws(CommandFailure) -> [TopicDescription] {
        do {
            let metadata = try administrator.metadata(timeout: Self.patience)
            let wanted = TopicPlan(setup.daemon).topics.map(\.name) + setup.daemon.sources.map(\.topic)
            let existing = metadata.topics.filter { wanted.contains($0.name) && $0.error == nil }
            guard !existing.isEmpty else { return [] }
            let settings = settings(of: existing.map(\.name), warn: warn)
            return existing.map { topic in
                TopicDescription(
                    name: topic.name,
                    partitions: Int(topic.partitionCount),
                    replicationFactor: Int(topic.replicationFactor),
                    settings: settings[topic.name] ?? [:]
                )
            }
        } catch {
            throw .failed("the brokers do not tell about the topics: \(error)")
        }
    }

    private func settings(of topics: [String], warn: (String) -> Void) -> [String: [String: String]] {
        do {
            return try administrator.describeTopics(topics, timeout: .seconds(5))
                .mapValues { $0.compactMapValues(\.value) }
        } catch {
            warn("the brokers do not tell the topics' settings, which are taken for right: \(error)")
            let plan = TopicPlan(setup.daemon).topics
            return Dictionary(plan.map { ($0.name, $0.settings) }, uniquingKeysWith: { $1 })
        }
    }

    /// The brokers' name for their cluster; nil where they do not tell.
    var identity: String? {
        do {
            return try administrator.clusterID(timeout: Self.patience)
        } catch {
            return nil
        }
    }

    /// Makes topics; returns what was wrong with those that were not made.
    func create(_ topics: [ConfigurationFiles.TopicSpecification]) throws(CommandFailure) -> [String:
        KafkaError]
    {
        do {
            return try administrator.createTopics(
                topics.map {
                    KafkaClient.TopicSpecification(
                        name: $0.name,
                        partitions: Int32($0.partitions),
                        replicationFactor: $0.replicationFactor.map(Int32.init),
                        configuration: $0.settings
                    )
                },
                timeout: .seconds(30)
            )
        } catch {
            throw .failed("the topics cannot be made: \(error)")
        }
    }

    /// Checks that everything the stages need is there, and tells how many partitions the topics have.
    ///
    /// - Parameters:
    ///   - stages: those that are to run; only `ingest` needs the sources.
    ///   - warn: called with each difference that does not stand in the way.
    /// - Returns: the partition counts.
    /// - Throws: what stands in the way.
    func inspect(
        for stages: [StageName] = StageName.allCases,
        warn: (String) -> Void
    ) throws(CommandFailure) -> PartitionCounts {
        let described = try topics(warn: warn)
        let names = Set(described.map(\.name))
        let sources = stages.contains(.ingest) ? setup.daemon.sources : []
        for source in sources where !names.contains(source.topic) {
            throw .failed(
                """
                the source topic \(source.topic) does not exist (\(source.place.file):\(source.place.line)); \
                create it, or correct its name
                """
            )
        }
        let drift = TopicPlan(setup.daemon).drift(of: described)
        for difference in drift where !difference.isBlocking { warn(difference.description) }
        let blocking = drift.filter(\.isBlocking)
        if !blocking.isEmpty {
            let list = blocking.map { "\n  \($0)" }.joined()
            throw .failed("the deployment's topics are not as they must be:\(list)")
        }
        let counts = Dictionary(described.map { ($0.name, Int32($0.partitions)) }, uniquingKeysWith: { $1 })
        let topics = setup.names
        return PartitionCounts(
            journal: counts[topics.journal] ?? 0,
            queues: counts[topics.queues] ?? 0,
            changes: counts[topics.changes] ?? 0,
            deadLetters: counts[topics.deadLetters] ?? 0,
            aliases: counts[topics.aliases] ?? 0
        )
    }
}
