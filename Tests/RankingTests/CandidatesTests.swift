// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct CandidatesTests {
    private var fixture = AccountTableFixture()

    private func select(_ queues: [Queue], at time: Int64 = nine) -> [RankedList] {
        Candidates.select(from: fixture.table, queues: queues, asOf: moment(time))
    }

    @Test mutating func `a candidate says what the score says, in hundredths`() throws {
        fixture.profile("acme.com", [("name", .string("Acme"))])
        fixture.signal("acme.com", "funding", amount: 42_000_000, person: "p1")
        let lists = select([Queue(name: "q", size: 5)])
        let candidate = try #require(lists.first?.candidates.first)
        // s = 0.9121, S = 27.34, H = U = 59.80 (docs/scoring.md).
        #expect(
            candidate
                == Candidate(
                    account: account("acme.com"),
                    name: "Acme",
                    urgency: 5980,
                    fit: 100,
                    heat: 5980,
                    grade: Grade(fit: 0, heat: 1),
                    intent: [Candidate.KindPoints(kind: "funding", points: 2734)],
                    persons: 1,
                    latestSignal: moment(nine),
                    reasons: [
                        Candidate.Reason(
                            kind: "funding",
                            time: moment(nine),
                            points: 2734,
                            id: "e1",
                            detail: SignalDetail(attributes: [Attribute("amount_usd", .number(42_000_000))])
                        )
                    ]
                )
        )
    }

    @Test mutating func `intent lists kinds by their points`() throws {
        fixture.signal("acme.com", "engagement")
        fixture.signal("acme.com", "funding", amount: 42_000_000)
        let candidate = try #require(select([Queue(name: "q", size: 5)]).first?.candidates.first)
        #expect(candidate.intent.map(\.kind) == ["funding", "engagement"])
    }

    @Test mutating func `order is urgency, then the latest signal, then the account`() {
        fixture.signal("b.com", "funding", amount: 42_000_000)
        fixture.signal("c.com", "funding", amount: 42_000_000)
        fixture.signal("a.com", "funding", amount: 42_000_000)
        fixture.signal("z.com", "funding", amount: 100_000_000)
        // A millisecond changes no hundredth of the urgency.
        fixture.signal("y.com", "funding", at: nine + 1, amount: 42_000_000)
        let list = select([Queue(name: "q", size: 5)])
        #expect(
            list.first?.candidates.map(\.account.domain) == ["z.com", "y.com", "a.com", "b.com", "c.com"]
        )
    }

    @Test mutating func `a list keeps twice its size`() {
        for name in ["a", "b", "c", "d", "e"] { fixture.signal("\(name).com", "engagement") }
        #expect(
            select([Queue(name: "q", size: 2)]).first?.candidates.map(\.account.domain)
                == ["a.com", "b.com", "c.com", "d.com"]
        )
    }

    @Test mutating func `a partitioned queue has one list for each value, in order`() {
        let owners: [(String, AttributeValue?)] = [
            ("a.com", .string("maria")), ("b.com", .string("Jo Doe")), ("c.com", nil), ("d.com", .string("")),
            ("e.com", .number(7)), ("f.com", .number(2.5)), ("g.com", .boolean(true)),
            ("h.com", .strings(["west", "East"])), ("i.com", .string("maria")), ("j.com", .strings([])),
        ]
        for (domain, owner) in owners {
            fixture.signal(domain, "engagement")
            if let owner { fixture.profile(domain, [("owner", owner)]) }
        }
        let lists = select([Queue(name: "q", size: 5, partitionBy: "owner")])
        #expect(
            lists.map { "\($0.name) \($0.candidates.map(\.account.domain).joined(separator: " "))" } == [
                "q/2.5 f.com", "q/7 e.com", "q/East h.com", "q/Jo%20Doe b.com", "q/maria a.com i.com",
                "q/true g.com",
                "q/unassigned c.com d.com j.com",
            ]
        )
    }

    @Test mutating func `long values and names are cut at whole characters`() throws {
        fixture.signal("a.com", "engagement")
        let long = String(repeating: "x", count: 127) + "éy"
        fixture.profile("a.com", [("owner", .string(long)), ("name", .string(long))])
        let list = try #require(select([Queue(name: "q", size: 5, partitionBy: "owner")]).first)
        #expect(list.name.value == String(repeating: "x", count: 127))
        #expect(list.candidates.first?.name == String(repeating: "x", count: 127))
    }

    @Test mutating func `lists that nobody is in are not there`() {
        fixture.signal("a.com", "engagement")
        let queues = [Queue(name: "b", size: 1), Queue(name: "a", size: 1, minimumUrgency: 9000)]
        #expect(select(queues).map(\.name.text) == ["b"])
    }

    @Test(arguments: SeededGenerator.seeds)
    func `the selection equals a full sort`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var fixture = AccountTableFixture()
        let owners = ["maria", "jo", "kim"]
        for _ in 0..<400 {
            let domain = "a\(Int.random(in: 0..<120, using: &random)).com"
            // Few times and amounts, so that there are ties of every degree.
            let time = nine - Int64.random(in: 0..<3, using: &random) * AccountTableFixture.day
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                fixture.profile(
                    domain,
                    at: time,
                    [("owner", .string(owners.randomElement(using: &random) ?? ""))]
                )
            case 1: fixture.profile(domain, at: time, [("stage", .string("customer"))])
            case 2: fixture.fold(domain, at: time, .disposition(Disposition(action: .worked, queue: "all")))
            case 3...5: fixture.signal(domain, "funding", at: time, amount: 42_000_000)
            default: fixture.signal(domain, "engagement", at: time)
            }
        }
        let queues = [
            Queue(name: "all", size: 10, minimumUrgency: 500),
            Queue(
                name: "mine",
                size: 5,
                suppress: Queue.Suppression(stages: ["customer"]),
                partitionBy: "owner"
            ),
            Queue(name: "every", size: 1000),
        ]

        let table = fixture.table
        var expected: [String: [(u: Int, t: Int64, id: String)]] = [:]
        for queue in queues {
            for index in 0..<table.count {
                let score = table.score(at: index, asOf: moment(nine))
                let obstacles = queue.ineligibilities(of: index, in: table, score: score, asOf: moment(nine))
                guard obstacles.isEmpty, let latest = score.latestSignal?.milliseconds else { continue }
                var name = queue.name
                if queue.partitionBy != nil {
                    var owner = "unassigned"
                    if case .string(let text) = table.profile(at: index)[field: "owner"] { owner = text }
                    name += "/\(owner)"
                }
                expected[name, default: []].append((score.urgency, latest, table.accountID(at: index).domain))
            }
        }
        let sizes = ["all": 10, "mine": 5, "every": 1000]
        let sorted = expected.mapValues { accounts in
            accounts.sorted { ($1.u, $1.t, $0.id) < ($0.u, $0.t, $1.id) }.map(\.id)
        }
        let lists = Candidates.select(from: table, queues: queues, asOf: moment(nine))
        #expect(
            lists.map(\.name.text) == sorted.keys.compactMap(ListName.init(parsing:)).sorted().map(\.text)
        )
        for list in lists {
            let all = sorted[list.name.text] ?? []
            #expect(
                list.candidates.map(\.account.domain) == Array(all.prefix(2 * (sizes[list.name.queue] ?? 0)))
            )
        }
    }
}
