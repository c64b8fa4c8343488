// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Metrics
import Synchronization

/// Holds the numbers of all metrics and gives them in Prometheus' text format.
///
/// Label sets are bounded: a metric of the catalogue keeps only the labels it is described with, and over
/// ``seriesLimit`` series further ones are added up in one whose labels all say `other`. A name used as two kinds
/// of metric is kept as the kind of its first use; the second one counts nothing.
public final class PrometheusRegistry: MetricsFactory {
    /// How many series a metric may have.
    public static let seriesLimit = 512
    private static let familyLimit = 512

    private enum Series {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)

        func samples(labels: [MetricLabel]) -> [MetricFamily.Sample] {
            switch self {
            case .counter(let series): series.samples(labels: labels)
            case .gauge(let series): series.samples(labels: labels)
            case .histogram(let series): series.samples(labels: labels)
            }
        }
    }

    private struct Family {
        var description: MetricDescription
        var series: [[MetricLabel]: Series] = [:]
    }

    private let described: [String: MetricDescription]
    private let families = Mutex<[String: Family]>([:])

    /// An empty registry that knows the metrics of `catalogue`.
    public init(catalogue: [MetricDescription] = MetricCatalogue.all) {
        described = Dictionary(catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Making series

    /// Makes or finds the counter `label`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let series = series(label, dimensions, kind: .counter) { .counter(CounterSeries()) }
        guard case .counter(let counter) = series else { return NOOPMetricsHandler.instance }
        return counter
    }

    /// Makes or finds the gauge `label` or, where the catalogue says so or it aggregates, the histogram.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            guard let histogram = histogram(label, dimensions) else { return NOOPMetricsHandler.instance }
            return histogram
        }
        let series = series(label, dimensions, kind: .gauge) { .gauge(GaugeSeries()) }
        guard case .gauge(let gauge) = series else { return NOOPMetricsHandler.instance }
        return gauge
    }

    /// Makes or finds the histogram `label`, which observes seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard let histogram = histogram(label, dimensions) else { return NOOPMetricsHandler.instance }
        return histogram
    }

    /// Keeps the counter, so that one made again later goes on where it was.
    public func destroyCounter(_ handler: any CounterHandler) {}

    /// Forgets a gauge, which says nothing once nobody sets it; keeps a histogram.
    public func destroyRecorder(_ handler: any RecorderHandler) {
        guard let gauge = handler as? GaugeSeries else { return }
        families.withLock { families in
            for (name, var family) in families {
                family.series = family.series.filter { entry in
                    guard case .gauge(let known) = entry.value else { return true }
                    return known !== gauge
                }
                families[name] = family
            }
        }
    }

    /// Keeps the histogram, so that one made again later goes on where it was.
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries? {
        let bounds: [Double]
        if case .histogram(let described) = described[label]?.kind {
            bounds = described
        } else {
            bounds = MetricCatalogue.workSeconds
        }
        let series = series(label, dimensions, kind: .histogram(bounds: bounds)) {
            .histogram(HistogramSeries(bounds: bounds))
        }
        guard case .histogram(let histogram) = series else { return nil }
        return histogram
    }

    private func series(
        _ label: String,
        _ dimensions: [(String, String)],
        kind: MetricKind,
        make: () -> Series
    ) -> Series? {
        let name = Self.sanitized(label, allowingColon: true)
        let description =
            described[name]
            ?? MetricDescription(
                name: name,
                kind: kind,
                labels: dimensions.map { Self.sanitized($0.0, allowingColon: false) },
                help: "Not described."
            )
        guard description.kind == kind else { return nil }
        var labels: [MetricLabel] = []
        for labelName in description.labels {
            let value = dimensions.last { Self.sanitized($0.0, allowingColon: false) == labelName }?.1
            if let value { labels.append(MetricLabel(name: labelName, value: value)) }
        }
        return families.withLock { families in
            if families[name] == nil, families.count >= Self.familyLimit { return nil }
            var family = families[name] ?? Family(description: description)
            guard family.description.kind == kind else { return nil }
            if family.series[labels] == nil, family.series.count >= Self.seriesLimit {
                labels = labels.map { MetricLabel(name: $0.name, value: "other") }
            }
            if let known = family.series[labels] { return known }
            let made = make()
            family.series[labels] = made
            families[name] = family
            return made
        }
    }

    /// A name with everything replaced that the text format does not allow in one.
    private static func sanitized(_ name: String, allowingColon: Bool) -> String {
        var sanitized = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": sanitized.unicodeScalars.append(scalar)
            case "0"..."9" where !sanitized.isEmpty: sanitized.unicodeScalars.append(scalar)
            case ":" where allowingColon: sanitized.unicodeScalars.append(scalar)
            default: sanitized += "_"
            }
        }
        return sanitized.isEmpty ? "_" : sanitized
    }

    // MARK: Giving numbers

    /// All numbers, and those of `status`, in the text format.
    ///
    /// - Parameters:
    ///   - status: What the stages say, or nil for none of it.
    ///   - monotonic: The monotonic time, in milliseconds.
    ///   - wall: The time by the wall clock, in milliseconds since the epoch.
    /// - Returns: The families in the order of their names.
    public func exposition(status: StatusSnapshot?, monotonic: Int64, wall: Int64) -> String {
        var all =
            status.map { StatusMetrics(catalogue: described).families($0, monotonic: monotonic, wall: wall) }
            ?? []
        let fromStatus = Set(all.map(\.description.name))
        let kept = families.withLock { $0 }
        for (name, family) in kept where !fromStatus.contains(name) {
            let series = family.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            all.append(
                MetricFamily(family.description, samples: series.flatMap { $0.value.samples(labels: $0.key) })
            )
        }
        all.sort { $0.description.name < $1.description.name }
        var text = ""
        for family in all { family.append(to: &text) }
        return text
    }
}
