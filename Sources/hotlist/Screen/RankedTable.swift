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
        var style = StyledLine.Style.plain
        var text: (QueueView.Row) -> String = { _ in "" }

        /// As wide as its widest cell, up to a limit.
        func fitted(to rows: [QueueView.Row], atMost limit: Int) -> Column {
            let widths = rows.map { PrintableText.width(PrintableText.clean(text($0))) }
            var column = self
            column.width = min(limit, max(head.count, widths.max() ?? 0))
            return column
        }
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
        // A narrow terminal gets less of the names, so that the reasons keep some room.
        let share = columns < 100 ? 18 : 26
        var layout = [
            Column(head: "#", width: 4, isNumber: true) { "\($0.rank)" },
            Column(head: "", width: 4),
            Column(head: "urgency", width: 7, isNumber: true, style: .strong) {
                Self.decimal($0.entry.urgency)
            },
            Column(head: "grade", width: 5) { $0.entry.grade.description },
            Column(head: "account", width: 0, style: .strong) { $0.entry.account.domain }
                .fitted(to: rows, atMost: share),
        ]
        if columns >= 100 {
            layout.append(
                Column(head: "name", width: 0) { $0.entry.name ?? "" }.fitted(to: rows, atMost: share)
            )
        }
        if rows.contains(where: { $0.value != nil }) {
            let column = Column(head: "for", width: 0, style: .faint) { $0.value ?? "" }
            layout.append(column.fitted(to: rows, atMost: 12))
        }
        return layout
    }

    private func head(_ columns: [Column]) -> StyledLine {
        let cells = columns.map { PrintableText.fit($0.head, to: $0.width, atRight: $0.isNumber) }
        return StyledLine((cells + ["why"]).joined(separator: " "), .faint)
    }

    private func line(_ row: QueueView.Row, _ move: RankMove, _ columns: [Column]) -> StyledLine {
        var line = StyledLine()
        for (index, column) in columns.enumerated() {
            // The second column is the move, which is not the row's own.
            let text = index == 1 ? move.text : PrintableText.clean(column.text(row))
            let cell = PrintableText.fit(text, to: column.width, atRight: column.isNumber)
            line.append(cell + " ", index == 1 ? move.style : column.style)
        }
        line.append(row.entry.reasons.map { PrintableText.clean($0.text) }.joined(separator: " · "))
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
