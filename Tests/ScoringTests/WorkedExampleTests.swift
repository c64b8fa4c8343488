// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// Numbers computed by hand (with 150-bit arithmetic) from the formulas, not by this program.
@Suite struct WorkedExampleTests {
    @Test func `a fresh round of 42 million`() {
        var journal = Journal(modelWithoutIdeal())
        #expect(journal.signal("funding", round()).effect == .counted)
        #expect(agree(journal.state.memory.signals[0].strength, 0.91209150109284344, tolerance: 1e-15))
        let score = journal.score()
        #expect(agree(score.intent[1], 27.335673114159672, tolerance: 1e-14))
        #expect(agree(score.heat, 59.795413458750325, tolerance: 1e-14))
        #expect(score.urgency == 5980)
        #expect(score.grade == Grade(fit: 0, heat: 1))
        #expect(score.grade.description == "A2")
        #expect(score.signals == 1)
        #expect(score.persons == 0)
        #expect(score.latestSignal == Timestamp(milliseconds: now))
    }

    @Test func `ten page views by ten people, before and with the committee bonus`() {
        var model = modelWithoutIdeal()
        var journal = Journal(model)
        for person in 0..<10 { journal.signal("engagement", person: "p\(person)") }
        #expect(agree(journal.score().intent[0], 19.952587050133615, tolerance: 1e-14))
        #expect(journal.score().persons == 6)
        #expect(journal.score().urgency == 6312)
        model.committee.bonus = 0
        journal = Journal(model)
        for person in 0..<10 { journal.signal("engagement", person: "p\(person)") }
        #expect(journal.score().urgency == 4858)
    }

    @Test func `one job post, plain and boosted`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("job_post", [Attribute("title", .string("Accountant"))])
        #expect(agree(journal.score().intent[2], 5.5716809429976884, tolerance: 1e-14))
        #expect(journal.score().urgency == 1695)
        journal = Journal(modelWithoutIdeal())
        journal.signal("job_post", [Attribute("title", .string("Senior DATA engineer (Kafka)"))])
        #expect(agree(journal.score().intent[2], 10.367271172731286, tolerance: 1e-14))
        #expect(journal.score().urgency == 2922)
    }

    @Test func `one technology change`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change")
        #expect(agree(journal.score().intent[4], 12.756091024179483, tolerance: 1e-14))
        #expect(journal.score().urgency == 3464)
    }

    @Test func `the round two days old with one layoff`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", age: 2 * day, round())
        journal.signal("layoffs")
        let score = journal.score()
        #expect(agree(score.intent[1], 26.7275336005486, tolerance: 1e-13))
        #expect(agree(score.intent[3], -22.5594181952987, tolerance: 1e-13))
        #expect(score.urgency == 1297)
    }

    @Test func `layoffs alone give nothing`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("layoffs")
        #expect(journal.score().heat == 0)
        #expect(journal.score().urgency == 0)
        #expect(journal.score().grade.description == "A4")
    }

    @Test func `three kinds converge`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", round())
        journal.signal("job_post")
        journal.signal("tech_change")
        #expect(agree(journal.score().heat, 86.17579696447459, tolerance: 1e-13))
        #expect(journal.score().urgency == 8618)
    }

    @Test func `everything at once`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", round())
        journal.signal("job_post")
        journal.signal("tech_change")
        journal.signal("layoffs")
        for view in 0..<10 { journal.signal("engagement", person: "p\(view % 4)") }
        // Ten views by four persons, of which p0 and p1 have three: all count.
        #expect(journal.score().persons == 4)
        // ΣS 43.0566…, C 1.45 for four kinds of at least 3 points, B 1.3 for four persons.
        #expect(agree(journal.score().heat, 93.315578897417, tolerance: 1e-12))
    }

    @Test func `fit moves urgency between the floor and all of the heat`() {
        var model = exampleModel()
        model.idealCustomer = IdealCustomerProfile(criteria: [
            .init(field: "tier", test: .isIn([.string("gold")]), weight: 1)
        ])
        var journal = Journal(model)
        journal.signal("funding", round())
        // Unknown: F = 0.5, U = 59.7954… · (0.1 + 0.9 · 0.5).
        #expect(journal.score().urgency == 3289)
        journal.profile(ProfileChange(set: [.init(field: "tier", value: .string("tin"))]))
        #expect(journal.score().urgency == 598)
        journal.profile(ProfileChange(set: [.init(field: "tier", value: .string("GOLD"))]))
        #expect(journal.score().urgency == 5980)
    }

    @Test func `three job posts a half-life apart share the points of their kind`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("job_post", id: "c", age: 42 * day)
        journal.signal("job_post", id: "b", age: 21 * day)
        journal.signal("job_post", id: "a")
        #expect(agree(journal.score().intent[2], 9.23494542525718, tolerance: 1e-13))
        let reasons = journal.table.reasons(at: 0, asOf: Timestamp(milliseconds: now))
        #expect(reasons.map(\.id) == ["a", "b", "c"])
        for (reason, points) in zip(reasons, [5.27711167157553, 2.63855583578777, 1.31927791789388]) {
            #expect(agree(reason.points, points, tolerance: 1e-13))
        }
    }

    @Test func `a score falls by the half-life and not with the day of the fold`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", age: 30 * day)
        journal.signal("tech_change", age: 60 * day)
        // A = 0.5 + 0.25, S = 45 · (1 − exp(−15 · 0.75 / 45)).
        #expect(agree(journal.score().intent[4], 9.95396476178678, tolerance: 1e-12))
        // 30 days earlier A was 1.5.
        #expect(agree(journal.score(age: 30 * day).intent[4], 17.7061203129315, tolerance: 1e-12))
    }

    @Test func `signals before the epoch and moments before the signal follow the same formula`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", age: now + 3 * day)
        let score = journal.table.score(at: 0, asOf: Timestamp(milliseconds: -3 * day - 30 * day))
        // A = 2.
        #expect(agree(score.intent[4], 21.8962296435334, tolerance: 1e-12))
        // The half-life before the epoch is that of number −1.
        #expect(journal.state.accumulators[4].landmark == -1)
    }

    @Test(arguments: [(1000, 0x1p-1000, 1.0), (1001, 0, 0)])
    func `what lies more than a thousand half-lives back is nothing`(
        age: Int64,
        level: Double,
        contribution: Double
    ) throws {
        let model = ScoringModel(kinds: [SignalKind(name: "blink", weight: 1, halfLife: 1000, cap: 10)])
        var journal = Journal(model)
        journal.signal("blink", age: age * 1000)
        let alone = try #require(journal.table.explanation(of: acme, at: Timestamp(milliseconds: now)))
        #expect(alone.kinds[0].level == level)
        // Beside a fresh one, read when the old one was fresh.
        journal.signal("blink")
        let then = Timestamp(milliseconds: now - age * 1000)
        let beside = try #require(journal.table.explanation(of: acme, at: then))
        #expect(beside.signals[0].contribution == contribution)
    }
}
