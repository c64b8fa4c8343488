// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CSimdjson
internal import DaemonProcesses
internal import Glibc

/// What flows through Kafka: hotlist's processes beside what librdkafka does with the same topics.
///
/// Yardsticks run in this process, hotlist as the real daemon; both are timed from the first records on, so that
/// connections and starts do not count.
final class FlowFigures {
    /// A histogram, of which each has a series that counts.
    private static let tickDuration = "hotlist_tick_duration_seconds"

    private let bench: KafkaBench
    private let runs: Int
    private let enough: Sample.Enough
    private var series: [Series] = []
    /// How many deployments and outputs of copies there have been, which have names of their own.
    private var nameCount = 0

    /// How many seconds a process is watched that may not take as much memory as it would.
    private static let boundedSeconds: UInt32 = 20

    /// What was measured under one name, run by run.
    private struct Series {
        var name: String
        var samples: [Sample]
        var yardstick: String?
        var goal: Figure.Goal?

        /// The figure in the middle.
        var figure: Figure {
            var figure = Figure.rate(name, samples)
            figure.yardstick = yardstick
            figure.goal = goal
            return figure
        }
    }

    init(_ bench: KafkaBench, runs: Int, enough: Sample.Enough) {
        self.bench = bench
        self.runs = runs
        // Ratios of a mock mean little however long they were measured.
        self.enough = bench.brokers.isMock ? Sample.Enough(seconds: 0) : enough
    }

    /// All figures; the measurements take turns.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        var peaks: [Int] = []
        var boundedPeaks: [Int] = []
        for run in 0..<runs {
            tell("run \(run + 1) of \(runs) through Kafka")
            let copiesAndStages = [Name.copy, Name.packed, Name.canonical, Name.rank, Name.mapped]
            repeat { try copiesAndEachStage(run) } while !isEnough(copiesAndStages, in: run)
            repeat { peaks.append(try allStages(run)) } while !isEnough([Name.all], in: run)
            boundedPeaks.append(try peakWithinLimit())
        }
        var figures = series.map(\.figure)
        for index in figures.indices {
            guard let yardstick = figures[index].yardstick,
                let value = figures.first(where: { $0.name == yardstick })?.value
            else { continue }
            figures[index].ratio = figures[index].value / value
        }
        if let all = figures.first(where: { $0.name == Name.all }) {
            figures.append(
                Figure(
                    name: "\(Name.all): processor",
                    value: all.processorPerMillion ?? 0,
                    unit: "CPU s/M",
                    goal: Figure.Goal(isUpperLimit: true, value: 4)
                )
            )
        }
        func resident(_ name: String, _ bytes: Int, limit: Double) -> Figure {
            Figure(
                name: "\(name): resident at most",
                value: Double(bytes) / 1e6,
                unit: "MB",
                goal: Figure.Goal(isUpperLimit: true, value: limit)
            )
        }
        return figures + [
            resident(Name.all, peaks.sorted()[peaks.count / 2], limit: 400),
            // Not the middle: it must never take more.
            resident(Name.bounded, boundedPeaks.max() ?? 0, limit: Double(memoryLimit) / 1e6),
        ]
    }

    /// A `limits.memory` that the accounts of the whole topic do not find room in while they are awake.
    private var memoryLimit: Int64 { (128 << 20) + 100 * Int64(bench.events) }

    /// What the figures are called.
    private enum Name {
        static let consumer = "bare consumer"
        static let parsing = "bare consumer and simdjson parse"
        static let copy = "bare exactly-once copy"
        static let packed = "bare exactly-once copy, lz4"
        static let canonical = "ingest, canonical JSON"
        static let mapped = "ingest, mapped JSON (flat)"
        static let rank = "rank from the journal"
        static let all = "vendor topic to queues, all stages"
        static let bounded = "the same within limits.memory"
    }

    /// Adds to what the run has measured.
    private func add(
        _ name: String,
        _ measured: (timing: Timing, events: Int),
        in run: Int,
        share: (yardstick: String, goal: Double?)? = nil,
        goal: Double? = nil
    ) {
        let place =
            series.firstIndex { $0.name == name }
            ?? {
                series.append(Series(name: name, samples: Array(repeating: Sample(), count: runs)))
                return series.count - 1
            }()
        series[place].samples[run].add(measured.timing, events: measured.events)
        series[place].yardstick = share?.yardstick
        if let least = share?.goal {
            series[place].goal = Figure.Goal(isUpperLimit: false, value: least, isOfRatio: true)
        } else if let goal {
            series[place].goal = Figure.Goal(isUpperLimit: false, value: goal)
        }
    }

    private func isEnough(_ names: [String], in run: Int) -> Bool {
        names.allSatisfy { name in
            series.contains { $0.name == name && enough.isReached(by: $0.samples[run]) }
        }
    }

    private func copiesAndEachStage(_ run: Int) throws {
        try bareCopies(run)
        let journal = try ingest(run, preset: nil)
        defer { journal.remove() }
        // They take so little that one journal does.
        while !isEnough([Name.consumer, Name.parsing], in: run) { try bareConsumers(journal, run) }
        try rank(journal, run)
        try ingest(run, preset: "flat").remove()
    }

    /// A name for a deployment or an output, which nothing had before.
    private func newName(_ kind: String) -> String {
        nameCount += 1
        return "\(kind)-\(nameCount)"
    }

    private func bareCopies(_ run: Int) throws {
        for (name, compression) in [(Name.copy, "none"), (Name.packed, "lz4")] {
            let output = "\(bench.brokers.prefix)-\(newName("copy"))"
            try bench.brokers.makeTopics([output: bench.partitions])
            let copy = try BareCopy(
                bench.brokers.address,
                from: bench.canonicalTopic,
                to: output,
                partitions: bench.partitions,
                name: output,
                compression: compression
            )
            add(name, try copy.run(bench.events), in: run)
            bench.brokers.deleteTopics(beginningWith: output)
        }
    }

    private func bareConsumers(_ journal: BenchDeployment, _ run: Int) throws {
        var bytes = 0
        add(Name.consumer, try consume(journal) { bytes += $0.size }, in: run)
        guard let parser = unsafe csimdjson_create(64) else { throw BenchFailure("there is no parser") }
        defer { unsafe csimdjson_destroy(parser) }
        var view = unsafe csimdjson_view()
        let parsed = try consume(journal) { record in
            let payload = unsafe record.payload.assumingMemoryBound(to: UInt8.self)
            guard let base = payload.baseAddress else { return }
            _ = unsafe csimdjson_parse(parser, base, payload.count, &view)
        }
        add(Name.parsing, parsed, in: run, share: (Name.consumer, nil))
    }

    /// Reads the journal from its beginning to its end.
    private func consume(
        _ journal: BenchDeployment,
        _ body: (borrowing BareRecord) throws(BenchFailure) -> Void
    ) throws -> (timing: Timing, events: Int) {
        let consumer = try BareConsumer(
            bench.brokers.address,
            topic: journal.topic("journal"),
            partitions: bench.partitions,
            group: "\(bench.brokers.prefix)-bare"
        )
        return try consumer.drain(bench.events, body)
    }

    /// Measures `ingest`; returns the deployment, whose journal is full.
    private func ingest(_ run: Int, preset: String?) throws -> BenchDeployment {
        let topic = preset == nil ? bench.canonicalTopic : bench.mappedTopic
        let deployment = try bench.deployment(
            newName("ingest-\(preset ?? "canonical")"),
            BenchDeployment.Settings(source: (topic, preset), partitions: bench.partitions)
        )
        let daemon = try bench.start(deployment, stages: ["ingest"])
        defer { daemon.end() }
        let progress = try IngestProgress(deployment, daemon)
        defer { progress.close() }
        add(
            preset == nil ? Name.canonical : Name.mapped,
            try daemon.measure(bench.events) { try progress.events() },
            in: run,
            share: (Name.copy, 0.6)
        )
        return deployment
    }

    private func rank(_ journal: BenchDeployment, _ run: Int) throws {
        let daemon = try bench.start(journal, stages: ["rank"])
        defer { daemon.end() }
        add(
            Name.rank,
            try daemon.measure(bench.events) {
                try daemon.metrics()?.sum("hotlist_records_consumed_total", ["stage": "rank"]).map { Int($0) }
            },
            in: run,
            share: (Name.consumer, 0.7)
        )
    }

    /// Measures a whole deployment; returns the most memory that it took.
    private func allStages(_ run: Int) throws -> Int {
        let deployment = try bench.deployment(
            newName("all"),
            BenchDeployment.Settings(source: (bench.mappedTopic, "flat"), partitions: bench.partitions)
        )
        defer { deployment.remove() }
        let daemon = try bench.start(deployment)
        defer { daemon.end() }
        let progress = try IngestProgress(deployment, daemon)
        defer { progress.close() }
        var end = CatchUp(events: bench.events)
        add(
            Name.all,
            try daemon.measure(bench.events) {
                guard let metrics = try daemon.metrics() else { return nil }
                let folded = metrics.sum("hotlist_records_consumed_total", ["stage": "rank"]).map { Int($0) }
                return end.progress(
                    folded: min(folded ?? 0, try progress.events() ?? 0),
                    published: Int(metrics.sum("hotlist_lists_published_total") ?? 0),
                    ticks: Int(metrics.sum("\(Self.tickDuration)_count", ["stage": "rank"]) ?? 0),
                    unread: Int(metrics.sum("hotlist_consumer_lag_records", ["stage": "merge"]) ?? 0)
                )
            },
            in: run,
            goal: 270_000
        )
        return try daemon.usage().peakResidentBytes
    }

    /// The most memory that a whole deployment takes that may not take as much as it would: it pauses.
    private func peakWithinLimit() throws -> Int {
        let deployment = try bench.deployment(
            newName("bounded"),
            BenchDeployment.Settings(
                source: (bench.mappedTopic, "flat"),
                partitions: bench.partitions,
                memory: memoryLimit
            )
        )
        defer { deployment.remove() }
        let daemon = try bench.start(deployment)
        defer { daemon.end() }
        sleep(Self.boundedSeconds)
        return try daemon.usage().peakResidentBytes
    }
}

/// When everything that was folded has been published, too: with the next lists after the last event, or with none if
/// nothing is left to be published two ticks later.
private struct CatchUp {
    let events: Int
    private var before: (published: Int, ticks: Int)?

    init(events: Int) {
        self.events = events
    }

    /// The events that are done, of which the last is once everything has been published; `unread` says how many
    /// candidates `merge` has still to read.
    mutating func progress(folded: Int, published: Int, ticks: Int, unread: Int) -> Int {
        guard folded >= events else { return folded }
        guard let before else {
            before = (published, ticks)
            return events - 1
        }
        // The lists after the last event may have been published before it was seen that all are folded.
        let isQuiet = ticks >= before.ticks + 2 && unread == 0
        return published > before.published || isQuiet ? events : events - 1
    }
}
