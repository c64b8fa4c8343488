// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One label of a series.
struct MetricLabel: Hashable, Comparable, Sendable {
    var name: String
    var value: String

    static func < (left: MetricLabel, right: MetricLabel) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }
}
