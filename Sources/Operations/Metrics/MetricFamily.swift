// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// All series of one metric at one moment.
struct MetricFamily {
    /// One line of the text format.
    struct Sample {
        /// What the line adds to the metric's name, such as `_bucket`.
        var suffix = ""
        var labels: [MetricLabel]
        var value: String
    }

    var description: MetricDescription
    var samples: [Sample]

    /// A family of gauges made on the spot.
    init(_ description: MetricDescription, samples: [Sample]) {
        self.description = description
        self.samples = samples
    }

    /// Appends the family in Prometheus' text format 0.0.4; nothing where it has no series.
    func append(to text: inout String) {
        if samples.isEmpty { return }
        let name = description.name
        text += "# HELP \(name) \(Self.escapedHelp(description.help))\n"
        text += "# TYPE \(name) \(description.kind.typeName)\n"
        for sample in samples {
            text += name
            text += sample.suffix
            if !sample.labels.isEmpty {
                let labels = sample.labels.map { "\($0.name)=\"\(Self.escapedLabel($0.value))\"" }
                text += "{\(labels.joined(separator: ","))}"
            }
            text += " \(sample.value)\n"
        }
    }

    /// A number as the text format has it.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return String(whole) }
        return value.description
    }

    private static func escapedHelp(_ help: String) -> String {
        escaped(help, quotes: false)
    }

    private static func escapedLabel(_ value: String) -> String {
        escaped(value, quotes: true)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += #"\\"#
            case "\n": escaped += #"\n"#
            case "\"" where quotes: escaped += #"\""#
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
