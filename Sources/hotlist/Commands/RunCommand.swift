// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import Foundation
import KafkaTransport
import Logging
import Operations
import Pipeline
import Ranking
import ServiceLifecycle

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the daemon until it is told to stop (SIGTERM or SIGINT).",
        discussion: """
            Example:
              hotlist run --config /etc/hotlist/hotlist.yaml
            Health, metrics and queues are at http://127.0.0.1:9464 unless the configuration says otherwise.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Option(
        help: ArgumentHelp(
            "Where to begin when the consumer group has no offset but the journal has events.",
            discussion: "earliest, latest, or a time such as 2026-11-20T09:00:00Z."
        )
    )
    var from: StartArgument?
    @Option(
        parsing: .upToNextOption,
        help: "The stages to run: ingest, rank, merge. All of them by default.",
        transform: { name in
            guard let stage = StageName(rawValue: name) else {
                throw ValidationError("There is no stage \(name); there are ingest, rank and merge.")
            }
            return stage
        }
    )
    var stages: [StageName] = StageName.allCases

    func run() async throws {
        ResidentMemory.chooseWhatGoesBack()
        let setup = try deployment.load()
        let output = LogOutput(format: setup.daemon.logging.format == .json ? .json : .text)
        let level = Logger.Level(rawValue: setup.daemon.logging.level.rawValue) ?? .info
        LoggingSystem.bootstrap { output.handler(label: $0, level: level) }
        let logger = Logger(label: "hotlist")
        for warning in setup.daemon.warnings { logger.warning("\(warning)") }
        logger.info(
            "starts",
            metadata: [
                "version": "\(Version.current)", "model": "\(setup.model.digest)",
                "instance": "\(setup.daemon.instance)",
            ]
        )
        let cluster = try Cluster(setup, logger: logger)
        let counts = try cluster.inspect(for: stages) { logger.warning("\($0)") }
        do {
            try await Daemon(
                setup: setup,
                counts: counts,
                beginning: from?.beginning,
                stages: StageName.allCases.filter(stages.contains),
                cache: setup.daemon.stateDirectory.map { _ in
                    StateCacheIdentity(
                        applicationID: setup.daemon.applicationID,
                        clusterID: cluster.identity ?? ""
                    )
                },
                logger: logger
            ).run()
        } catch let exit as StageExit {
            throw CommandFailure.failed(exit.reason)
        } catch let failure as HTTPServiceError {
            throw CommandFailure.failed("\(failure)")
        }
        logger.info("has stopped")
    }
}

/// A value of `--from`.
struct StartArgument: ExpressibleByArgument {
    let beginning: IngestSettings.Beginning

    init?(argument: String) {
        switch argument {
        case "earliest": beginning = .earliest
        case "latest": beginning = .latest
        default:
            guard let time = Timestamp(rfc3339: argument) else { return nil }
            beginning = .time(time)
        }
    }
}
