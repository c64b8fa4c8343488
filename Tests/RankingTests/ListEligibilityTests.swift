// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

/// What is kept of the profiles from tick to tick gives the lists that looking at all of them gives.
@Suite struct ListEligibilityTests {
    private static let queues = [
        Queue(name: "all", size: 50),
        Queue(name: "owned", size: 50, partitionBy: "owner"),
        Queue(
            name: "picky",
            conditions: [
                Condition(field: "stage", test: .isIn([.string("prospect"), .string("trial")])),
                Condition(field: "signal_kinds", test: .hasAny(["funding"])),
                Condition(field: "grade", test: .isIn([.string("A1"), .string("A2"), .string("A3")])),
            ],
            size: 50,
            minimumUrgency: 100,
            require: .init(signals: 1, persons: 1, reachableContacts: 2),
            suppress: .init(stages: ["customer"], flags: ["paused"]),
            partitionBy: "stage"
        ),
    ]

    private func change(_ generator: inout SeededGenerator) -> Payload {
        func pick<Choice>(_ choices: [Choice]) -> Choice {
            choices[Int.random(in: 0..<choices.count, using: &generator)]
        }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return .erase
        case 1: return .superseded(by: account("other.com"))
        case 2...3:
            return .disposition(
                Disposition(action: .snoozed, until: moment(nine + 5), queue: pick([nil, "all"]))
            )
        case 4...11:
            let field = pick([
                ("owner", AttributeValue.string(pick(["maria", "joão", ""]))),
                ("stage", .string(pick(["prospect", "customer", "trial"]))),
                ("reachable_contacts", .number(pick([0, 1, 2, 9]))),
                ("flags", .strings(pick([[], ["paused"], ["competitor"]]))),
            ])
            return .account(ProfileChange(set: [.init(field: field.0, value: field.1)]))
        default:
            return .signal(
                Signal(
                    kind: pick(["funding", "engagement"]),
                    attributes: [Attribute("amount_usd", .number(pick([200_000, 50_000_000])))],
                    person: pick([nil, "p1", "p2"])
                )
            )
        }
    }

    @Test func `lists from kept answers are those from all profiles, and hold whoever nothing keeps out`() {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var fixture = AccountTableFixture()
            var kept = ListEligibility(queues: Self.queues)
            var changed: [Int] = []
            for number in 0..<200 {
                let domain = "a\(Int.random(in: 0..<12, using: &generator)).com"
                fixture.fold(domain, at: nine - Int64(number), change(&generator))
                if let index = fixture.table.index(of: account(domain)) { changed.append(index) }
                guard number % 9 == 0 else { continue }
                kept.update(from: fixture.table, changed: changed)
                changed = []
                for time in [nine, nine + 5] {
                    let lists = Candidates.select(from: fixture.table, kept, asOf: moment(time))
                    #expect(
                        lists
                            == Candidates.select(from: fixture.table, queues: Self.queues, asOf: moment(time)),
                        "seed \(seed), event \(number)"
                    )
                    expectEligible(lists, fixture.table, time, "seed \(seed), event \(number)")
                }
            }
        }
    }

    private func expectEligible(_ lists: [RankedList], _ table: AccountTable, _ time: Int64, _ place: String)
    {
        for queue in Self.queues {
            for index in 0..<table.count {
                let score = table.score(at: index, asOf: moment(time))
                let reasons = queue.ineligibilities(of: index, in: table, score: score, asOf: moment(time))
                let name = ListName(of: queue, for: table.profile(at: index))
                let isListed = lists.contains { list in
                    list.name == name
                        && list.candidates.contains { $0.account == table.accountID(at: index) }
                }
                #expect(isListed == reasons.isEmpty, "\(place), \(table.accountID(at: index)): \(reasons)")
            }
        }
    }

    @Test func `answers that nobody has any more do not pile up`() {
        var fixture = AccountTableFixture()
        var kept = ListEligibility(queues: Self.queues)
        fixture.signal("acme.com", "funding", amount: 50_000_000)
        for number in 0..<3_000 {
            fixture.profile("acme.com", at: nine + Int64(number), [("owner", .string("owner \(number)"))])
            kept.update(from: fixture.table, changed: [0])
        }
        let lists = Candidates.select(from: fixture.table, kept, asOf: moment(nine))
        #expect(lists.map(\.name.text) == ["all", "owned/owner%202999"])
        #expect(kept.answerCount < 1_100)
    }
}
