// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct PublishedListTests {
    /// The members of a list of three, merged from one partition.
    private func members(_ best: [Candidate], after previous: [String], hysteresis: Double = 0.05) -> [String]
    {
        merged(best, after: previous, hysteresis: hysteresis).entries.map(\.account.domain)
    }

    private func merged(
        _ best: [Candidate],
        after previous: [String],
        hysteresis: Double = 0.05,
        size: Int = 3
    ) -> PublishedList {
        PublishedList(
            merging: [
                PublishedList.Share(
                    position: PublishedList.Position(partition: 0, offset: 1, asOf: moment(nine)),
                    candidates: best
                )
            ],
            into: ListName(queue: "q"),
            of: Queue(name: "q", size: size, hysteresis: hysteresis),
            model: "sha256:one",
            previous: PublishedList.Previous(
                sequence: previous.isEmpty ? 0 : 4,
                members: previous.map(account)
            ),
            enteredAt: { $0 == account("a.com") ? moment(1) : nil }
        )
    }

    @Test func `a newcomer must exceed the last member by more than the margin`() {
        // h · 5000 = 250: 52.50 is not enough, 52.51 is.
        let previous = ["a.com", "b.com", "c.com"]
        #expect(
            members(
                [.of("a.com", 9000), .of("b.com", 8000), .of("n.com", 5250), .of("c.com", 5000)],
                after: previous
            )
                == ["a.com", "b.com", "c.com"]
        )
        #expect(
            members(
                [.of("a.com", 9000), .of("b.com", 8000), .of("n.com", 5251), .of("c.com", 5000)],
                after: previous
            )
                == ["a.com", "b.com", "n.com"]
        )
    }

    @Test func `the margin is rounded half up`() {
        // h · 5030 = 251.5, rounded 252: 52.82 is not enough, 52.83 is.
        let previous = ["a.com", "b.com", "c.com"]
        #expect(
            members(
                [.of("a.com", 9000), .of("b.com", 8000), .of("n.com", 5282), .of("c.com", 5030)],
                after: previous
            )
                == ["a.com", "b.com", "c.com"]
        )
        #expect(
            members(
                [.of("a.com", 9000), .of("b.com", 8000), .of("n.com", 5283), .of("c.com", 5030)],
                after: previous
            )
                == ["a.com", "b.com", "n.com"]
        )
    }

    @Test func `newcomers fill the gaps of members that left`() {
        #expect(
            members(
                [.of("n.com", 7000), .of("a.com", 6000), .of("o.com", 1)],
                after: ["a.com", "b.com", "c.com"]
            )
                == ["n.com", "a.com", "o.com"]
        )
    }

    @Test func `several newcomers replace from the end, the first that cannot ends it`() {
        // n replaces c; then b is last, and o with 62 does not exceed 60 by 3; p is not asked.
        #expect(
            members(
                [
                    .of("n.com", 9000), .of("a.com", 8000), .of("o.com", 6200), .of("b.com", 6000),
                    .of("c.com", 5000),
                ],
                after: ["a.com", "b.com", "c.com"]
            ) == ["n.com", "a.com", "b.com"]
        )
        #expect(
            members(
                [
                    .of("n.com", 9000), .of("a.com", 8000), .of("o.com", 6301), .of("b.com", 6000),
                    .of("c.com", 5000),
                ],
                after: ["a.com", "b.com", "c.com"]
            ) == ["n.com", "a.com", "o.com"]
        )
    }

    @Test func `a member outside the best of twice the size goes`() {
        let best = (1...7).map { Candidate.of("n\($0).com", 5000) } + [.of("a.com", 4999)]
        // Six are looked at, a.com is the eighth.
        #expect(members(best, after: ["a.com"]) == ["n1.com", "n2.com", "n3.com"])
    }

    @Test func `a list that became smaller keeps its first members`() {
        let best = [Candidate.of("n.com", 5001), .of("a.com", 5000), .of("b.com", 4990), .of("c.com", 4980)]
        let list = merged(best, after: ["a.com", "b.com", "c.com"], size: 2)
        #expect(list.members.map(\.domain) == ["a.com", "b.com"])
    }

    @Test func `without hysteresis the list is the first of the order, ties included`() {
        let best = [
            Candidate.of("a.com", 9000), .of("b.com", 8000), .of("n.com", 5000, latest: nine + 1),
            .of("c.com", 5000),
        ]
        #expect(
            members(best, after: ["a.com", "b.com", "c.com"], hysteresis: 0) == ["a.com", "b.com", "n.com"]
        )
        #expect(
            members(best, after: ["a.com", "b.com", "c.com"], hysteresis: 0.0001) == [
                "a.com", "b.com", "c.com",
            ]
        )
    }

    @Test func `members keep the time they entered, newcomers get the list's`() {
        let list = merged([.of("n.com", 9000), .of("a.com", 8000)], after: ["a.com"])
        #expect(list.entries.map(\.enteredAt) == [moment(nine), moment(1)])
        // Entered again: the time before does not count.
        let again = merged([.of("a.com", 8000)], after: ["b.com"])
        #expect(again.entries.map(\.enteredAt) == [moment(nine)])
    }

    @Test func `the instant is the latest of the positions, and the sequence goes on`() {
        let shares = [nine, nine + 250, nine - 250].enumerated().map { index, time in
            PublishedList.Share(
                position: PublishedList.Position(partition: index, offset: 9, asOf: moment(time)),
                candidates: []
            )
        }
        let list = PublishedList(
            merging: shares,
            into: ListName(queue: "q"),
            of: Queue(name: "q", size: 1),
            model: "sha256:one",
            previous: PublishedList.Previous(sequence: 811, members: []),
            enteredAt: { _ in nil }
        )
        #expect(list.asOf == moment(nine + 250))
        #expect(list.sequence == 812)
        #expect(list.positions == shares.map(\.position))
    }

    private static let example = PublishedList(
        list: ListName(queue: "outbound", value: "maria"),
        asOf: moment(nine + 250),
        model: "sha256:one",
        sequence: 812,
        positions: [PublishedList.Position(partition: 0, offset: 48_211, asOf: moment(nine + 250))],
        previous: PublishedList.Previous(sequence: 811, members: [account("acme.com")]),
        entries: [
            PublishedList.Entry(
                account: account("acme.com"),
                name: "Acme \"1\"",
                urgency: 9018,
                grade: .of(0, 0),
                fit: 93,
                heat: 9624,
                intent: [.init(kind: "funding", points: 2679), .init(kind: "layoffs", points: -1400)],
                persons: 3,
                enteredAt: moment(nine),
                lastSignalAt: moment(nine - 1),
                reasons: [
                    PublishedList.Reason(
                        kind: "funding",
                        text: "Series B, $42M",
                        at: moment(nine - 1),
                        points: 2679
                    )
                ]
            ),
            PublishedList.Entry(
                account: account("b.com"),
                name: nil,
                urgency: 2000,
                grade: .of(3, 3),
                fit: 0,
                heat: 1,
                intent: [],
                persons: 0,
                enteredAt: moment(nine + 250),
                lastSignalAt: moment(nine),
                reasons: []
            ),
        ]
    )

    private static let json = """
        {"queue":"outbound","list":"outbound/maria","as_of":"2026-11-20T09:00:00.250Z","model":"sha256:one",\
        "sequence":812,"positions":[{"partition":0,"offset":48211,"as_of":"2026-11-20T09:00:00.250Z"}],\
        "previous":{"sequence":811,"members":["acme.com"]},"entries":[{"rank":1,"account":"acme.com",\
        "name":"Acme \\"1\\"","urgency":90.18,"grade":"A1","fit":0.93,"heat":96.24,\
        "intent":{"funding":26.79,"layoffs":-14},"persons":3,"entered_at":"2026-11-20T09:00:00.000Z",\
        "last_signal_at":"2026-11-20T08:59:59.999Z","reasons":[{"kind":"funding","text":"Series B, $42M",\
        "at":"2026-11-20T08:59:59.999Z","points":26.79}]},{"rank":2,"account":"b.com","name":null,"urgency":20,\
        "grade":"D4","fit":0,"heat":0.01,"intent":{},"persons":0,"entered_at":"2026-11-20T09:00:00.250Z",\
        "last_signal_at":"2026-11-20T09:00:00.000Z","reasons":[]}]}
        """

    @Test func `a list is written as documented`() {
        #expect(String(decoding: Self.example.encoded(), as: UTF8.self) == Self.json)
    }

    @Test func `a list is read back`() throws {
        #expect(try PublishedList(encoded: Array(Self.json.utf8)) == Self.example)
    }

    @Test func `every number of hundredths is read back`() throws {
        var list = Self.example
        list.entries = (0...10_000).map { hundredths in
            var entry = list.entries[0]
            entry.urgency = hundredths
            entry.intent[1].points = -hundredths * 7
            return entry
        }
        #expect(try PublishedList(encoded: list.encoded()) == list)
    }

    @Test(arguments: [
        ("\"sequence\":812,", "", PublishedRecordError.field("sequence", problem: "is missing")),
        ("\"rank\":2", "\"rank\":3", .field("rank", problem: "of b.com is not its place in the list")),
        ("\"D4\"", "\"E4\"", .field("grade", problem: "is 'E4', but grades go from A1 to D4")),
        (
            "\"queue\":\"outbound\"", "\"queue\":\"x\"",
            .field("queue", problem: "is not the queue of the list 'outbound/maria'")
        ),
        ("\"persons\":0", "\"persons\":-1", .field("persons", problem: "is below 0")),
        ("\"as_of\":\"2026", "\"as_of\":\"x", .field("as_of", problem: "is no time in RFC 3339")),
        ("[\"acme.com\"]", "[1]", .field("members", problem: "holds something other than text")),
    ])
    func `what is wrong is named`(part: String, replacement: String, error: PublishedRecordError) {
        let text = Self.json.replacing(part, with: replacement)
        #expect(throws: error) { try PublishedList(encoded: Array(text.utf8)) }
    }
}
