// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Events
import Operations
import Ranking

struct ModelActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Makes a model the active one of the whole deployment.",
        discussion: """
            Examples:
              hotlist model activate /etc/hotlist/model.yaml --wait
              hotlist model activate sha256:3f1c      back to a model that is stored
            All processes take it over while they run; lists are published from one model only. `hotlist model diff` \
            tells beforehand what changes. Waiting can be ended with Ctrl-C: the activation goes on.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Argument(help: "A model file, or a stored model's digest or its beginning; else the configured file.")
    var model: String?
    @Flag(help: "Wait until every partition has followed.") var wait = false
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let setup = try deployment.load()
        let topic = try ModelTopic(setup)
        try topic.readToEnd()
        for fault in topic.faults { Console.error("hotlist: \(fault)") }
        let before = ModelStatus(topic, setup)
        let choice = try ModelChoice(model, setup, before)
        let comparison = try before.active.map { active throws(CommandFailure) in
            try ModelComparison(from: active.document, to: choice.document)
        }
        if format == .text { announce(choice, before, comparison) }
        let outcome = try ModelActivator(setup: setup, topic: topic).activate(
            choice.document,
            digest: choice.digest,
            at: Timestamp(milliseconds: SystemClock.wallMilliseconds())
        )
        let activation: ModelActivation
        var isNew = true
        switch outcome {
        case .activated(let made, _): activation = made
        case .unchanged(let found): (activation, isNew) = (found, false)
        }
        if format == .text {
            Console.line(
                isNew
                    ? "activation \(activation.sequence) is written"
                    : "\(choice.digest) is the active model already (activation \(activation.sequence)); "
                        + "nothing was written"
            )
        }
        var status = ModelStatus(topic, setup)
        if wait { status = try await follow(activation, topic, setup) }
        switch format {
        case .text:
            if !wait, isNew { Console.line("`hotlist model list` shows how far it has come") }
        case .json:
            try Console.json(
                ModelActivationDocument(
                    written: isNew,
                    effect: comparison?.name ?? "first",
                    activation: ModelListDocument.Activation(status)
                )
            )
        }
    }

    /// Says what is about to happen.
    private func announce(_ choice: ModelChoice, _ before: ModelStatus, _ comparison: ModelComparison?) {
        Console.line("model \(choice.digest) (\(choice.origin))")
        guard let activation = before.activation else {
            Console.line("It is the deployment's first: state is folded and queues are published from it.")
            return
        }
        Console.line("instead of \(activation.model) (activation \(activation.sequence) of \(activation.at))")
        guard let comparison else {
            Console.line("What changes cannot be told: the active model's document is missing.")
            return
        }
        for line in comparison.lines { Console.line(line) }
        Console.line(comparison.sentence)
    }

    /// Shows how partitions follow until all have.
    private func follow(
        _ activation: ModelActivation,
        _ topic: ModelTopic,
        _ setup: Setup
    ) async throws -> ModelStatus {
        var status = ModelStatus(topic, setup)
        var shown: String?
        while true {
            guard status.activation == activation else {
                let now = status.activation?.model ?? "none"
                throw CommandFailure.failed("another activation has come: \(now) is the active model now")
            }
            if format == .text, status.progress != shown {
                shown = status.progress
                Console.line(status.progress)
            }
            if status.isComplete { return status }
            try await Task.sleep(for: .milliseconds(300))
            try topic.readToEnd()
            status = ModelStatus(topic, setup)
        }
    }
}

/// An activation, for programs.
struct ModelActivationDocument: Encodable {
    var written: Bool
    var effect: String
    var activation: ModelListDocument.Activation?
}
