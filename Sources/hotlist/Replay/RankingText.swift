// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Ranking
import Scoring

/// A list as a table for terminals.
enum RankingText {
    /// The first `top` accounts of `list`, under its name.
    static func text(of list: PublishedList, top: Int) -> String {
        let shown = list.entries.prefix(top)
        let count = list.entries.count == 1 ? "1 account" : "\(list.entries.count) accounts"
        var text = "\n\(list.list.text) as of \(list.asOf), \(count)\n"
        guard !shown.isEmpty else { return text }
        var table = TextTable(
            ["rank", "account", "name", "urgency", "grade", "fit", "heat", "why"],
            rightAligned: [0, 3, 5, 6]
        )
        for (index, entry) in shown.enumerated() {
            table.append([
                String(index + 1),
                entry.account.domain,
                String((entry.name ?? "").prefix(24)),
                hundredths(entry.urgency),
                entry.grade.description,
                hundredths(entry.fit),
                hundredths(entry.heat),
                entry.reasons.map { "\($0.text.prefix(48)) (\($0.at.date))" }.joined(separator: "; "),
            ])
        }
        text += table.text
        if shown.count < list.entries.count { text += "… and \(list.entries.count - shown.count) more\n" }
        return text
    }

    /// A published decimal, with both digits.
    static func hundredths(_ value: Int) -> String {
        String(format: "%.2f", Double(value) / 100)
    }
}
