// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import DaemonProcesses
internal import Events
internal import Foundation
internal import Glibc
internal import Workload

/// `hotlist replay` of a file with the workload: the whole program, from its start to the lists on its output.
struct ReplayFigures {
    let workload: StandardWorkload
    let size: StandardWorkload.Size
    let program: HotlistProgram
    let runs: Int
    let enough: Sample.Enough

    /// The figure, beside what parsing alone takes.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "hotlist-bench-replay-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "events.ndjson")
        try write(to: file)
        var parses = [Sample](repeating: Sample(), count: runs)
        var replays = parses
        for run in 0..<runs {
            tell("replay \(run + 1) of \(runs)")
            parses[run].fill(to: enough, events: workload.count) { Parsing.time(workload) }
            try replays[run].fill(to: enough, events: workload.count) { try time(file) }
        }
        let yardstick = Figure.rate("simdjson parse", parses)
        var replay = Figure.rate("replay of a file", replays, goal: 800_000)
        replay.yardstick = yardstick.name
        replay.ratio = replay.value / yardstick.value
        return [yardstick, replay]
    }

    private func time(_ file: URL) throws -> Timing {
        let before = Self.processorOfChildren()
        let watch = Stopwatch()
        let outcome = try program.run(
            ["replay", file.path, "--as-of", size.end.description, "--top", "1", "--format", "json"],
            in: file.deletingLastPathComponent()
        )
        guard outcome.status == 0 else { throw BenchFailure("hotlist replay: \(outcome.errors)") }
        return Timing(wall: watch.elapsed.wall, processor: Self.processorOfChildren() - before)
    }

    private func write(to file: URL) throws {
        var lines = Data(capacity: workload.bytes.count + workload.count)
        for number in 0..<workload.count {
            lines.append(contentsOf: workload.bytes[workload.range(of: number)])
            lines.append(UInt8(ascii: "\n"))
        }
        try lines.write(to: file)
    }

    /// Seconds of all cores of the processes that this one has waited for.
    private static func processorOfChildren() -> Double {
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
            sum + Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
        }
    }
}
