// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation
internal import Workload

/// From the moment a signal is produced to the moment at which a consumer holds the queue that it changed.
///
/// One process runs all stages on canonical events at a steady rate.
struct LatencyFigures {
    let bench: KafkaBench
    let workload: StandardWorkload
    /// An odd number.
    let runs: Int
    /// How long each rate is kept up in a run, after a warm-up.
    let seconds: Double

    private static let warmUp = 5.0
    /// How long the last signals are waited for.
    private static let patience = 30.0

    /// A load, and the limits of what may come of it.
    private struct Load {
        var rate: Int
        var interval: String
        var middle: Double?
        var nearlyAll: Double
    }

    private static let loads = [
        Load(rate: 20_000, interval: "250ms", middle: 300, nearlyAll: 500),
        Load(rate: 50_000, interval: "250ms", middle: nil, nearlyAll: 550),
        Load(rate: 20_000, interval: "50ms", middle: nil, nearlyAll: 250),
    ]

    /// The middle and nearly the worst of each load: of each, the run in the middle.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        var runs = Self.loads.map { _ in [[Int64]]() }
        for run in 0..<self.runs {
            for (number, load) in Self.loads.enumerated() {
                tell("latency at \(name(load)), run \(run + 1) of \(self.runs)")
                runs[number].append(try measure(load, number: run * Self.loads.count + number))
            }
        }
        return zip(Self.loads, runs).flatMap { load, runs in
            [(0.5, load.middle, "p50"), (0.99, load.nearlyAll, "p99")].map { share, goal, label in
                let values = runs.map { $0[Int(Double($0.count - 1) * share)] }.sorted()
                return Figure(
                    name: "\(name(load)), \(label)",
                    value: Double(values[values.count / 2]),
                    unit: "ms",
                    goal: goal.map { Figure.Goal(isUpperLimit: true, value: $0) }
                )
            }
        }
    }

    /// A mock is given what it holds.
    private func rate(_ load: Load) -> Int {
        bench.brokers.isMock ? load.rate / 20 : load.rate
    }

    private func name(_ load: Load) -> String {
        "\(rate(load).formatted(.number.locale(Locale(identifier: "en_US"))))/s, tick \(load.interval)"
    }

    /// All latencies of one run, sorted.
    private func measure(_ load: Load, number: Int) throws -> [Int64] {
        let rate = rate(load)
        let topic = "\(bench.brokers.prefix)-signals-\(number)"
        try bench.brokers.makeTopics([topic: bench.partitions])
        let deployment = try bench.deployment(
            "latency-\(number)",
            BenchDeployment.Settings(
                source: (topic, nil),
                partitions: bench.partitions,
                model: ProbeModel.content,
                publishInterval: load.interval
            )
        )
        defer {
            deployment.remove()
            bench.brokers.deleteTopics(beginningWith: topic)
        }
        let daemon = try bench.start(deployment)
        defer { daemon.end() }
        _ = try daemon.awaitReady()
        let ledger = ProbeLedger()
        let watch = QueueWatch(deployment, partitions: BenchDeployment.queuePartitions, ledger: ledger)
        defer { watch.stop() }
        let feed = PacedFeed(workload: workload, topic: topic, brokers: bench.brokers, rate: rate)
        let achieved = try feed.run(warmUp: Self.warmUp, seconds: seconds, ledger)
        guard achieved > 0.95 * Double(rate) else {
            throw BenchFailure("only \(Int(achieved)) of \(rate) events a second could be sent")
        }
        let end = Stopwatch()
        while ledger.outstanding > 0, end.elapsed.wall < Self.patience { usleep(20_000) }
        let latencies = ledger.latencies(at: WallClock.milliseconds)
        guard !latencies.isEmpty else { throw BenchFailure("no signal was sent") }
        return latencies
    }
}
