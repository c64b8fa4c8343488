// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ArgumentParser
internal import ConfigurationFiles
internal import DaemonProcesses
internal import Events
internal import Foundation
internal import Ranking
internal import Workload

/// Measures hotlist on the standard workload, beside yardsticks in the same run.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure hotlist on the standard workload, beside yardsticks in the same run.",
        discussion: """
            Figures are medians; a ratio is of two figures of one run, whose measurements took turns. What takes less \
            than five seconds is measured again, up to five times. hotlist itself is measured as the \
            real program, the yardsticks in this process.

            Examples:
              bench --brokers localhost:9092                  everything
              bench --brokers localhost:9092 --only flow      what flows through Kafka
              bench --only memory --events 10000000           what one core does in memory
              bench                                           ratios on a mock cluster in this process
              bench --brokers localhost:9092 --json figures.json
              bench --only sizes --plots plots --largest-accounts 1000000
            Topics and groups are made with a name of their own (bench-…), and deleted.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The brokers; a mock cluster in this process without them, with fewer events.",
            valueName: "host:port"
        )
    )
    var brokers: String?

    @Option(help: ArgumentHelp("The built hotlist; that beside this program by default.", valueName: "file"))
    var hotlist: String?

    @Option(
        parsing: .upToNextOption,
        help: "What to measure; everything by default."
    )
    var only: [BenchPart] = BenchPart.allCases

    @Option(help: "How many events the workload has.")
    var events = 2_000_000

    @Option(help: "How many accounts they are drawn from.")
    var accounts = 200_000

    @Option(help: "How many partitions the topics have.")
    var partitions: Int32 = 4

    @Option(help: "How many times everything is measured; an odd number.")
    var runs = 5

    @Option(
        help: """
            How many seconds of a run a measurement with events takes at least, unless it is made five times; 0 to \
            make each once.
            """
    )
    var leastSeconds = 5.0

    @Option(help: "How many seconds each load is kept up in a run for its latency.")
    var latencySeconds = 15.0

    @Option(help: ArgumentHelp("The file to write the figures to, as JSON.", valueName: "file"))
    var json: String?

    @Option(
        help: ArgumentHelp("Measure cost against size, and write the plots there.", valueName: "directory")
    )
    var plots: String?

    @Option(help: "The most events of those plots.")
    var largestEvents = 10_000_000

    @Option(help: "The most accounts of those plots.")
    var largestAccounts = 10_000_000

    func validate() throws {
        guard events > 0, accounts > 0, partitions > 0, largestEvents > 0, largestAccounts > 0 else {
            throw ValidationError("numbers of events, accounts and partitions must be at least 1")
        }
        guard !only.contains(.sizes) || plots != nil || only == BenchPart.allCases else {
            throw ValidationError("--only sizes needs --plots")
        }
        guard leastSeconds >= 0 else { throw ValidationError("--least-seconds must be at least 0") }
        guard latencySeconds > 0 else { throw ValidationError("--latency-seconds must be above 0") }
        guard runs > 0, !runs.isMultiple(of: 2) else {
            throw ValidationError("--runs must be odd, so that there is one in the middle")
        }
    }

    func run() throws {
        var size = StandardWorkload.Size(events: events, accounts: accounts)
        size.start = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - Int64(events))
        var report = BenchReport(
            size: size,
            runs: runs,
            partitions: partitions,
            brokers: brokers.flatMap { $0.isEmpty ? nil : $0 }
        )
        // What was measured before something failed is not lost.
        let outcome = Result { try measure(size, &report) }
        if let json { try report.encoded().write(to: URL(filePath: json)) }
        report.conclude()
        try outcome.get()
    }

    private func measure(_ size: StandardWorkload.Size, _ report: inout BenchReport) throws {
        let measured = BenchPart.allCases.filter { $0 == .sizes ? plots != nil : only.contains($0) }
        if let plots { try drawSizes(to: plots, &report) }
        if measured == [.sizes] { return }
        tell("makes \(events) events of \(accounts) accounts")
        let workload = StandardWorkload(size)
        report.bytesPerEvent = workload.bytes.count / workload.count
        tell("\(report.bytesPerEvent) bytes an event")
        if measured.contains(.memory) {
            let memory = MemoryFigures(
                workload: workload,
                size: size,
                model: try DefaultModel.model(),
                runs: runs,
                enough: enough
            )
            report.add(.memory, try memory.measure(tell))
        }
        if measured.contains(.tick) {
            let tick = TickFigures(accounts: 1_000_000, runs: runs)
            report.add(.tick, tick.measure(try DefaultModel.model(), tell))
        }
        if measured.contains(.load) {
            let load = LoadFigures(workload: workload, size: size)
            report.add(.load, try load.measure(tell))
        }
        if measured.contains(.replay) {
            let replay = ReplayFigures(
                workload: workload,
                size: size,
                program: try HotlistProgram(path: hotlist),
                runs: runs,
                enough: enough
            )
            report.add(.replay, try replay.measure(tell))
        }
        if measured.contains(where: \.needsKafka) {
            try measureKafka(measured, size, workload, &report)
        }
    }

    private var enough: Sample.Enough { Sample.Enough(seconds: leastSeconds) }

    private func drawSizes(to directory: String, _ report: inout BenchReport) throws {
        let directory = URL(filePath: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let curves = try SizeCurves(largestEvents: largestEvents, largestAccounts: largestAccounts)
        var figures: [Figure] = []
        try curves.measure(tell) { file, plot in
            try Data(plot.svg.utf8).write(to: directory.appending(path: file))
            figures += plot.figures
        }
        report.add(.sizes, figures)
    }

    private func measureKafka(
        _ measured: [BenchPart],
        _ size: StandardWorkload.Size,
        _ workload: StandardWorkload,
        _ report: inout BenchReport
    ) throws {
        let program = try HotlistProgram(path: hotlist)
        let brokers = try BenchBrokers(report.brokers)
        defer { brokers.close() }
        let bench = KafkaBench(brokers, size, partitions: partitions, program: program)
        if brokers.isMock {
            tell("no brokers are given: these are ratios of a mock cluster, at \(bench.events) events")
        }
        if measured.contains(.flow) {
            tell("puts the events into two topics")
            try bench.fill(workload, tell)
            report.add(.flow, try FlowFigures(bench, runs: runs, enough: enough).measure(tell))
        }
        if measured.contains(.latency) {
            let latency = LatencyFigures(
                bench: bench,
                workload: workload,
                runs: runs,
                seconds: latencySeconds
            )
            report.add(.latency, try latency.measure(tell))
        }
        if measured.contains(.start) {
            report.add(.start, try StartFigures(bench: bench, runs: runs).measure(tell))
        }
    }

    private func tell(_ progress: String) {
        FileHandle.standardError.write(Data("bench: \(progress)\n".utf8))
    }
}
