// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Foundation
import KafkaClient
import KafkaMockCluster
import Logging
import Operations
import Pipeline

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Plays a day of vendor signals to the daemon, with everything embedded.",
        discussion: """
            Examples:
              hotlist demo
              hotlist demo --duration 30s > demo.txt
            It needs neither a Kafka nor a configuration: brokers in memory, made-up vendors, and the daemon as
            `hotlist run` runs it. The day is the last 24 hours, played faster. At a terminal the ranked list moves in \
            place; elsewhere it is printed every few seconds. Nothing is left behind.
            """
    )

    @Option(help: "How long the day takes, such as 30s or 10m.") var duration = DurationArgument.demo
    @Option(help: "Another seed plays another day.") var seed: UInt64 = 7

    func validate() throws {
        guard (5000...86_400_000).contains(duration.milliseconds) else {
            throw ValidationError("--duration must be 5s to 1d")
        }
    }

    func run() async throws {
        let deployment: DemoDeployment
        do {
            deployment = try DemoDeployment()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.failed("the demo cannot be set up: \(error)")
        }
        let thread = KafkaThread(name: "hotlist-demo")
        defer { thread.join() }
        let show = DemoShow(
            deployment,
            thread: thread,
            seed: seed,
            length: duration.milliseconds,
            program: Self.program
        )
        do {
            try await Daemon(
                setup: deployment.setup,
                counts: deployment.counts,
                beginning: nil,
                stages: StageName.allCases,
                logger: try Self.logger(deployment),
                companion: { DemoService(show: show, board: $0) },
                onListening: { await show.listens(on: $0) }
            ).run()
        } catch {
            let reason = (error as? StageExit)?.reason ?? (error as? CommandFailure)?.message ?? "\(error)"
            throw CommandFailure.failed("the demo has ended: \(reason) (its log: \(deployment.logPath))")
        }
        await show.printSummary()
        deployment.remove()
    }

    /// A log in the demo's directory, so that the daemon's lines do not run through the picture.
    private static func logger(_ deployment: DemoDeployment) throws -> Logger {
        let descriptor = unsafe open(deployment.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure.failed("\(deployment.logPath) cannot be written") }
        let output = LogOutput(format: .text, descriptor: descriptor)
        return Logger(label: "hotlist") { output.handler(label: $0, level: .info) }
    }

    /// How this program is called: by its name if the shell would find it, else by the path from here.
    private static var program: String {
        let called = CommandLine.arguments.first ?? "hotlist"
        let here = FileManager.default.currentDirectoryPath + "/"
        return called.hasPrefix(here) ? String(called.dropFirst(here.count)) : called
    }
}

extension DurationArgument {
    /// Long enough to read along.
    static let demo = DurationArgument(milliseconds: 120_000)

    private init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }
}
