// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a metric is called and what it says.
public struct MetricDescription: Sendable, Equatable {
    /// The metric's name, with its unit.
    public var name: String
    /// What kind of number it is.
    public var kind: MetricKind
    /// The names of its labels, all of which have few values.
    public var labels: [String]
    /// One sentence that says what is counted or measured.
    public var help: String

    /// Describes the metric `name`.
    public init(name: String, kind: MetricKind, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}
