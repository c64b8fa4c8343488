// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Turns what the stages say of themselves into gauges, at the moment they are asked for.
///
/// A partition that was taken away is gone from the next answer, and an age is the age now.
struct StatusMetrics {
    private let catalogue: [String: MetricDescription]

    init(catalogue: [String: MetricDescription]) {
        self.catalogue = catalogue
    }

    func families(_ snapshot: StatusSnapshot, monotonic: Int64, wall: Int64) -> [MetricFamily] {
        let stages = snapshot.stages
        return [
            family("hotlist_ready", [([], snapshot.isReady ? 1 : 0)]),
            family("hotlist_stage_ready", stages.map { ([$0.name], $0.status.isReady ? 1 : 0) }),
            family("hotlist_loop_age_seconds", stages.map { ([$0.name], Self.age($0.lastTurn, monotonic)) }),
            family("hotlist_last_tick_age_seconds", ages(stages, \.status.lastTick, monotonic)),
            family("hotlist_last_commit_age_seconds", ages(stages, \.status.lastCommit, monotonic)),
            family(
                "hotlist_restore_progress_ratio",
                stages.compactMap { stage in stage.status.restore.map { ([stage.name], $0.ratio) } }
            ),
            family(
                "hotlist_assigned_partitions",
                stages.map { ([$0.name], Double($0.status.partitions.count)) }
            ),
            family("hotlist_consumer_lag_records", lags(stages)),
            family("hotlist_queue_entries", snapshot.queues.map { ([$0.name], Double($0.entries)) }),
            family("hotlist_queue_lists", snapshot.queues.map { ([$0.name], Double($0.lists)) }),
            family(
                "hotlist_queue_freshness_seconds",
                snapshot.queues.map { ([$0.name], Self.age($0.asOf, wall)) }
            ),
        ].compactMap { $0 } + readings(stages)
    }

    /// The numbers that the stages count themselves; those the catalogue does not have, or has as histograms, are
    /// left out.
    private func readings(_ stages: [StatusSnapshot.Stage]) -> [MetricFamily] {
        var sums: [String: [[MetricLabel]: Double]] = [:]
        for reading in stages.flatMap(\.status.readings) {
            guard let description = catalogue[reading.name] else { continue }
            let labels = description.labels.compactMap { name in
                reading.labels[name].map { MetricLabel(name: name, value: $0) }
            }
            sums[reading.name, default: [:]][labels, default: 0] += reading.value
        }
        return sums.compactMap { name, series in
            guard let description = catalogue[name] else { return nil }
            if case .histogram = description.kind { return nil }
            let samples = series.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { labels, value in
                MetricFamily.Sample(labels: labels, value: MetricFamily.text(of: value))
            }
            return MetricFamily(description, samples: samples)
        }
    }

    private typealias Value = (labels: [String], value: Double)

    private func family(_ name: String, _ values: [Value]) -> MetricFamily? {
        guard let description = catalogue[name] else { return nil }
        let samples = values.map { value in
            MetricFamily.Sample(
                labels: zip(description.labels, value.labels).map { MetricLabel(name: $0, value: $1) },
                value: MetricFamily.text(of: value.value)
            )
        }
        return MetricFamily(description, samples: samples)
    }

    private func ages(
        _ stages: [StatusSnapshot.Stage],
        _ moment: (StatusSnapshot.Stage) -> Int64?,
        _ now: Int64
    ) -> [Value] {
        stages.compactMap { stage in moment(stage).map { ([stage.name], Self.age($0, now)) } }
    }

    private func lags(_ stages: [StatusSnapshot.Stage]) -> [Value] {
        stages.flatMap { stage in
            stage.status.partitions.compactMap { partition in
                partition.lag.map {
                    ([stage.name, partition.topic, String(partition.partition)], Double($0))
                }
            }
        }
    }

    private static func age(_ moment: Int64, _ now: Int64) -> Double {
        Double(now - moment) / 1_000
    }
}
