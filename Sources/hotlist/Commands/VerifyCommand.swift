// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Foundation
import Pipeline
import Ranking

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes published lists from the journal, and compares them byte for byte.",
        discussion: """
            Examples:
              hotlist verify --config /etc/hotlist/hotlist.yaml
              hotlist verify --list outbound/maria
              kcat -C -e -q -J -b localhost:9092 -t hotlist.journal > journal.ndjson   (likewise queues, models)
              hotlist verify --files journal.ndjson queues.ndjson models.ndjson

            Every publication that is still in <id>.queues is computed again at the journal positions and instants,             and with the model, that it names. Entries and changes are held against the lists. The deployment             may go on meanwhile. Exit code 0: everything holds; 1: something does not, or cannot be proved any more.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Option(help: ArgumentHelp("Only the lists of this queue.", valueName: "name")) var queue: String?
    @Option(help: ArgumentHelp("Only this list: QUEUE or QUEUE/VALUE.", valueName: "name")) var list: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Read these instead of Kafka: what kcat -J writes, of any topics.",
            valueName: "file"
        )
    )
    var files: [String] = []
    @Option(
        help: ArgumentHelp("A model file that <id>.models does not hold; may be repeated.", valueName: "file")
    )
    var model: [String] = []
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let began = ContinuousClock.now
        let scope = VerificationScope(queue: queue, list: list)
        var documents: [String: [UInt8]] = [:]
        do {
            for path in model {
                let (model, bytes) = try ConfigurationLoader.model(path: path)
                documents[model.digest] = bytes
            }
        } catch {
            throw CommandFailure(error)
        }
        var report: VerificationReport
        if files.isEmpty {
            let setup = try deployment.load()
            documents[setup.model.digest] = setup.modelBytes
            report = try KafkaVerification(setup: setup, scope: scope, documents: documents).run()
        } else {
            let verification = FileVerification(
                paths: files,
                scope: scope,
                documents: documents,
                policy: try policy()
            )
            report = try verification.run()
        }
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        show(report)
        if !report.findings.isEmpty { throw ExitCode.failure }
    }

    /// The deployment's policy, if its configuration is there; else the one by default.
    private func policy() throws(CommandFailure) -> PublishPolicy {
        guard FileManager.default.fileExists(atPath: deployment.config) else { return PublishPolicy() }
        return try deployment.load().policy
    }

    private func show(_ report: VerificationReport) {
        switch format {
        case .text:
            Console.text(report.text)
        case .json:
            for finding in report.findings { Console.line(finding.encoded()) }
            Console.line(report.summary)
        }
    }
}
