// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Foundation
import KafkaMockCluster
import Pipeline
import SampleSignals

/// A whole deployment that goes with the process: brokers in memory, and a directory with its configuration.
struct DemoDeployment {
    /// Few, because the brokers keep some megabytes of each.
    private static let partitions: (journal: Int32, queues: Int32) = (4, 2)
    /// What the vendors' topics begin with.
    static let topicPrefix = "vendor."

    let broker: KafkaMockCluster
    let directory: URL
    let setup: Setup
    let counts: PartitionCounts

    /// Where the configuration lies.
    var configurationPath: String { directory.appending(path: "hotlist.yaml").path }
    /// Where the daemon's log goes.
    var logPath: String { directory.appending(path: "hotlist.log").path }

    /// Starts the brokers, writes the configuration and makes the topics.
    init() throws {
        broker = try KafkaMockCluster()
        directory = FileManager.default.temporaryDirectory
            .appending(path: "hotlist-demo-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(Self.configuration(brokers: broker.bootstrapServers).utf8)
            .write(to: directory.appending(path: "hotlist.yaml"))
        try Data(DefaultModel.content).write(to: directory.appending(path: "model.yaml"))
        try Data("the key of a demonstration, which is no secret\n".utf8)
            .write(to: directory.appending(path: "person-key"))
        setup = try Setup(path: directory.appending(path: "hotlist.yaml").path)
        counts = PartitionCounts(
            journal: Self.partitions.journal,
            queues: Self.partitions.queues,
            changes: Self.partitions.queues,
            deadLetters: 1,
            aliases: 1
        )
        try makeTopics()
    }

    /// By the brokers' own interface: they take no administration requests.
    private func makeTopics() throws {
        let names = setup.names
        var topics: [(String, Int32)] = [
            (names.aliases, 1), (names.deadLetters, 1), (names.models, 1),
            (names.journal, Self.partitions.journal), (names.state, Self.partitions.journal),
        ]
        topics += [names.candidates, names.queues, names.entries, names.changes].map {
            ($0, Self.partitions.queues)
        }
        topics += SamplePreset.allCases.map { (SampleFeed.topic($0, prefix: Self.topicPrefix), 1) }
        for (name, partitions) in topics { try broker.createTopic(name, partitions: partitions) }
    }

    private static func configuration(brokers: String) -> String {
        let sources = SamplePreset.allCases.map { preset in
            "  - {topic: \(SampleFeed.topic(preset, prefix: topicPrefix)), mapping: \(preset.rawValue)}"
        }
        return """
            application_id: demo
            instance: demo-1
            model: model.yaml
            kafka: {common: {bootstrap.servers: "\(brokers)"}}
            sources:
            \(sources.joined(separator: "\n"))
            person_key: {file: person-key}
            http: {listen: "127.0.0.1:0"}
            topics: {partitions: {journal: \(partitions.journal), queues: \(partitions.queues)}, replication_factor: 1}

            """
    }

    /// Takes the directory away.
    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }
}
