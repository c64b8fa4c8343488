// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct ListChangeTests {
    private func list(_ entries: [(String, Int, Grade)], sequence: Int64 = 2) -> PublishedList {
        PublishedList(
            list: ListName(queue: "q", value: "maria"),
            asOf: moment(nine + 250),
            model: "sha256:one",
            sequence: sequence,
            positions: [],
            previous: PublishedList.Previous(),
            entries: entries.map { domain, urgency, grade in
                PublishedList.Entry(
                    account: account(domain),
                    name: nil,
                    urgency: urgency,
                    grade: grade,
                    fit: 0,
                    heat: 0,
                    intent: [],
                    persons: 0,
                    enteredAt: moment(nine),
                    lastSignalAt: moment(nine),
                    reasons: []
                )
            }
        )
    }

    private func summary(_ last: PublishedList?, _ next: PublishedList) -> [String] {
        ListChange.between(last, and: next).map { change in
            let from = change.from.map { String($0.rank) } ?? "-"
            let to = change.to.map { String($0.rank) } ?? "-"
            return "\(change.kind.rawValue) \(change.account) \(from) \(to)"
        }
    }

    @Test func `every account of a first list has entered`() {
        let next = list([("a.com", 9000, .of(0, 0)), ("b.com", 8000, .of(0, 0))])
        #expect(summary(nil, next) == ["entered a.com - 1", "entered b.com - 2"])
    }

    @Test func `those that left come first, then the others by rank`() {
        let last = list([("a.com", 9000, .of(0, 0)), ("b.com", 8000, .of(0, 0)), ("c.com", 7000, .of(0, 0))])
        let next = list([("n.com", 9000, .of(0, 0)), ("b.com", 8000, .of(1, 0))])
        #expect(
            summary(last, next) == [
                "left a.com 1 -", "left c.com 3 -", "entered n.com - 1", "grade_changed b.com 2 2",
            ]
        )
    }

    @Test(arguments: [
        (9, 10, false), (10, 11, true), (11, 10, true), (11, 25, false), (25, 26, true), (50, 51, true),
        (51, 100, false),
        (100, 101, true), (101, 140, false), (5, 120, true),
    ])
    func `an account moves when it passes rank 10, 25, 50 or 100`(from: Int, to: Int, moves: Bool) {
        func list(with rank: Int) -> PublishedList {
            var entries = (1..<150).map { ("\($0).com", 5000, Grade.of(0, 0)) }
            entries.insert(("x.com", 5000, .of(0, 0)), at: rank - 1)
            return self.list(entries)
        }
        let expected = moves ? ["moved x.com \(from) \(to)"] : []
        #expect(summary(list(with: from), list(with: to)).filter { $0.contains(" x.com ") } == expected)
    }

    @Test func `a change of grade comes before the move of the same account`() {
        let accounts = (1...10).map { ("\($0).com", 5000, Grade.of(0, 0)) }
        let last = list(accounts + [("x.com", 4000, .of(0, 1))])
        let next = list([("x.com", 6000, .of(0, 0))] + accounts)
        #expect(
            summary(last, next) == ["grade_changed x.com 11 1", "moved x.com 11 1", "moved 10.com 10 11"]
        )
    }

    @Test func `a change is written flat, with the same members whatever happened`() {
        let last = list([("x.com", 4000, .of(0, 1))])
        let next = list([("y.com", 6025, .of(1, 0))], sequence: 812)
        let texts = ListChange.between(last, and: next).map { String(decoding: $0.encoded(), as: UTF8.self) }
        #expect(
            texts == [
                """
                {"change":"left","queue":"q","list":"q/maria","account":"x.com","rank":null,"rank_from":1,\
                "urgency":null,"urgency_from":40,"grade":null,"grade_from":"A2",\
                "as_of":"2026-11-20T09:00:00.250Z","as_of_ms":1795165200250,"sequence":812}
                """,
                """
                {"change":"entered","queue":"q","list":"q/maria","account":"y.com","rank":1,"rank_from":null,\
                "urgency":60.25,"urgency_from":null,"grade":"B1","grade_from":null,\
                "as_of":"2026-11-20T09:00:00.250Z","as_of_ms":1795165200250,"sequence":812}
                """,
            ]
        )
    }
}
