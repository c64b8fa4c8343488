// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What the demo shows at one moment.
struct DemoScene {
    /// What goes on, such as the time of the day that is played.
    var phase: String
    /// The share of the day that is over, 0 to 1.
    var progress: Double
    var numbers: DemoNumbers
    var view: QueueView
    var moves: RankMoves
    /// What has been said, the newest last.
    var news: [String]
    var hint: String

    private static let newsShown = 4

    /// The scene for a terminal of this size.
    func lines(_ size: TerminalScreen.Size) -> [StyledLine] {
        let frame = 6 + Self.newsShown
        let table = RankedTable(columns: size.columns, limit: max(3, size.rows - frame - 2))
        var lines = [title(size.columns), numbers.line, StyledLine()]
        lines += table.lines(view, moves)
        let free = size.rows - (lines.count + 1 + Self.newsShown + 2)
        lines += [StyledLine](repeating: StyledLine(), count: max(1, free + 1))
        let said = news.suffix(Self.newsShown)
        for (index, text) in said.enumerated() {
            let isNewest = index == said.count - 1
            var line = StyledLine(isNewest ? "now  " : "     ", .faint)
            line.append(text, isNewest ? .notable : .faint)
            lines.append(line)
        }
        var hintLine = StyledLine("try  ", .faint)
        hintLine.append(hint)
        lines.append(hintLine)
        lines.append(StyledLine("Ctrl-C ends it", .faint))
        return lines
    }

    private func title(_ columns: Int) -> StyledLine {
        var line = StyledLine("hotlist demo  ", .strong)
        let width = max(10, min(40, columns - 70))
        let done = min(width, max(0, Int(Double(width) * progress)))
        line.append(String(repeating: "█", count: done), .good)
        line.append(String(repeating: "░", count: width - done), .faint)
        line.append("  \(phase)")
        return line
    }

    /// The scene for a file: the first accounts, what was said since the last one, and the numbers.
    func plain(accounts: Int, newsSince start: Int) -> [StyledLine] {
        var lines = [StyledLine("-- \(phase)"), numbers.line]
        lines += news.dropFirst(start).suffix(3).map { StyledLine("   \($0)") }
        lines += RankedTable(columns: 150, limit: accounts).lines(view, moves)
        return lines + [StyledLine()]
    }
}
