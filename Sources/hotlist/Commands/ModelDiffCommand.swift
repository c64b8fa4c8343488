// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Ranking

struct ModelDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what a model would change, key by key, and whether that needs state rebuilt.",
        discussion: """
            Examples:
              hotlist model diff                                 the configured model file against the active model
              hotlist model diff new.yaml                        a file against the active model
              hotlist model diff new.yaml --against sha256:3f1c  a file against a stored model
              hotlist model diff sha256:3f1c                     a stored model against the active one
            Comments, layout and the order of keys make no difference.
            """
    )

    @OptionGroup var deployment: ConfigurationOption
    @Argument(help: "A model file, or a stored model's digest or its beginning; else the configured file.")
    var model: String?
    @Option(help: "The stored model to compare with, by its digest or its beginning; else the active one.")
    var against: String?
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func run() async throws {
        let setup = try deployment.load()
        let topic = try ModelTopic(setup)
        try topic.readToEnd()
        for fault in topic.faults { Console.error("hotlist: \(fault)") }
        let status = ModelStatus(topic, setup)
        let later = try ModelChoice(model, setup, status)
        let earlier = try earlier(status)
        let comparison = try ModelComparison(from: earlier.document, to: later.document)
        switch format {
        case .text:
            let state = earlier.isActive ? "active" : earlier.isStored ? "stored" : "local file"
            Console.line("from \(earlier.digest) (\(state))")
            Console.line("to   \(later.digest) (\(later.origin))")
            if !comparison.lines.isEmpty { Console.line() }
            for line in comparison.lines { Console.line(line) }
            Console.line("\n\(comparison.sentence)")
        case .json:
            try Console.json(ModelDiffDocument(comparison, from: earlier.digest, to: later.digest))
        }
    }

    private func earlier(_ status: ModelStatus) throws(CommandFailure) -> ModelStatus.Row {
        if let against { return try status.row(against) }
        guard let activation = status.activation else {
            throw .failed(
                "no model is active yet; give one to compare with by --against, or activate one with "
                    + "`hotlist model activate`"
            )
        }
        guard let active = status.active else {
            throw .failed(
                "the document of the active model \(activation.model) is missing; give a stored one by --against "
                    + "(`hotlist model list`), or activate a file with `hotlist model activate FILE`"
            )
        }
        return active
    }
}

/// A comparison, for programs.
struct ModelDiffDocument: Encodable {
    struct Difference: Encodable {
        var path: String
        var before: String?
        var after: String?
    }

    var from: String
    var to: String
    var effect: String
    var differences: [Difference]

    /// The document about a comparison of the models of two digests.
    init(_ comparison: ModelComparison, from: String, to: String) {
        self.from = from
        self.to = to
        effect = comparison.name
        differences = comparison.differences.map {
            Difference(path: $0.path, before: $0.before, after: $0.after)
        }
    }
}
