// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A number that a stage keeps itself and publishes whole: the total of a counter, or a gauge's value.
public struct MetricReading: Sendable, Equatable {
    /// The metric's name in the ``MetricCatalogue``.
    public var name: String
    /// The labels' values by the labels' names; labels that the metric is not described with are left out.
    public var labels: [String: String]
    /// The total or the value.
    public var value: Double

    /// The number `value` of the metric `name`.
    public init(_ name: String, _ labels: [String: String] = [:], _ value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}
