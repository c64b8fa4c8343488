// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import Operations
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
        let status = ModelStatus(topic, setup)
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
    /// The status that has been read, beside the configured model file.
    init(_ topic: ModelTopic, _ setup: Setup) {
        self.init(
            topic.catalogue,
            local: (setup.model.digest, setup.modelBytes),
            journalPartitions: topic.journalPartitions,
            queuePartitions: topic.queuePartitions
        )
    }
}
