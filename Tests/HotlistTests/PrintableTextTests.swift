// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import hotlist

@Suite struct PrintableTextTests {
    @Test func `what would steer the terminal becomes a space`() {
        // Escape, bell, line end, the C1 introducer, and the override of the direction of writing.
        let name = "Acme\u{1B}[2J\u{7}\n\u{9B}31m\u{202E}moc"
        #expect(PrintableText.clean(name) == "Acme [2J   31m moc")
    }

    @Test func `letters of every script stay`() {
        #expect(PrintableText.clean("Ångström 株式会社 שלום") == "Ångström 株式会社 שלום")
    }

    @Test(arguments: [("acme", 4), ("株式会社", 8), ("A\u{30A}", 1), ("🚀", 2), ("", 0), ("✓", 1)])
    func `text takes the columns that terminals give it`(text: String, columns: Int) {
        #expect(PrintableText.width(text) == columns)
    }

    @Test func `text is cut where the columns end, also between wide letters`() {
        #expect(PrintableText.cut("acme.example", to: 12) == "acme.example")
        #expect(PrintableText.cut("acme.example", to: 11) == "acme.examp…")
        #expect(PrintableText.cut("株式会社", to: 6) == "株式…")
        #expect(PrintableText.cut("acme", to: 0) == "")
    }

    @Test func `text fills its columns at either side`() {
        #expect(PrintableText.fit("7", to: 3, atRight: true) == "  7")
        #expect(PrintableText.fit("株", to: 4) == "株  ")
        #expect(PrintableText.fit("acme.example", to: 5) == "acme…")
    }

    @Test func `a line is cut over its pieces, and colours do not count`() {
        var line = StyledLine("outbound", .strong)
        line.append(": 12 accounts")
        #expect(line.rendered(columns: 80, isColored: false) == "outbound: 12 accounts")
        #expect(line.rendered(columns: 11, isColored: true) == "\u{1B}[1moutbound\u{1B}[0m: …")
        #expect(StyledLine("rank   ").rendered(columns: 80, isColored: false) == "rank")
    }

    @Test(arguments: [
        (0, "now"), (-5, "now"), (119_999, "119 s ago"), (120_000, "2 min ago"),
        (7_199_999, "119 min ago"), (172_799_999, "47 h ago"), (172_800_000, "2 days ago"),
    ])
    func `an age is said in one unit`(milliseconds: Int64, text: String) {
        #expect(AgeText.text(milliseconds: milliseconds) == text)
    }
}
