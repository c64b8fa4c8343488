// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Operations
import Ranking
import Testing

@testable import SampleSignals
@testable import hotlist

@Suite struct DemoTests {
    private func record(_ flaw: SampleFlaw?) -> SampleRecord {
        SampleRecord(
            preset: .segment,
            key: nil,
            value: [],
            timestamp: Timestamp(milliseconds: nine),
            flaw: flaw
        )
    }

    @Test func `a flaw is explained twice and no more, and good records are not news`() {
        var news = DemoNews(pace: 0)
        for time in 0..<5 {
            news.note(record(.duplicate))
            news.note(record(nil))
            news.turn(at: Int64(time))
        }
        #expect(news.lines.count == 2)
        #expect(news.lines.allSatisfy { $0.contains("not counted twice") })
    }

    @Test func `a new leader is what is said, and the rest of the moment is dropped`() {
        var news = DemoNews(pace: 1000)
        news.note(QueueView("q", of: [.of("q", [.of("a.io", 20), .of("b.io", 10)])]))
        news.note(record(.late))
        news.note(
            QueueView(
                "q",
                of: [
                    .of(
                        "q",
                        [
                            .of("b.io", 30, name: "Bb", reasons: ["Series B, $42M"]),
                            .of("a.io", 20, reasons: ["x"]),
                            .of("c.io", 5, reasons: ["y"]),
                        ]
                    )
                ]
            )
        )
        news.turn(at: 0)
        #expect(news.lines == ["Bb is first now with 0.30: Series B, $42M (funding)"])
        news.turn(at: 2000)
        #expect(news.lines.count == 1)
    }

    @Test func `news come at their pace`() {
        var news = DemoNews(pace: 1000)
        news.note(record(.late))
        news.turn(at: 0)
        news.note(record(.truncated))
        news.turn(at: 999)
        #expect(news.lines.count == 1)
        news.turn(at: 1000)
        #expect(news.lines.count == 2)
    }

    @Test func `the numbers are those of the stages, reasons by their frequency`() {
        var ingest = StageHealth(state: .running)
        ingest.recordsIn = 42
        ingest.partitions = [PartitionStatus(topic: "t", partition: 0, nextOffset: 40, endOffset: 43)]
        ingest.readings = [
            MetricReading("hotlist_events_appended_total", ["type": "signal"], 30),
            MetricReading("hotlist_events_appended_total", ["type": "account"], 8),
            MetricReading("hotlist_dead_letters_total", ["reason": "bad_value"], 1),
            MetricReading("hotlist_dead_letters_total", ["reason": "json_malformed"], 3),
        ]
        var rank = StageHealth(state: .running)
        rank.readings = [
            MetricReading("hotlist_accounts", ["partition": "0"], 3),
            MetricReading("hotlist_accounts", ["partition": "1"], 4),
            MetricReading("hotlist_events_folded_total", ["effect": "duplicate"], 2),
            MetricReading("hotlist_events_folded_total", ["effect": "counted"], 20),
        ]
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        board.publish(ingest, of: "ingest")
        board.publish(rank, of: "rank")
        #expect(
            DemoNumbers(board.snapshot).line.text
                == "records 42  events 38  accounts 7  repeats 2  lag 3  dead letters 4 (3 json_malformed, 1 bad_value)"
        )
    }

    @Test func `every hint has its turn`() {
        let hints = DemoHints(
            program: "hotlist",
            brokers: "127.0.0.1:1",
            port: 8080,
            configuration: "/tmp/h.yaml"
        )
        let shown = (0..<8).map { hints.hint(at: Int64($0) * DemoHints.pace, about: "acme.com") }
        #expect(Set(shown).count == 8)
        #expect(shown.contains { $0.contains("http://127.0.0.1:8080/v1/accounts/acme.com") })
        #expect(hints.hint(at: 8 * DemoHints.pace, about: nil) == shown[0])
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 12), (200, 60)])
    func `the scene fits the terminal`(columns: Int, rows: Int) {
        let entries = (0..<100).map {
            PublishedList.Entry.of("a\($0).io", 9000 - $0, reasons: ["Series B, $42M"])
        }
        let scene = DemoScene(
            phase: "2026-11-20 09:00 UTC",
            progress: 0.5,
            numbers: DemoNumbers(),
            view: QueueView("q", of: [.of("q", entries)]),
            moves: RankMoves(span: 0),
            news: ["one", "two", "three", "four", "five"],
            hint: "a hint"
        )
        let lines = scene.lines(TerminalScreen.Size(columns: columns, rows: rows))
        #expect(lines.count <= max(rows, 16))
        #expect(lines.map(\.text).contains("now  five"))
        #expect(lines.map(\.text).contains("try  a hint"))
    }
}
