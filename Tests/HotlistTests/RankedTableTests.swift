// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Testing

@testable import hotlist

@Suite struct RankedTableTests {
    private func lines(_ view: QueueView, columns: Int = 100, limit: Int = 10, moves: RankMoves? = nil)
        -> [String]
    {
        RankedTable(columns: columns, limit: limit).lines(view, moves ?? RankMoves(span: 0))
            .map { $0.rendered(columns: columns, isColored: false) }
    }

    @Test func `an account is a line with its number and its reasons`() {
        let list = PublishedList.of(
            "outbound",
            [
                .of("acme.com", 9018, name: "Acme", reasons: ["Series B, $42M", "Data Engineer wanted"]),
                .of("b.io", 905, reasons: ["page /pricing"]),
            ]
        )
        #expect(
            lines(QueueView("outbound", of: [list])) == [
                "   #      urgency grade account  name why",
                "   1        90.18 A1    acme.com Acme Series B, $42M · Data Engineer wanted",
                "   2         9.05 A1    b.io          page /pricing",
            ]
        )
    }

    @Test func `whose share an account is on is a column where lists are shown as one`() {
        let lists: [PublishedList] = [
            .of("outbound", for: "maria", [.of("acme.com", 9018)]),
            .of("outbound", for: "tomas", [.of("b.io", 905)]),
        ]
        #expect(
            self.lines(QueueView("outbound", of: lists)) == [
                "   #      urgency grade account  name for   why",
                "   1        90.18 A1    acme.com      maria",
                "   2         9.05 A1    b.io          tomas",
            ]
        )
    }

    @Test func `a narrow terminal does without the names`() {
        let list = PublishedList.of(
            "outbound",
            [.of("acme.com", 9018, name: "Acme", reasons: ["Series B, $42M"])]
        )
        #expect(
            lines(QueueView("outbound", of: [list]), columns: 60) == [
                "   #      urgency grade account  why",
                "   1        90.18 A1    acme.com Series B, $42M",
            ]
        )
    }

    @Test func `a move stands beside the rank`() {
        let view = QueueView("q", of: [.of("q", [.of("b.io", 9018), .of("a.io", 905)])])
        var moves = RankMoves(span: 10)
        moves.observe([AccountID(domain: "a.io"), AccountID(domain: "b.io")], at: 0)
        moves.observe(view.accounts, at: 1)
        let shown = lines(view, moves: moves)
        #expect(shown[1].hasPrefix("   1 ▲1     90.18"))
        #expect(shown[2].hasPrefix("   2 ▼1      9.05"))
    }

    @Test func `what does not fit below is counted, and an empty list says that it is`() {
        let view = QueueView("q", of: [.of("q", [.of("a.io", 3), .of("b.io", 2), .of("c.io", 1)])])
        #expect(lines(view, limit: 1).last == "      … and 2 more")
        #expect(lines(QueueView("q", of: [])).last == "      nobody is on this list now")
    }

    @Test func `no line is wider than the terminal, whatever the names are`() {
        let hostile = String(repeating: "株\u{1B}[31m", count: 80)
        let entries: [PublishedList.Entry] = [
            .of(
                String(repeating: "a", count: 250) + ".com",
                10_000,
                name: hostile,
                reasons: [hostile, hostile]
            )
        ]
        for columns in [20, 40, 79, 80, 100, 200] {
            for line in lines(QueueView("q", of: [.of("q", entries)]), columns: columns) {
                #expect(PrintableText.width(line) <= columns, "\(columns)")
                #expect(!line.contains("\u{1B}"))
            }
        }
    }
}
