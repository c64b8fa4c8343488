// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What kind of number a metric is.
public enum MetricKind: Sendable, Equatable {
    /// A number that only grows while the process lives.
    case counter
    /// A number that goes up and down.
    case gauge
    /// A count of observations in buckets, by their upper bounds in growing order.
    case histogram(bounds: [Double])

    /// The name of the kind in the text format.
    var typeName: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
