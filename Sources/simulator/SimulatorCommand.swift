// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ArgumentParser
internal import Dispatch
internal import Simulation
internal import Synchronization

/// Runs seeds of the simulation, and says which of them fail.
@main
struct SimulatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulator",
        abstract: "Run simulated deployments with everything that can go wrong, and check what they publish.",
        discussion: "Exits with 1 if any seed fails, and names the command that replays each."
    )

    @Option(help: "How many seeds to run.")
    var seeds: UInt64 = 500

    @Option(help: "The first seed.")
    var first: UInt64 = 0

    @Option(help: "Run this one seed, and say what happened in it.")
    var seed: UInt64?

    @Option(help: "How many seeds to run at a time; without it, one on each core.")
    var jobs: Int?

    @Option(help: "How many rounds of trouble each seed has.")
    var rounds: Int = SeedRun.rounds

    @Flag(help: "Stop at the first seed that fails.")
    var untilFailure = false

    func run() throws {
        let chosen = seed.map { $0..<$0 + 1 } ?? first..<first + seeds
        let board = ResultBoard(total: chosen.count)
        let next = Atomic<UInt64>(chosen.lowerBound)
        let (rounds, untilFailure) = (rounds, untilFailure)
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: max(1, jobs ?? coreCount())) { _ in
            while true {
                let seed = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard seed < chosen.upperBound, !untilFailure || board.failures == 0 else { return }
                board.note(SeedRun(seed: seed, rounds: rounds))
            }
        }
        board.summarize(after: ContinuousClock.now - start, isVerbose: seed != nil)
        if board.failures > 0 { throw ExitCode(1) }
    }
}
