// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Metrics
import Testing

@testable import Operations

@Suite struct MetricsTests {
    private let catalogue = [
        MetricDescription(
            name: "t_total",
            kind: .counter,
            labels: ["b", "a"],
            help: "Back\\slash\nand line."
        ),
        MetricDescription(name: "t_gauge", kind: .gauge, help: "A gauge."),
        MetricDescription(
            name: "t_seconds",
            kind: .histogram(bounds: [0.1, 1]),
            labels: ["s"],
            help: "Times."
        ),
    ]

    private func text(_ registry: PrometheusRegistry) -> String {
        registry.exposition(status: nil, monotonic: 0, wall: 0)
    }

    @Test func `counters, gauges and timers come out in the text format`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        Counter(label: "t_total", dimensions: [("a", "x\"y\\z\nw"), ("b", "1")], factory: registry).increment(
            by: 3
        )
        Counter(label: "t_total", dimensions: [("b", "1"), ("a", "x\"y\\z\nw")], factory: registry)
            .increment()
        Counter(label: "t_total", dimensions: [("b", "0")], factory: registry).increment(by: -5)
        Gauge(label: "t_gauge", factory: registry).record(0.25)
        let timer = Timer(label: "t_seconds", dimensions: [("s", "rank")], factory: registry)
        timer.recordMilliseconds(100)
        timer.recordMilliseconds(101)
        timer.recordMilliseconds(5_000)
        #expect(
            text(registry) == #"""
                # HELP t_gauge A gauge.
                # TYPE t_gauge gauge
                t_gauge 0.25
                # HELP t_seconds Times.
                # TYPE t_seconds histogram
                t_seconds_bucket{s="rank",le="0.1"} 1
                t_seconds_bucket{s="rank",le="1"} 2
                t_seconds_bucket{s="rank",le="+Inf"} 3
                t_seconds_sum{s="rank"} 5.201
                t_seconds_count{s="rank"} 3
                # HELP t_total Back\\slash\nand line.
                # TYPE t_total counter
                t_total{b="0"} 0
                t_total{b="1",a="x\"y\\z\nw"} 4

                """#
        )
    }

    @Test func `a label that is not described is left out, so that its values cannot multiply`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        for account in 0..<1_000 {
            Counter(
                label: "t_total",
                dimensions: [("a", "x"), ("account", "\(account).com")],
                factory: registry
            ).increment()
        }
        #expect(text(registry).contains("t_total{a=\"x\"} 1000\n"))
        #expect(!text(registry).contains("account"))
    }

    @Test func `series beyond the limit are added up in one`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        for value in 0..<(PrometheusRegistry.seriesLimit + 100) {
            Counter(label: "t_total", dimensions: [("a", "\(value)")], factory: registry).increment()
        }
        let series = text(registry).split(separator: "\n").filter { $0.hasPrefix("t_total{") }
        #expect(series.count == PrometheusRegistry.seriesLimit + 1)
        #expect(series.contains("t_total{a=\"other\"} 100"))
    }

    @Test func `a name is one kind of metric`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        Counter(label: "t_gauge", factory: registry).increment()
        Gauge(label: "t_total", dimensions: [("a", "x")], factory: registry).record(7)
        Timer(label: "t_gauge", factory: registry).recordSeconds(1)
        #expect(text(registry) == "")
        Counter(label: "undescribed.name-1", dimensions: [("a-b", "c")], factory: registry).increment()
        Gauge(label: "undescribed.name-1", factory: registry).record(7)
        #expect(
            text(registry) == """
                # HELP undescribed_name_1 Not described.
                # TYPE undescribed_name_1 counter
                undescribed_name_1{a_b="c"} 1

                """
        )
    }

    @Test(arguments: [
        (Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0, "0"), (-0.5, "-0.5"),
        (1e300, "1e+300"),
        (9_007_199_254_740_992, "9007199254740992.0"), (1e-7, "1e-07"),
    ])
    func `a number has the form that Prometheus reads`(value: Double, expected: String) {
        #expect(MetricFamily.text(of: value) == expected)
    }

    @Test func `a gauge that is destroyed is gone, a counter goes on where it was`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        let gauge = Gauge(label: "t_gauge", factory: registry)
        gauge.record(1)
        gauge.destroy()
        let counter = Counter(label: "t_total", factory: registry)
        counter.increment()
        counter.destroy()
        Counter(label: "t_total", factory: registry).increment()
        #expect(!text(registry).contains("t_gauge"))
        #expect(text(registry).contains("t_total 2\n"))
    }

    @Test func `what is no number does not spoil a histogram`() {
        let registry = PrometheusRegistry(catalogue: catalogue)
        let recorder = Recorder(
            label: "t_seconds",
            dimensions: [("s", "x")],
            aggregate: true,
            factory: registry
        )
        recorder.record(Double.nan)
        recorder.record(0.5)
        #expect(text(registry).contains("t_seconds_sum{s=\"x\"} 0.5\nt_seconds_count{s=\"x\"} 1\n"))
    }

    @Test func `numbers counted at once from many tasks are all counted`() async {
        let registry = PrometheusRegistry(catalogue: catalogue)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let timer = Timer(label: "t_seconds", dimensions: [("s", "x")], factory: registry)
                    for _ in 0..<1_000 {
                        Counter(label: "t_total", dimensions: [("a", "\(task % 2)")], factory: registry)
                            .increment()
                        timer.recordSeconds(1)
                    }
                }
            }
        }
        let lines = text(registry).split(separator: "\n")
        #expect(lines.contains("t_total{a=\"0\"} 4000"))
        #expect(lines.contains("t_total{a=\"1\"} 4000"))
        #expect(lines.contains("t_seconds_count{s=\"x\"} 8000"))
        #expect(lines.contains("t_seconds_sum{s=\"x\"} 8000"))
    }

    @Test func `the stages' state shows as gauges of this moment`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 1_000)
        board.publish(
            StageHealth(
                state: .running,
                partitions: [
                    PartitionStatus(topic: "hotlist.journal", partition: 0, nextOffset: 90, endOffset: 100),
                    PartitionStatus(topic: "hotlist.journal", partition: 1, nextOffset: 5, endOffset: nil),
                ],
                lastTick: 4_750,
                lastCommit: 3_000
            ),
            of: "rank"
        )
        board.publish(
            StageHealth(state: .restoring, restore: RestoreProgress(done: 1, total: 4)),
            of: "ingest"
        )
        board.publish(queues: [QueueStatus(name: "outbound", lists: 2, entries: 37, asOf: 1_000_000)])
        let text = PrometheusRegistry().exposition(status: board.snapshot, monotonic: 5_000, wall: 1_002_500)
        let numbers = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            numbers == [
                "hotlist_assigned_partitions{stage=\"ingest\"} 0",
                "hotlist_assigned_partitions{stage=\"rank\"} 2",
                "hotlist_consumer_lag_records{stage=\"rank\",topic=\"hotlist.journal\",partition=\"0\"} 10",
                "hotlist_last_commit_age_seconds{stage=\"rank\"} 2",
                "hotlist_last_tick_age_seconds{stage=\"rank\"} 0.25",
                "hotlist_loop_age_seconds{stage=\"ingest\"} 4",
                "hotlist_loop_age_seconds{stage=\"rank\"} 4",
                "hotlist_queue_entries{queue=\"outbound\"} 37",
                "hotlist_queue_freshness_seconds{queue=\"outbound\"} 2.5",
                "hotlist_queue_lists{queue=\"outbound\"} 2",
                "hotlist_ready 0",
                "hotlist_restore_progress_ratio{stage=\"ingest\"} 0.25",
                "hotlist_stage_ready{stage=\"ingest\"} 0",
                "hotlist_stage_ready{stage=\"rank\"} 1",
            ]
        )
    }

    @Test func `the numbers that stages count themselves are added up under their labels`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        let letters = "hotlist_dead_letters_total"
        board.publish(
            StageHealth(readings: [
                MetricReading(letters, ["stage": "ingest", "reason": "not_json"], 3),
                MetricReading(letters, ["stage": "ingest", "reason": "late", "account": "acme.com"], 1),
                MetricReading("hotlist_accounts", ["partition": "0"], 7),
                MetricReading("hotlist_unheard_of", [:], 1),
                MetricReading("hotlist_tick_duration_seconds", [:], 1),
            ]),
            of: "ingest"
        )
        board.publish(
            StageHealth(readings: [MetricReading("hotlist_accounts", ["partition": "0"], 5)]),
            of: "rank"
        )
        let registry = PrometheusRegistry()
        // What a stage publishes whole stands for the metric; what was counted beside it is left out.
        Counter(label: letters, dimensions: [("reason", "x")], factory: registry).increment()
        let text = registry.exposition(status: board.snapshot, monotonic: 0, wall: 0)
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix(letters) || $0.hasPrefix("hotlist_accounts") }
                == [
                    "hotlist_accounts{partition=\"0\"} 12",
                    "hotlist_dead_letters_total{stage=\"ingest\",reason=\"late\"} 1",
                    "hotlist_dead_letters_total{stage=\"ingest\",reason=\"not_json\"} 3",
                ]
        )
        #expect(text.contains("# TYPE hotlist_dead_letters_total counter\n"))
        #expect(!text.contains("unheard") && !text.contains("tick_duration"))
    }

    @Test func `names follow the habits of Prometheus`() {
        for metric in MetricCatalogue.all {
            #expect(metric.name.wholeMatch(of: #/hotlist_[a-z]+(_[a-z]+)*/#) != nil, "\(metric.name)")
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
            #expect(metric.help.hasSuffix(".") && !metric.help.contains("|"), "\(metric.name)")
            if case .histogram(let bounds) = metric.kind {
                #expect(zip(bounds, bounds.dropFirst()).allSatisfy(<), "\(metric.name)")
                #expect(metric.name.hasSuffix("_seconds"), "\(metric.name)")
            }
        }
        #expect(Set(MetricCatalogue.all.map(\.name)).count == MetricCatalogue.all.count)
    }

    @Test func `the table in docs/operations.md is the catalogue`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/operations.md"), encoding: .utf8)
        let rows = document.split(separator: "\n").filter { $0.hasPrefix("| `hotlist_") }.map(String.init)
        let expected = MetricCatalogue.all.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return
                "| `\(metric.name)` | \(metric.kind.typeName) | \(labels.isEmpty ? "–" : labels) | \(metric.help) |"
        }
        #expect(rows == expected, "The rows must be:\n\(expected.joined(separator: "\n"))")
    }
}
