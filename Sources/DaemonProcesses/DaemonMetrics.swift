// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a process counts, as `/metrics` says it.
public struct DaemonMetrics: Sendable {
    private let lines: [Substring]

    /// The metrics of an answer in Prometheus' text format.
    public init(_ text: String) {
        lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    /// The sum of a metric's series that have all of these labels; nil if there are none.
    public func sum(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        var sum: Double?
        for line in lines where line.hasPrefix(name) {
            let rest = line.dropFirst(name.count)
            guard rest.first == "{" || rest.first == " ",
                labels.allSatisfy({ rest.contains("\($0.key)=\"\($0.value)\"") }),
                let value = line.split(separator: " ").last.flatMap({ Double($0) })
            else { continue }
            sum = (sum ?? 0) + value
        }
        return sum
    }
}
