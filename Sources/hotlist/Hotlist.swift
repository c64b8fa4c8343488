// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser

@main
struct Hotlist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hotlist",
        abstract: "Turns buying signals on Kafka into ranked account queues on Kafka.",
        discussion: """
            A first look, with everything embedded:
              hotlist demo
            With a Kafka of your own:
              hotlist check  --config /etc/hotlist/hotlist.yaml --online
              hotlist topics --config /etc/hotlist/hotlist.yaml --create
              hotlist run    --config /etc/hotlist/hotlist.yaml
            Exit codes: 0 success, 1 failure, 2 usage, 78 bad configuration.
            """,
        version: Version.current,
        subcommands: [
            RunCommand.self, CheckCommand.self, TopicsCommand.self, TopCommand.self, ExplainCommand.self,
            ReplayCommand.self, VerifyCommand.self, ModelCommand.self, SimulateCommand.self, DemoCommand.self,
        ]
    )

    /// Runs the command; a failure is printed as it is, and ends the process with its exit code.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console.error(failure.message)
            exit(withCode: failure.code)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty {
                if code == .success { Console.line(text) } else { Console.error(text) }
            }
            // sysexits.h calls a usage error 64; everybody's shell scripts expect 2.
            exit(withCode: code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
