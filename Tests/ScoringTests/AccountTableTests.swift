// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct AccountTableTests {
    private func at(_ time: Int64) -> Timestamp { Timestamp(milliseconds: time) }

    @Test func `accounts have dense indices in the order of their first event`() {
        var table = AccountTable(model: exampleModel())
        for (offset, domain) in ["b.com", "a.com", "b.com", "c.com"].enumerated() {
            let event = Event(
                id: "\(offset)",
                source: "s",
                account: AccountID(domain: domain),
                time: at(now),
                recordedTime: at(now),
                payload: .signal(Signal(kind: "tech_change"))
            )
            #expect(table.fold(event, offset: Int64(offset)).account == [0, 1, 0, 2][offset])
        }
        #expect(table.count == 3)
        #expect(table.index(of: AccountID(domain: "a.com")) == 1)
        #expect(table.index(of: acme) == nil)
        #expect(table.accountID(at: 2).domain == "c.com")
        #expect(table.score(at: 0, asOf: at(now)).signals == 2)
    }

    @Test func `an undeclared kind and an unknown type leave nothing behind`() {
        var journal = Journal(exampleModel())
        #expect(journal.signal("weather") == FoldOutcome(effect: .unknownKind, account: nil))
        #expect(journal.other(.unknown(type: "hotlist.later.v9", data: nil)).effect == .unknownType)
        #expect(journal.other(.erase).effect == .erased)
        #expect(journal.table.count == 0)
    }

    @Test func `the same signal again does nothing`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "a", person: "p")
        let score = journal.score()
        #expect(journal.signal("tech_change", id: "a", age: -day, person: "q").effect == .duplicate)
        #expect(journal.score() == score)
        #expect(journal.state.memory.signals.count == 1)
    }

    @Test func `an event at or below the account's own offset is skipped`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "a")
        journal.offset = 0
        #expect(journal.signal("tech_change", id: "b").effect == .alreadyFolded)
        #expect(journal.score().signals == 1)
    }

    @Test func `a disposition hides until its time, each queue by itself`() {
        var journal = Journal(modelWithoutIdeal())
        journal.other(.disposition(Disposition(action: .snoozed, until: at(now + day), queue: "outbound")))
        journal.other(.disposition(Disposition(action: .dismissed)), age: day)
        func hidden(_ queue: String, _ time: Int64) -> Bool {
            journal.table.dispositions(at: 0).contains { $0.hides(from: queue, at: at(time)) }
        }
        #expect(hidden("other", now + 9 * day))
        // An older one than the newest loses.
        #expect(
            journal.other(.disposition(Disposition(action: .worked, until: at(0))), age: 2 * day).effect
                == .dispositionStale
        )
        #expect(hidden("other", now + 9 * day))
        journal.other(.disposition(Disposition(action: .worked, until: at(now))), age: day)
        #expect(!hidden("other", now))
        #expect(hidden("other", now - 1))
        #expect(hidden("outbound", now + day - 1))
        #expect(!hidden("outbound", now + day))
        #expect(journal.table.dispositions(at: 0).map(\.disposition.queue) == [nil, "outbound"])
    }

    @Test func `of more than sixty-four dispositions the oldest goes`() {
        var journal = Journal(modelWithoutIdeal())
        for queue in 0..<65 {
            let age = queue == 40 ? 100 * hour : 0
            journal.other(.disposition(Disposition(action: .worked, queue: "q\(queue)")), age: age)
        }
        let queues = journal.table.dispositions(at: 0).compactMap(\.disposition.queue)
        #expect(queues.count == 64)
        #expect(!queues.contains("q40"))
    }

    @Test func `a superseded account folds on, and says that it is hidden`() {
        var journal = Journal(modelWithoutIdeal())
        #expect(!journal.signal("tech_change").hidden)
        journal.other(.superseded(by: AccountID(domain: "acme.org")))
        #expect(journal.table.isSuperseded(at: 0))
        #expect(journal.table.supersededBy(at: 0)?.domain == "acme.org")
        let outcome = journal.signal("tech_change")
        #expect(outcome.hidden && outcome.effect == .counted)
        #expect(journal.score().signals == 2)
    }

    @Test func `an erasure forgets everything`() {
        var journal = Journal(exampleModel())
        journal.signal("funding", id: "a", person: "p", round())
        journal.profile(ProfileChange(set: [.init(field: "industry", value: .string("software"))]))
        journal.other(.disposition(Disposition(action: .dismissed)))
        journal.other(.superseded(by: AccountID(domain: "acme.org")))
        journal.retract("later")
        #expect(journal.other(.erase).effect == .erased)
        var empty = AccountMemory()
        empty.foldedThrough = 5
        #expect(journal.state.memory == empty)
        #expect(journal.state.accumulators == Array(repeating: Accumulator(), count: 5))
        #expect(journal.score().signals == 0 && journal.score().latestSignal == nil)
        #expect(agree(journal.score().fit, 3.1 / 7))
        #expect(journal.signal("funding", id: "a", round()).effect == .counted)
        #expect(journal.score().signals == 1)
    }

    @Test func `another weighting applies at once, another fold does not`() throws {
        var journal = Journal(exampleModel())
        journal.signal("funding", round())
        journal.profile(ProfileChange(set: [.init(field: "tier", value: .string("gold"))]))
        var table = journal.table
        var model = exampleModel()
        model.kinds[1].weight = 20
        model.kinds[1].cap = 30
        model.saturation = 10
        model.fitFloor = 0.5
        model.convergence.threshold = 1
        model.grades.heat = [90, 80, 70]
        model.idealCustomer.criteria = [.init(field: "tier", test: .isIn([.string("gold")]))]
        try table.apply(model)
        var other = Journal(model)
        for event in journal.events { other.append(event) }
        #expect(table.score(at: 0, asOf: at(now)) == other.score())
        #expect(other.score().fit == 1)

        model.kinds[1].halfLife += 1
        #expect(throws: FoldMismatch()) { try table.apply(model) }
        #expect(table.score(at: 0, asOf: at(now)) == other.score())
    }

    @Test func `the fold description names what the fold depends on, and nothing else`() {
        let expected = """
            hotlist fold 2
            account_memory 512
            committee window 2592000000 limit 6
            kind 10:engagement half_life 604800000
              per_person_per_day 3
            kind 7:funding half_life 3888000000
              curve 10:amount_usd log low 100000.0 high 100000000.0 floor 0.3
              collapse window 1814400000 by 5:round
            kind 8:job_post half_life 1814400000
              boost 5:title times 2.0 matches_any 4:data 8:platform 5:kafka
            kind 7:layoffs half_life 5184000000
            kind 11:tech_change half_life 2592000000

            """
        #expect(exampleModel().foldDescription == expected)
        var same = exampleModel()
        same.kinds[0].weight = 9
        same.committee.bonus = 9
        same.fitFloor = 0
        same.kinds[2].boosts[0].matchesAny[0] = "Data"
        #expect(same.foldDescription == expected)
        let changes: [(inout ScoringModel) -> Void] = [
            { $0.accountMemory = 9 }, { $0.committee.limit = 9 }, { $0.committee.window = 9 },
            { $0.kinds[0].name = "x" }, { $0.kinds[0].perPersonPerDay = nil }, { $0.kinds[0].halfLife = 9 },
            { $0.kinds[1].curve?.floor = 0 }, { $0.kinds[1].curve?.scale = .linear },
            { $0.kinds[1].collapse?.window = 9 }, { $0.kinds[1].collapse?.by = ["x"] },
            { $0.kinds[2].boosts[0].times = 9 }, { $0.kinds[2].boosts[0].field = "x" },
            { $0.kinds.removeLast() },
        ]
        for change in changes {
            var model = exampleModel()
            change(&model)
            #expect(model.foldDescription != expected)
        }
    }

    @Test func `reasons go by points, then later time, then id`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "z", [Attribute("technology", .string("Kafka"))])
        journal.signal("tech_change", id: "a")
        journal.signal("tech_change", id: "m")
        journal.signal("layoffs", id: "l")
        journal.signal("job_post", id: "j")
        let reasons = journal.table.reasons(at: 0, asOf: at(now))
        #expect(reasons.map(\.id) == ["a", "m", "z"])
        #expect(reasons[2].kind == "tech_change")
        #expect(reasons[2].detail.attributes == [Attribute("technology", .string("Kafka"))])
        journal.retract("a")
        journal.retract("m")
        let others = journal.table.reasons(at: 0, asOf: at(now))
        #expect(others.map(\.id) == ["z", "j", "l"])
        #expect(agree(others[2].points, -22.5594181952987, tolerance: 1e-13))
    }

    @Test func `where nothing is left of a kind its signals have no points, and later ones come first`() {
        let model = ScoringModel(kinds: [SignalKind(name: "blink", weight: 1, halfLife: 1000, cap: 10)])
        var journal = Journal(model)
        for (id, age) in [("b", 3), ("a", 3), ("c", 2), ("d", 9)] {
            journal.signal("blink", id: id, age: Int64(age) * 1000)
        }
        let reasons = journal.table.reasons(at: 0, asOf: at(now + 5000 * 1000))
        #expect(reasons.map(\.id) == ["c", "a", "b"])
        #expect(reasons.map(\.points) == [0, 0, 0])
    }

    @Test func `an explanation's terms make up the score`() throws {
        var journal = Journal(exampleModel())
        journal.signal("funding", id: "f", age: 2 * day, person: "p", round())
        for id in ["e1", "e2", "e3", "e4"] { journal.signal("engagement", id: id, person: "q") }
        journal.signal("job_post", id: "j", age: day)
        journal.retract("j")
        journal.profile(ProfileChange(set: [.init(field: "industry", value: .string("software"))]))
        let found = journal.table.explanation(of: acme, at: at(now))
        let explanation = try #require(found)
        let score = journal.score()
        #expect(explanation.score == score)
        #expect(explanation.kinds.map(\.points) == score.intent)
        #expect(explanation.signals.map(\.signal.status.rawValue) == [0, 0, 0, 0, 2, 3])
        #expect(explanation.signals[0].age == 2 * day)
        #expect(agree(explanation.signals[0].contribution, 0.91209150109284344 * 0.96965, tolerance: 1e-4))
        for kind in explanation.kinds {
            let signals = explanation.signals.filter { $0.kind == kind.kind.name }
            #expect(agree(signals.reduce(0) { $0 + $1.contribution }, kind.level))
            #expect(agree(signals.reduce(0) { $0 + $1.points }, kind.points))
        }
        #expect(explanation.convergingKinds == 2)
        #expect(explanation.convergenceFactor == 1.15)
        #expect(explanation.persons == 2)
        #expect(explanation.committeeFactor == 1.1)
        #expect(agree(explanation.intent, explanation.pointsSum * 1.15 * 1.1))
        #expect(explanation.criteria.map(\.score) == [1, 0.5, 0.3])
        #expect(explanation.criteria.map(\.value) == [.string("software"), nil, nil])
        #expect(explanation.disqualifiers.map(\.holds) == [false])
        #expect(Published.hundredths(explanation.exactUrgency) == score.urgency)
        #expect(journal.table.explanation(of: AccountID(domain: "none.com"), at: at(now)) == nil)
    }
}
