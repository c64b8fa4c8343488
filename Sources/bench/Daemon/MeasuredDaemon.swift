// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import DaemonProcesses
internal import Foundation
internal import Glibc
internal import NIOPosix

/// A `hotlist run` under measurement: the real program, its progress by its own metrics, its use as Linux tells it.
final class MeasuredDaemon {
    private let process = Process()
    private let deployment: BenchDeployment
    private let probe: DaemonProbe
    private let log: URL
    private let watch: Stopwatch

    /// Starts the process.
    init(
        _ deployment: BenchDeployment,
        stages: [String] = [],
        program: HotlistProgram,
        probe: DaemonProbe
    ) throws {
        self.deployment = deployment
        self.probe = probe
        log = deployment.directory.appending(path: "hotlist.log")
        try Data().write(to: log)
        let handle = try FileHandle(forWritingTo: log)
        process.executableURL = program.url
        process.arguments = ["run", "--config", deployment.configurationPath]
        if !stages.isEmpty { process.arguments? += ["--stages"] + stages }
        process.currentDirectoryURL = deployment.directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        watch = Stopwatch()
        try process.run()
        try handle.close()
    }

    deinit {
        if process.isRunning { end() }
    }

    /// What it has used so far.
    func usage() throws -> ProcessUsage {
        guard process.isRunning, let usage = ProcessUsage(of: process.processIdentifier) else { throw gone() }
        return usage
    }

    /// What it counts; nil while it does not answer.
    func metrics() throws -> DaemonMetrics? {
        guard process.isRunning else { throw gone() }
        return probe.metrics(port: deployment.port)
    }

    /// Waits until it is ready; returns the seconds since it was started.
    func awaitReady() throws -> Double {
        while true {
            if probe.readiness(port: deployment.port)?.isReady == true { return watch.elapsed.wall }
            guard process.isRunning else { throw gone() }
            guard watch.elapsed.wall < 60 else { throw BenchFailure("hotlist is not ready after a minute") }
            usleep(2_000)
        }
    }

    /// Measures from the first progress on until `progress` has come to `count`.
    func measure(_ count: Int, _ progress: () throws -> Int?) throws -> (timing: Timing, events: Int) {
        var first: (watch: Stopwatch, processor: Double, events: Int)?
        while true {
            let now = try progress() ?? 0
            if let first, now >= count {
                let processor = try usage().processorSeconds - first.processor
                return (
                    Timing(wall: first.watch.elapsed.wall, processor: processor), now - first.events
                )
            }
            if first == nil, now > 0 { first = (Stopwatch(), try usage().processorSeconds, now) }
            guard watch.elapsed.wall < 900 else {
                throw BenchFailure("hotlist came to \(now) of \(count) events")
            }
            // Asking costs it something.
            let (elapsed, begun) = (first?.watch.elapsed.wall ?? 0, first?.events ?? now)
            usleep(UInt32(1_000_000 * Self.pause(elapsed, done: now - begun, rest: count - now)))
        }
    }

    /// How many seconds to wait until asking again: half of those that `rest` events may take if `done` took `elapsed`.
    private static func pause(_ elapsed: Double, done: Int, rest: Int) -> Double {
        let left = done > 0 ? elapsed * Double(rest) / Double(done) : 0
        return min(max(left / 2, 0.04), 0.5)
    }

    /// Stops the process, which finishes what is under way, so that what comes next can read all that it has taken.
    ///
    /// One that does not stop within half a minute is killed.
    func end() {
        let stopping = Stopwatch()
        process.terminate()
        while process.isRunning, stopping.elapsed.wall < 30 { usleep(5_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private func gone() -> BenchFailure {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").suffix(5).joined(separator: "\n")
        return BenchFailure("hotlist has ended by itself:\n\(lines)")
    }
}
