// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import KafkaTransport
import Logging
import Operations
import Pipeline
import Ranking

struct ModelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Shows every stored model, which one is active, and how far its activation has come.",
        discussion: """
            Examples:
              hotlist model list --config /etc/hotlist/hotlist.yaml
              hotlist model list --format json
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let setup = try deployment.load()
        let topic = try ModelTopic(setup)
        try topic.readToEnd()
        let status = try ModelStatus(topic, setup)
        switch format {
        case .text:
            let now = Timestamp(milliseconds: SystemClock.wallMilliseconds())
            Console.text(ModelListText(status, file: setup.daemon.modelPath, now: now).text)
            for fault in topic.faults { Console.error("hotlist: \(fault)") }
        case .json:
            try Console.json(ModelListDocument(status, setup, faults: topic.faults))
        }
    }
}

extension ModelStatus {
    /// The status that has been read, with the partition counts that the brokers tell.
    init(_ topic: ModelTopic, _ setup: Setup) throws(CommandFailure) {
        let described = try Cluster(setup, logger: .quiet).topics()
        func count(_ name: String) -> Int32 {
            Int32(clamping: described.first { $0.name == name }?.partitions ?? 0)
        }
        self.init(
            topic.catalogue,
            local: (setup.model.digest, setup.modelBytes),
            journalPartitions: count(setup.names.journal),
            queuePartitions: count(setup.names.queues)
        )
    }
}
