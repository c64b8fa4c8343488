// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Ingest
import Pipeline
import Scoring

/// What a replay has read and what became of it, in words.
enum ReplaySummary {
    /// The summary, in lines.
    static func text(_ replay: borrowing Replay, seconds: Double) -> String {
        let tally = replay.tally
        var table = TextTable(["", ""], rightAligned: [1])
        table.append(["records", String(tally.records)])
        if tally.ignored > 0 { table.append(["  ignored by their mapping", String(tally.ignored)]) }
        for (reason, count) in sorted(tally.deadLetters) {
            let share = String(format: "%.2f %%", 100 * Double(count) / Double(max(tally.records, 1)))
            table.append(["  dead letters, \(reason)", "\(count)", share])
        }
        table.append(["events", String(tally.events.values.reduce(0, +))])
        for (type, count) in sorted(tally.events) { table.append(["  \(type)", String(count)]) }
        if tally.later > 0 { table.append(["  after \(replay.instant), left out", String(tally.later)]) }
        table.append(["effects", String(tally.effects.values.reduce(0, +))])
        for effect in FoldOutcome.Effect.allCases {
            guard let count = tally.effects[effect] else { continue }
            table.append(["  \(effect)", String(count)])
        }
        if tally.evictions > 0 { table.append(["  signals evicted from memory", String(tally.evictions)]) }
        if tally.hidden > 0 { table.append(["  signals of superseded accounts", String(tally.hidden)]) }
        table.append(["aliases", String(replay.aliases.count)])
        table.append(["accounts", String(replay.ranking.accountCount)])
        table.append(["seconds", String(format: "%.1f", seconds)])
        return table.text.drop { $0 == "\n" || $0 == " " } + "\n"
    }

    /// Most first, then by name.
    private static func sorted(_ counts: [String: Int]) -> [(String, Int)] {
        counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
            .map { ($0.key, $0.value) }
    }
}
