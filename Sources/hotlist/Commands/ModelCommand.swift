// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Shows the deployment's models, compares them, and makes one the active model.",
        discussion: """
            Examples:
              hotlist model list
              hotlist model diff model.yaml
              hotlist model activate model.yaml --wait
            Every process of a deployment uses the one active model. docs/models.md says what a change needs.
            """,
        subcommands: [ModelListCommand.self, ModelDiffCommand.self, ModelActivateCommand.self]
    )
}
