// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Metrics
import Synchronization

/// A counter's value.
final class CounterSeries: CounterHandler {
    private let value = Atomic<Int64>(0)

    /// Adds `amount`; a counter never goes down, so what is not positive adds nothing.
    func increment(by amount: Int64) {
        if amount > 0 { value.wrappingAdd(amount, ordering: .relaxed) }
    }

    func reset() {
        value.store(0, ordering: .relaxed)
    }

    func samples(labels: [MetricLabel]) -> [MetricFamily.Sample] {
        [MetricFamily.Sample(labels: labels, value: String(value.load(ordering: .relaxed)))]
    }
}
