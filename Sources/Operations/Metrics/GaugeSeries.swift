// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Metrics
import Synchronization

/// A gauge's value: the one recorded last.
final class GaugeSeries: RecorderHandler {
    private let bits = Atomic<UInt64>(Double(0).bitPattern)

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func samples(labels: [MetricLabel]) -> [MetricFamily.Sample] {
        let value = Double(bitPattern: bits.load(ordering: .relaxed))
        return [MetricFamily.Sample(labels: labels, value: MetricFamily.text(of: value))]
    }
}
