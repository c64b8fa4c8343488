// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// A view of a queue as lines of a table.
struct RankedTable {
    /// Columns of the terminal.
    var columns: Int
    /// How many accounts are shown at most.
    var limit: Int

    private struct Column {
        var head: String
        var width: Int
        var isNumber = false
    }

    /// The head and a line for each account.
    func lines(_ view: QueueView, _ moves: RankMoves) -> [StyledLine] {
        let rows = view.rows.prefix(max(0, limit))
        let columns = layOut(Array(rows))
        var lines = [head(columns)]
        for row in rows { lines.append(line(row, moves.move(of: row.entry.account, at: row.rank), columns)) }
        if rows.isEmpty {
            lines.append(StyledLine("      nobody is on this list now", .faint))
        } else if view.rows.count > rows.count {
            lines.append(StyledLine("      … and \(view.rows.count - rows.count) more", .faint))
        }
        return lines
    }

    private func layOut(_ rows: [QueueView.Row]) -> [Column] {
        func widest(_ head: String, _ limit: Int, _ text: (QueueView.Row) -> String) -> Column {
            let widths = rows.map { PrintableText.width(PrintableText.clean(text($0))) }
            return Column(head: head, width: min(limit, max(head.count, widths.max() ?? 0)))
        }
        // A narrow terminal gets less of the names, so that the reasons keep some room.
        let share = columns < 100 ? 16 : 26
        var layout = [
            Column(head: "#", width: 4, isNumber: true),
            Column(head: "", width: 4),
            Column(head: "urgency", width: 7, isNumber: true),
            Column(head: "grade", width: 5),
            widest("account", share) { $0.entry.account.domain },
            widest("name", share) { $0.entry.name ?? "" },
        ]
        if rows.contains(where: { $0.value != nil }) { layout.append(widest("for", 12) { $0.value ?? "" }) }
        return layout
    }

    private func head(_ columns: [Column]) -> StyledLine {
        let cells = columns.map { PrintableText.fit($0.head, to: $0.width, atRight: $0.isNumber) }
        return StyledLine((cells + ["why"]).joined(separator: " "), .faint)
    }

    private func line(_ row: QueueView.Row, _ move: RankMove, _ columns: [Column]) -> StyledLine {
        let entry = row.entry
        let reasons = entry.reasons.map { PrintableText.clean($0.text) }.joined(separator: " · ")
        let texts: [(String, StyledLine.Style)] = [
            ("\(row.rank)", .plain),
            (move.text, move.style),
            (Self.decimal(entry.urgency), .strong),
            (entry.grade.description, .plain),
            (entry.account.domain, .strong),
            (entry.name ?? "", .plain),
            (row.value ?? "", .faint),
        ]
        var line = StyledLine()
        for (column, cell) in zip(columns, texts) {
            let text = PrintableText.clean(cell.0)
            line.append(PrintableText.fit(text, to: column.width, atRight: column.isNumber) + " ", cell.1)
        }
        line.append(reasons)
        return line
    }

    /// Hundredths with their point.
    static func decimal(_ hundredths: Int) -> String {
        let digits = String(hundredths % 100)
        return "\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)"
    }
}

extension RankMove {
    fileprivate var style: StyledLine.Style {
        switch self {
        case .unchanged: .plain
        case .up: .good
        case .down: .bad
        case .entered: .notable
        }
    }
}
