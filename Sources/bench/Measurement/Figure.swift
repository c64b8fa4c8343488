// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Something that was measured.
struct Figure: Codable {
    /// What was measured.
    var name: String
    /// The median of the runs.
    var value: Double
    /// What the value counts, such as `events/s` or `ms`.
    var unit: String
    /// Seconds of all cores for a million events; nil where there are no events.
    var processorPerMillion: Double?
    /// The figure that it is held against, and its share of that.
    var yardstick: String?
    var ratio: Double?
    /// What it should be at least or at most; nil without a goal.
    var goal: Goal?

    /// What a figure should be.
    struct Goal: Codable {
        var isUpperLimit: Bool
        var value: Double
        /// Whether it is about the ratio, not the value.
        var isOfRatio = false
    }

    /// Whether the goal is reached; nil without one.
    var isReached: Bool? {
        goal.map { goal in
            let reached = goal.isOfRatio ? ratio ?? 0 : value
            return goal.isUpperLimit ? reached <= goal.value : reached >= goal.value
        }
    }
}

extension Figure {
    /// Events per second, of the run in the middle.
    static func rate(_ name: String, _ samples: [Sample], goal: Double? = nil) -> Figure {
        let median = Sample.median(samples)
        return Figure(
            name: name,
            value: median.rate,
            unit: "events/s",
            processorPerMillion: median.timing.processor / Double(median.events) * 1e6,
            goal: goal.map { Goal(isUpperLimit: false, value: $0) }
        )
    }
}
