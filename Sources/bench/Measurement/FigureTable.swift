// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation

/// Figures for people.
enum FigureTable {
    /// A line for each figure.
    static func text(of figures: [Figure]) -> String {
        let lines = figures.map { figure in
            [
                figure.name,
                "\(number(figure.value)) \(figure.unit)",
                figure.processorPerMillion.map { "\(number($0)) CPU s/M" } ?? "",
                figure.ratio.map { ratio in "\(number(ratio * 100)) % of \(figure.yardstick ?? "")" } ?? "",
                figure.goal.map { goal in
                    "\(figure.isReached == true ? "reached" : "missed"): "
                        + "\(goal.isUpperLimit ? "at most" : "at least") "
                        + (goal.isOfRatio ? "\(number(goal.value * 100)) %" : number(goal.value))
                } ?? "",
            ]
        }
        let widths = (0..<5).map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ")
                .replacing(#/ +$/#, with: "")
        }.joined(separator: "\n")
    }

    private static func number(_ value: Double) -> String {
        if value >= 1000 {
            return Int(value.rounded()).formatted(.number.locale(Locale(identifier: "en_US")))
        }
        return String(format: value >= 10 ? "%.1f" : "%.3f", value)
    }
}
