// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Foundation
import Logging

struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract:
            "Shows the deployment's topics, what differs from the plan, and makes those that are missing.",
        discussion: """
            Example:
              hotlist topics --config /etc/hotlist/hotlist.yaml --create
            Existing topics are never changed: what differs is shown with the command that mends it.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Flag(help: "Make the topics that are missing.") var create = false
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let setup = try deployment.load()
        let cluster = try Cluster(setup, logger: Logger.quiet)
        let plan = TopicPlan(setup.daemon)
        var described = try cluster.topics()
        let missing = plan.topics.filter { topic in !described.contains { $0.name == topic.name } }
        var made: [String] = []
        if create, !missing.isEmpty {
            let failures = try cluster.create(missing)
            for (name, error) in failures.sorted(by: { $0.key < $1.key }) {
                Console.error("hotlist: \(name) could not be made: \(error)")
            }
            made = missing.map(\.name).filter { failures[$0] == nil }
            guard failures.isEmpty else { throw CommandFailure.failed("not all topics could be made") }
            described = try await settled(cluster, made)
        }
        let drift = plan.drift(of: described)
        switch format {
        case .text: show(plan, described, drift, made)
        case .json: try showJSON(plan, described, drift, made)
        }
        if drift.contains(where: \.isBlocking) { throw ExitCode(1) }
    }

    /// The topics once the brokers tell about those that have just been made.
    private func settled(_ cluster: Cluster, _ made: [String]) async throws -> [TopicDescription] {
        for _ in 0..<50 {
            let described = try cluster.topics()
            if Set(made).isSubset(of: described.map(\.name)) { return described }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try cluster.topics()
    }

    private func show(
        _ plan: TopicPlan,
        _ described: [TopicDescription],
        _ drift: [TopicDrift],
        _ made: [String]
    ) {
        var table = TextTable(["topic", "partitions", "replicas", "cleanup", "state"])
        for topic in plan.topics {
            let found = described.first { $0.name == topic.name }
            let state = made.contains(topic.name) ? "made" : found == nil ? "missing" : "exists"
            table.append([
                topic.name,
                String(found?.partitions ?? topic.partitions),
                (found?.replicationFactor ?? topic.replicationFactor).map(String.init) ?? "-",
                topic.isCompacted ? "compact" : "delete",
                state,
            ])
        }
        Console.text(table.text)
        guard !drift.isEmpty else { return }
        Console.line()
        for difference in drift { Console.line(difference.description) }
        if !create, described.count < plan.topics.count {
            Console.line("\nMake what is missing with: hotlist topics --config \(deployment.config) --create")
        }
    }

    private func showJSON(
        _ plan: TopicPlan,
        _ described: [TopicDescription],
        _ drift: [TopicDrift],
        _ made: [String]
    ) throws {
        struct Topic: Encodable {
            var topic: String
            var partitions: Int
            var exists: Bool
            var made: Bool
            var settings: [String: String]
        }
        struct Difference: Encodable {
            var topic: String
            var text: String
            var remedy: String
            var blocking: Bool
        }
        struct Answer: Encodable {
            var topics: [Topic]
            var drift: [Difference]
        }
        try Console.json(
            Answer(
                topics: plan.topics.map { topic in
                    let found = described.first { $0.name == topic.name }
                    return Topic(
                        topic: topic.name,
                        partitions: found?.partitions ?? topic.partitions,
                        exists: found != nil,
                        made: made.contains(topic.name),
                        settings: found?.settings ?? topic.settings
                    )
                },
                drift: drift.map {
                    Difference(topic: $0.topic, text: $0.text, remedy: $0.remedy, blocking: $0.isBlocking)
                }
            )
        )
    }
}
