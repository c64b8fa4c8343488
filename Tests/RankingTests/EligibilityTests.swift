// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct EligibilityTests {
    private var fixture = AccountTableFixture()

    /// What keeps acme.com out of `queue`.
    private func reasons(_ queue: Queue, at time: Int64 = nine) -> [Ineligibility] {
        guard let index = fixture.table.index(of: account("acme.com")) else { return [] }
        let score = fixture.table.score(at: index, asOf: moment(time))
        return queue.ineligibilities(of: index, in: fixture.table, score: score, asOf: moment(time))
    }

    /// Whether the selection takes acme.com.
    private func isRanked(_ queue: Queue, at time: Int64 = nine) -> Bool {
        let lists = Candidates.select(from: fixture.table, queues: [queue], asOf: moment(time))
        return lists.contains { $0.candidates.contains { $0.account == account("acme.com") } }
    }

    @Test mutating func `an account with one signal is eligible for a queue that asks for nothing`() {
        fixture.signal("acme.com", "engagement")
        #expect(reasons(Queue(name: "q", size: 1)) == [])
        #expect(isRanked(Queue(name: "q", size: 1)))
    }

    @Test mutating func `an account without a counted signal never enters`() {
        fixture.profile("acme.com", [("industry", .string("software"))])
        #expect(reasons(Queue(name: "q", size: 1)) == [.noSignal])
        #expect(!isRanked(Queue(name: "q", size: 1)))
    }

    @Test mutating func `a superseded account is in no queue`() {
        fixture.signal("acme.com", "engagement")
        fixture.fold("acme.com", .superseded(by: account("acme.io")))
        #expect(reasons(Queue(name: "q", size: 1)) == [.superseded(by: account("acme.io"))])
        #expect(!isRanked(Queue(name: "q", size: 1)))
    }

    @Test mutating func `a disqualified account is in no queue`() {
        fixture.signal("acme.com", "engagement")
        fixture.profile("acme.com", [("flags", .strings(["Competitor"]))])
        #expect(reasons(Queue(name: "q", size: 1)) == [.disqualified])
        #expect(!isRanked(Queue(name: "q", size: 1)))
    }

    @Test mutating func `a disposition hides until its moment from its queue only`() {
        fixture.signal("acme.com", "engagement")
        let snooze = Disposition(action: .snoozed, until: moment(nine + 1000), queue: "q")
        fixture.fold("acme.com", .disposition(snooze))
        #expect(reasons(Queue(name: "q", size: 1), at: nine + 999) == [.hidden(snooze)])
        #expect(!isRanked(Queue(name: "q", size: 1), at: nine + 999))
        #expect(reasons(Queue(name: "q", size: 1), at: nine + 1000) == [])
        #expect(reasons(Queue(name: "other", size: 1), at: nine) == [])
    }

    @Test mutating func `a disposition for all queues without an end hides from every queue`() {
        fixture.signal("acme.com", "engagement")
        let dismissal = Disposition(action: .dismissed)
        fixture.fold("acme.com", .disposition(dismissal))
        #expect(
            reasons(Queue(name: "q", size: 1), at: nine + 400 * AccountTableFixture.day) == [
                .hidden(dismissal)
            ]
        )
    }

    @Test mutating func `conditions look at the profile, the grade and the kinds of signal`() {
        fixture.signal("acme.com", "engagement")
        fixture.profile("acme.com", [("country", .string("DE"))])
        func failing(_ condition: Condition) -> [Ineligibility] {
            reasons(Queue(name: "q", conditions: [condition], size: 1))
        }
        #expect(failing(Condition(field: "country", test: .isIn([.string("de")]))) == [])
        let france = Condition(field: "country", test: .isIn([.string("fr")]))
        #expect(failing(france) == [.condition(france, value: .string("DE"))])
        // One page view gives H = 100 · (1 − exp(−3.70/30)) = 11.6 and F = 1: A4.
        #expect(failing(Condition(field: "grade", test: .isIn([.string("A4")]))) == [])
        #expect(failing(Condition(field: "grade", test: .isIn([.string("A1")]))).count == 1)
        #expect(failing(Condition(field: "signal_kinds", test: .hasAny(["engagement"]))) == [])
        #expect(failing(Condition(field: "signal_kinds", test: .hasAny(["funding"]))).count == 1)
    }

    @Test mutating func `an absent field fails a condition unless unknown is true`() {
        fixture.signal("acme.com", "engagement")
        let strict = Condition(field: "region", test: .isIn([.string("emea")]))
        let lenient = Condition(field: "region", test: .isIn([.string("emea")]), unknown: true)
        #expect(reasons(Queue(name: "q", conditions: [strict], size: 1)) == [.condition(strict, value: nil)])
        #expect(reasons(Queue(name: "q", conditions: [lenient], size: 1)) == [])
    }

    @Test mutating func `an absent stage counts as prospect everywhere`() {
        fixture.signal("acme.com", "engagement")
        let prospects = Condition(field: "stage", test: .isIn([.string("prospect")]))
        #expect(reasons(Queue(name: "q", conditions: [prospects], size: 1)) == [])
        let suppressing = Queue(name: "q", size: 1, suppress: Queue.Suppression(stages: ["prospect"]))
        #expect(reasons(suppressing) == [.suppressedStage("prospect")])
        let lists = Candidates.select(
            from: fixture.table,
            queues: [Queue(name: "q", size: 1, partitionBy: "stage")],
            asOf: moment(nine)
        )
        #expect(lists.map(\.name.text) == ["q/prospect"])
    }

    @Test mutating func `suppressed stages and flags are compared without regard to ASCII case`() {
        fixture.signal("acme.com", "engagement")
        fixture.profile(
            "acme.com",
            [("stage", .string("Customer")), ("flags", .strings(["Do_Not_Contact"]))]
        )
        let queue = Queue(
            name: "q",
            size: 1,
            suppress: Queue.Suppression(stages: ["customer", "churned"], flags: ["do_not_contact"])
        )
        #expect(reasons(queue) == [.suppressedStage("customer"), .suppressedFlag("do_not_contact")])
        #expect(!isRanked(queue))
    }

    @Test mutating func `requirements count signals, persons and contacts`() {
        fixture.signal("acme.com", "engagement", person: "p1")
        fixture.signal("acme.com", "engagement", person: "p1")
        func queue(_ signals: Int, _ persons: Int, _ contacts: Int) -> Queue {
            let require = Queue.Requirements(signals: signals, persons: persons, reachableContacts: contacts)
            return Queue(name: "q", size: 1, require: require)
        }
        #expect(reasons(queue(2, 1, 0)) == [])
        #expect(
            reasons(queue(3, 2, 1)) == [
                .signals(2, required: 3), .persons(1, required: 2), .reachableContacts(0, required: 1),
            ]
        )
        fixture.profile("acme.com", [("reachable_contacts", .number(2))])
        #expect(reasons(queue(2, 1, 2)) == [])
        #expect(reasons(queue(2, 1, 3)) == [.reachableContacts(2, required: 3)])
        // The committee's window is 30 days.
        #expect(
            reasons(queue(2, 1, 2), at: nine + 30 * AccountTableFixture.day) == [.persons(0, required: 1)]
        )
    }

    @Test mutating func `an urgency below the least keeps out, the least itself does not`() {
        // A fresh round of $42M alone: U = 59.80 (docs/scoring.md).
        fixture.signal("acme.com", "funding", amount: 42_000_000)
        #expect(reasons(Queue(name: "q", size: 1, minimumUrgency: 5980)) == [])
        #expect(isRanked(Queue(name: "q", size: 1, minimumUrgency: 5980)))
        #expect(reasons(Queue(name: "q", size: 1, minimumUrgency: 5981)) == [.urgency(5980, minimum: 5981)])
        #expect(!isRanked(Queue(name: "q", size: 1, minimumUrgency: 5981)))
    }

    @Test mutating func `everything that fails is named in order`() {
        fixture.profile("acme.com", [("flags", .strings(["competitor"])), ("stage", .string("customer"))])
        fixture.fold("acme.com", .disposition(Disposition(action: .worked)))
        fixture.fold("acme.com", .superseded(by: account("acme.io")))
        let prospects = Condition(field: "stage", test: .isIn([.string("prospect")]))
        let queue = Queue(
            name: "q",
            conditions: [prospects],
            size: 1,
            minimumUrgency: 100,
            require: Queue.Requirements(signals: 1),
            suppress: Queue.Suppression(stages: ["customer"])
        )
        #expect(
            reasons(queue) == [
                .superseded(by: account("acme.io")), .disqualified, .hidden(Disposition(action: .worked)),
                .condition(prospects, value: .string("customer")), .suppressedStage("customer"),
                .signals(0, required: 1), .urgency(0, minimum: 100), .noSignal,
            ]
        )
    }

    @Test func `every text reads after the account's name`() {
        let texts: [Ineligibility] = [
            .superseded(by: account("acme.io")),
            .hidden(Disposition(action: .snoozed, until: moment(nine), queue: "q", by: "maria")),
            .condition(Condition(field: "country", test: .isIn([])), value: nil),
            .condition(Condition(field: "employees", test: .isIn([])), value: .number(40)),
            .urgency(1250, minimum: 2000), .reachableContacts(1, required: 2),
        ]
        #expect(
            texts.map(\.description) == [
                "is an alias of acme.io",
                "was snoozed by maria for the queue 'q' until 2026-11-20T09:00:00.000Z",
                "does not meet the condition on 'country', which is not known",
                "does not meet the condition on 'employees', which is 40",
                "has the urgency 12.5, below the queue's 20",
                "has 1 reachable contacts of the 2 that the queue requires",
            ]
        )
    }
}
