// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Foundation
import Glibc

/// A place for one `hotlist run`: its name, configuration, proxy and log stay when the process is started again.
final class DaemonSlot {
    /// What goes on with the process.
    enum Condition: Hashable {
        case running
        /// Stopped by a signal until that time.
        case paused(until: Int64)
        /// Told to stop, and when.
        case stopping(since: Int64)
        /// Gone until that time.
        case down(until: Int64)
        /// Taken away.
        case retired
    }

    let name: String
    let proxy: BrokerProxy?
    let port: Int
    private let program: HotlistProgram
    private let configuration: String
    let logPath: String
    private let directory: URL
    private var process: Process?
    /// Where the log of the running process begins.
    private var logStart: UInt64 = 0
    /// What to start it with, once.
    var extraArguments: [String] = []

    var condition = Condition.retired
    /// Whether the process was told to end, or killed by the run.
    var isEndExpected = false
    /// Whether the proxy kills it at its next commit.
    var isKillArmed = false
    /// Whether it is not started again once it has ended.
    var isRetiring = false
    /// How long it stays down after a kill, in milliseconds.
    var restartDelay: Int64 = 0

    /// When it was started last, on the run's clock.
    var startedAt: Int64 = 0

    /// Whether its end has been dealt with.
    var isGone: Bool {
        if case .down = condition { return true }
        return condition == .retired
    }

    init(
        name: String,
        deployment: ChaosDeployment,
        program: HotlistProgram,
        proxy: BrokerProxy?,
        options: ChaosDeployment.Options
    ) throws {
        self.name = name
        self.proxy = proxy
        self.program = program
        port = options.port
        directory = deployment.directory
        configuration = try deployment.configure(
            name,
            brokers: proxy?.bootstrapServers ?? deployment.brokers,
            options
        )
        logPath = deployment.path("\(name).log")
        try Data().write(to: URL(filePath: logPath))
    }

    var processID: Int32 { process?.processIdentifier ?? 0 }
    var isAlive: Bool { process?.isRunning ?? false }

    func start() throws {
        let log = try FileHandle(forWritingTo: URL(filePath: logPath))
        logStart = try log.seekToEnd()
        let process = Process()
        process.executableURL = program.url
        process.arguments = ["run", "--config", configuration] + extraArguments
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        try process.run()
        try log.close()
        self.process = process
        extraArguments = []
        isEndExpected = false
        condition = .running
    }

    /// Sends a signal, if the process is there.
    func signal(_ number: Int32) {
        guard isAlive, processID > 0 else { return }
        _ = Glibc.kill(processID, number)
    }

    /// How a process that is gone has ended: its exit code, or the signal that ended it.
    var ending: (isSignal: Bool, number: Int32)? {
        guard let process, !process.isRunning else { return nil }
        return (process.terminationReason == .uncaughtSignal, process.terminationStatus)
    }

    /// The last lines of the log since the last start.
    func lastLines(_ count: Int) -> [String] {
        guard let log = try? FileHandle(forReadingFrom: URL(filePath: logPath)),
            let end = try? log.seekToEnd()
        else { return [] }
        let start = max(logStart, end > 64 << 10 ? end - 64 << 10 : 0)
        try? log.seek(toOffset: start)
        let data = (try? log.readToEnd()) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(count).map(String.init)
    }
}
