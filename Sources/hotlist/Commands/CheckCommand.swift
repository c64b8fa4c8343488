// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Foundation
import Ingest
import Logging
import Ranking
import Scoring

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks configuration, model and mappings, and shows what would run.",
        discussion: """
            Examples:
              hotlist check --config /etc/hotlist/hotlist.yaml
              hotlist check --config /etc/hotlist/hotlist.yaml --online
            Each fault is one line with file, line and key. With --online the brokers are asked, too.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Flag(help: "Ask the brokers, too: whether they answer, and whether the topics are as they should be.")
    var online = false
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let setup = try deployment.load()
        var warnings = setup.daemon.warnings.map(\.description)
        if online {
            let cluster = try Cluster(setup, logger: Logger.quiet)
            _ = try cluster.inspect { warnings.append($0) }
        }
        switch format {
        case .text: show(setup, warnings)
        case .json: try showJSON(setup, warnings)
        }
    }

    private func show(_ setup: Setup, _ warnings: [String]) {
        let daemon = setup.daemon
        for warning in warnings { Console.line("warning: \(warning)") }
        Console.line("\(deployment.config): good")
        Console.line("  deployment \(daemon.applicationID), instance \(daemon.instance)")
        Console.line("  model      \(setup.model.digest) (\(daemon.modelPath))")
        for source in daemon.sources {
            Console.line(
                "  source     \(source.topic) with the mapping \(setup.mappings[source.topic]?.name ?? "")"
            )
        }
        for kind in setup.model.scoring.kinds {
            let days = Double(kind.halfLife) / 86_400_000
            Console.line(
                "  kind       \(kind.name): weight \(kind.weight), cap \(kind.cap), half-life \(days) days"
            )
        }
        for queue in setup.model.queues {
            let by = queue.partitionBy.map { ", one list for each \($0)" } ?? ""
            Console.line("  queue      \(queue.name): the best \(queue.size)\(by)")
        }
        if online { Console.line("  brokers    answer, and the topics are as they should be") }
    }

    private func showJSON(_ setup: Setup, _ warnings: [String]) throws {
        struct Answer: Encodable {
            var config: String
            var application_id: String
            var instance: String
            var model: String
            var sources: [String: String]
            var kinds: [String]
            var queues: [String]
            var warnings: [String]
            var online: Bool
        }
        try Console.json(
            Answer(
                config: deployment.config,
                application_id: setup.daemon.applicationID,
                instance: setup.daemon.instance,
                model: setup.model.digest,
                sources: setup.mappings.mapValues(\.name),
                kinds: setup.model.scoring.kinds.map(\.name),
                queues: setup.model.queues.map(\.name),
                warnings: warnings,
                online: online
            )
        )
    }
}
