// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ArgumentParser
internal import ConfigurationFiles
internal import Foundation
internal import Ranking

/// Measures hotlist on the standard workload, beside yardsticks in the same run.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure hotlist on the standard workload, beside yardsticks in the same run.",
        discussion: """
            Figures are medians; a ratio is of two figures of one run, whose measurements took turns.

            Example:
              bench --events 2000000 --accounts 200000 --runs 5 --json figures.json
            """
    )

    @Option(help: "How many events the workload has.")
    var events = 2_000_000

    @Option(help: "How many accounts they are drawn from.")
    var accounts = 200_000

    @Option(help: "How many times everything is measured; an odd number.")
    var runs = 5

    @Option(help: "The file to write the figures to, as JSON.")
    var json: String?

    func validate() throws {
        guard events > 0, accounts > 0, runs > 0 else {
            throw ValidationError("--events, --accounts and --runs must be at least 1")
        }
    }

    func run() throws {
        let size = StandardWorkload.Size(events: events, accounts: accounts)
        tell("makes \(events) events of \(accounts) accounts")
        let workload = StandardWorkload(size)
        tell("\(workload.bytes.count / events) bytes an event")
        let memory = MemoryFigures(
            workload: workload,
            size: size,
            model: try DefaultModel.model(),
            runs: runs
        )
        var figures = try memory.measure(tell)
        figures += TickFigures(accounts: 1_000_000, runs: runs).measure(try DefaultModel.model(), tell)
        print(FigureTable.text(of: figures))
        if let json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(figures).write(to: URL(filePath: json))
        }
    }

    private func tell(_ progress: String) {
        FileHandle.standardError.write(Data("bench: \(progress)\n".utf8))
    }
}
