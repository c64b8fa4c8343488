// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Metrics
import Synchronization

/// The observations of a histogram, counted by bucket; times are observed in seconds.
final class HistogramSeries: RecorderHandler, TimerHandler {
    private struct Counts {
        /// Observations by the first bucket that holds them; the last is the one without a bound.
        var perBucket: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(perBucket: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        // What is no number would make the sum none for ever.
        if value.isNaN { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts.withLock { counts in
            counts.perBucket[bucket] &+= 1
            counts.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func samples(labels: [MetricLabel]) -> [MetricFamily.Sample] {
        let counts = counts.withLock { $0 }
        var samples: [MetricFamily.Sample] = []
        var cumulative: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], counts.perBucket) {
            cumulative &+= count
            let label = MetricLabel(name: "le", value: MetricFamily.text(of: bound))
            samples.append(
                MetricFamily.Sample(suffix: "_bucket", labels: labels + [label], value: String(cumulative))
            )
        }
        samples.append(
            MetricFamily.Sample(suffix: "_sum", labels: labels, value: MetricFamily.text(of: counts.sum))
        )
        samples.append(MetricFamily.Sample(suffix: "_count", labels: labels, value: String(cumulative)))
        return samples
    }
}
