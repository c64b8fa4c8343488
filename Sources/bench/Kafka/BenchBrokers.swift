// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation
internal import KafkaClient
internal import KafkaMockCluster
internal import Logging

/// The brokers that figures are taken on, and the topics of a run, which go with it.
final class BenchBrokers {
    /// What `bootstrap.servers` is.
    let address: String
    /// What the names of all topics and groups of the run begin with.
    let prefix: String
    private let mock: KafkaMockCluster?
    private let administrator: KafkaAdmin

    /// How long a broker may take for one request about topics.
    private static let patience = Duration.seconds(30)

    /// The brokers at `address`, or a mock cluster in this process.
    init(_ address: String?) throws {
        prefix = "bench-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        mock = address == nil ? try KafkaMockCluster() : nil
        self.address = address ?? mock?.bootstrapServers ?? ""
        administrator = try KafkaAdmin(
            KafkaConfiguration(["bootstrap.servers": self.address]),
            logger: .quiet
        )
        try administrator.checkReachable(timeout: .seconds(10))
    }

    /// Whether they are a mock, whose own limits are what is measured.
    var isMock: Bool { mock != nil }

    /// Makes topics with as many partitions each.
    func makeTopics(_ topics: [String: Int32]) throws {
        if let mock {
            for (name, partitions) in topics { try mock.createTopic(name, partitions: partitions) }
            return
        }
        let specifications = topics.map { TopicSpecification(name: $0.key, partitions: $0.value) }
        let failures = try administrator.createTopics(specifications, timeout: Self.patience)
        if let failure = failures.first { throw BenchFailure("topic \(failure.key): \(failure.value)") }
        try awaitLeaders(of: topics)
    }

    /// Waits until the leaders of new topics know that they are.
    func awaitLeaders(of topics: [String: Int32]) throws {
        let consumer = try KafkaConsumer(KafkaConfiguration(["bootstrap.servers": address]), logger: .quiet)
        defer { try? consumer.close(timeout: .seconds(2)) }
        let watch = Stopwatch()
        for (topic, count) in topics {
            for partition in 0..<count {
                let partition = TopicPartition(topic: topic, partition: partition)
                while (try? consumer.queryWatermarks(partition, timeout: .seconds(5))) == nil {
                    guard watch.elapsed.wall < 30 else { throw BenchFailure("\(partition) has no leader") }
                }
            }
        }
    }

    /// Deletes the topics whose names begin with `name`; a mock cannot, and they go with it.
    func deleteTopics(beginningWith name: String) {
        guard mock == nil, let metadata = try? administrator.metadata(timeout: Self.patience) else { return }
        let topics = metadata.topics.map(\.name).filter { $0.hasPrefix(name) }
        if !topics.isEmpty { _ = try? administrator.deleteTopics(topics, timeout: Self.patience) }
    }

    /// Deletes everything of the run.
    func close() {
        deleteTopics(beginningWith: prefix)
        try? administrator.close(timeout: .seconds(2))
    }
}

extension Logger {
    /// The logger of clients whose troubles show in what they return.
    static var quiet: Logger {
        Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    }
}
