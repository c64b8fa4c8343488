// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import DaemonProcesses
import Foundation

@main
struct ChaosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract:
            "Troubles real hotlist processes on a real broker, and proves that nothing was lost or came twice.",
        discussion: """
            Examples:
              chaos --brokers localhost:9092                 200 kills
              chaos --brokers localhost:9092 --seconds 600   ten minutes
              chaos                                          what a mock cluster allows
            The brokers' connections must be plain: a proxy on loopback reads the protocol. Topics are made with \
            a name of their own, and deleted if all is well. Exit code 0: everything holds; 1: something does not.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The brokers; a mock cluster in this process without them.",
            valueName: "host:port"
        )
    )
    var brokers: String?
    @Option(help: ArgumentHelp("The built hotlist; that beside this program by default.", valueName: "file"))
    var hotlist: String?
    @Option(help: "Decides actions and records; drawn, and printed, by default.") var seed: UInt64?
    @Option(help: "How many processes there are at first, 1 to 5.") var processes = 3
    @Option(help: "How often processes are killed (-9); 200 by default.") var cycles: Int?
    @Option(help: "How long there is trouble, instead of a number of kills.") var seconds: Int64?
    @Option(help: "Vendors' records a second.") var rate = 1500
    @Option(help: "How many companies they are about.") var accounts = 400
    @Option(help: "The mean time between two actions, in milliseconds.") var pace: Int64 = 1500
    @Option(help: "Output for people or for programs: text, or json with an object a line.") var format =
        Format.text
    @Flag(help: "Keep topics and logs when all is well, too.") var keep = false

    /// How output is written.
    enum Format: String, ExpressibleByArgument {
        case text
        case json
    }

    func validate() throws {
        guard (1...ChaosSettings.mostProcesses).contains(processes) else {
            throw ValidationError("--processes is 1 to \(ChaosSettings.mostProcesses)")
        }
        guard cycles == nil || seconds == nil else {
            throw ValidationError("give --cycles or --seconds, not both")
        }
        guard rate > 0, accounts > 0, pace > 50, cycles ?? 1 > 0, seconds ?? 1 > 0 else {
            throw ValidationError("numbers are above 0, --pace is above 50")
        }
    }

    func run() throws {
        let settings = ChaosSettings(
            brokers: brokers.flatMap { $0.isEmpty ? nil : $0 },
            seed: seed ?? UInt64.random(in: 0...999_999_999),
            processes: processes,
            cycles: seconds == nil ? cycles ?? 200 : nil,
            seconds: seconds,
            rate: rate,
            accounts: accounts,
            pace: pace,
            isKept: keep
        )
        let chronicle = Chronicle(isJSON: format == .json)
        let summary: RunSummary
        do {
            let program = try HotlistProgram(path: hotlist)
            chronicle.tell("seed", nil, String(settings.seed))
            if let brokers = settings.brokers {
                summary = try ChaosRun(settings, brokers: brokers, program: program, chronicle: chronicle)
                    .run()
            } else {
                summary = try MockRun(settings, program: program, chronicle: chronicle).run()
            }
        } catch {
            FileHandle.standardError.write(Data("chaos: \(error)\n".utf8))
            throw ExitCode.failure
        }
        chronicle.conclude(summary)
        if !summary.findings.isEmpty { throw ExitCode.failure }
    }
}
