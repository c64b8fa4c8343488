// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a run has come to.
struct RunSummary {
    var seed: UInt64
    /// What can be said if all is well.
    var verdict: String
    var seconds = 0.0
    /// How often each action was taken.
    var actions: [String: Int] = [:]
    /// Processes that ended by themselves, by reason.
    var exits: [String: Int] = [:]
    /// What was counted, in the order in which it is told.
    var counts: [(name: String, number: Int)] = []
    /// What does not hold; nothing, if all is well.
    var findings: [String] = []
    /// What was not done, and why.
    var leftOut: [String] = []
    /// Where everything lies, if it was kept.
    var directory: String?

    /// For people.
    var text: String {
        var lines = ["", "seed \(seed), \(Int(seconds)) s"]
        func add(_ title: String, _ numbers: [(String, Int)]) {
            guard !numbers.isEmpty else { return }
            lines.append(title)
            for (name, number) in numbers { lines.append("  \(number)  \(name)") }
        }
        add("actions", actions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        add("exits of their own", exits.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        add("counted", counts.map { ($0.name, $0.number) })
        for text in leftOut { lines.append("left out: \(text)") }
        for text in findings { lines.append("FAILED: \(text)") }
        if let directory { lines.append("kept: \(directory)") }
        lines.append(findings.isEmpty ? verdict : "NOT passed: \(findings.count) findings")
        return lines.joined(separator: "\n")
    }

    /// For programs.
    var object: [String: Any] {
        var object: [String: Any] = [
            "event": "summary", "seed": String(seed), "seconds": seconds, "actions": actions, "exits": exits,
            "findings": findings, "left_out": leftOut, "passed": findings.isEmpty,
            "counts": Dictionary(counts.map { ($0.name, $0.number) }, uniquingKeysWith: { $1 }),
        ]
        object["directory"] = directory
        return object
    }
}
