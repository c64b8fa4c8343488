// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct FitTests {
    private func profile(_ attributes: [Attribute]) -> Profile {
        var profile = Profile()
        let set = attributes.map { ProfileChange.Assignment(field: $0.name, value: $0.value) }
        profile.apply(ProfileChange(set: set), at: Stamp(time: Timestamp(milliseconds: 1), offset: 1))
        return profile
    }

    @Test func `fit is the weighted mean, unknown fields scoring what the criterion says`() {
        let ideal = exampleModel().idealCustomer
        // (3 · 0.5 + 2 · 0.5 + 2 · 0.3) / 7
        #expect(agree(Fit(of: Profile(), to: ideal).value, 3.1 / 7))
        // (3 · 1 + 2 · 0.5 + 2 · 0.3) / 7: 125 employees lie half way up the soft edge.
        let some = profile([
            Attribute("industry", .string("FinTech")), Attribute("employees", .number(125)),
        ])
        #expect(agree(Fit(of: some, to: ideal).value, 4.6 / 7))
        let all = profile([
            Attribute("industry", .string("software")), Attribute("employees", .number(5000)),
            Attribute("technologies", .strings(["PHP", "Kafka"])),
        ])
        #expect(Fit(of: all, to: ideal).value == 1)
    }

    @Test func `without criteria everybody fits`() {
        #expect(Fit(of: Profile(), to: IdealCustomerProfile()).value == 1)
    }

    @Test func `a disqualifier makes the fit zero`() {
        var journal = Journal(exampleModel())
        journal.signal("funding", round())
        #expect(!journal.score().disqualified)
        journal.profile(ProfileChange(add: [.init(field: "flags", words: ["Competitor"])]))
        #expect(journal.score().disqualified)
        #expect(journal.score().fit == 0)
        // φ · H.
        #expect(journal.score().urgency == 598)
        #expect(journal.score().grade.description == "D2")
    }

    @Test(arguments: [
        (49.0, 0.0), (50.0, 0.0), (125.0, 0.5), (199.99, 0.99993333333333333), (200.0, 1.0), (5000.0, 1.0),
        (12500.0, 0.5), (20000.0, 0.0), (20001.0, 0.0),
    ])
    func `a range falls in a straight line at its soft edges`(x: Double, score: Double) {
        let test = FieldTest.range(low: 200, high: 5000, softLow: 50, softHigh: 20000)
        #expect(agree(test.score(.number(x)) ?? -1, score))
        // A condition takes no soft edges.
        #expect(test.isPassed(by: .number(x)) == (x >= 200 && x <= 5000))
    }

    @Test func `a range with hard edges, and over what is not a number`() {
        let test = FieldTest.range(low: 1, high: 2, softLow: nil, softHigh: nil)
        #expect(test.score(.number(0.999)) == 0)
        #expect(test.score(.number(2.001)) == 0)
        #expect(test.score(.number(2)) == 1)
        for value in [AttributeValue.string("1"), .boolean(true), .strings(["1"])] {
            #expect(test.score(value) == nil)
            #expect(test.isPassed(by: value) == nil)
        }
        let criterion = IdealCustomerProfile.Criterion(field: "employees", test: test, unknown: 0.25)
        #expect(criterion.score(for: profile([Attribute("employees", .string("many"))])) == 0.25)
    }

    @Test func `in takes any element, words in any case, numbers as numbers`() {
        let test = FieldTest.isIn([.string("A"), .number(3), .boolean(true)])
        let passing: [AttributeValue] = [.string("a"), .number(3), .boolean(true), .strings(["x", "a"])]
        let failing: [AttributeValue] = [
            .string("3"), .number(2), .boolean(false), .strings([]), .strings(["3"]), .string("ä"),
        ]
        for value in passing { #expect(test.score(value) == 1) }
        for value in failing { #expect(test.score(value) == 0) }
    }

    @Test func `has_any and has_all take a text as a set of one`() {
        #expect(FieldTest.hasAny(["a", "b"]).score(.string("B")) == 1)
        #expect(FieldTest.hasAny(["a", "b"]).score(.strings(["c", "A"])) == 1)
        #expect(FieldTest.hasAny(["a", "b"]).score(.strings(["ab"])) == 0)
        #expect(FieldTest.hasAny(["1"]).score(.number(1)) == 0)
        #expect(FieldTest.hasAll(["a", "b"]).score(.strings(["B", "x", "a"])) == 1)
        #expect(FieldTest.hasAll(["a", "b"]).score(.strings(["a"])) == 0)
        #expect(FieldTest.hasAll(["a"]).score(.string("A")) == 1)
        #expect(FieldTest.hasAll(["a", "b"]).score(.string("a")) == 0)
    }

    @Test func `a condition on an unknown field holds only if it says so`() {
        let test = FieldTest.hasAny(["gold"])
        #expect(!Condition(field: "tier", test: test).holds(for: Profile()))
        #expect(Condition(field: "tier", test: test, unknown: true).holds(for: Profile()))
        let tin = profile([Attribute("tier", .string("tin"))])
        #expect(!Condition(field: "tier", test: test, unknown: true).holds(for: tin))
        #expect(Condition(field: "tier", test: test).holds(for: .string("GOLD")))
    }

    @Test func `all sixteen grades occur`() {
        let thresholds = GradeThresholds()
        var grades: Set<String> = []
        for fit in [0.8, 0.6, 0.4, 0.399] {
            for heat in [75.0, 50, 25, 24.99] {
                grades.insert(thresholds.grade(fit: fit, heat: heat).description)
            }
        }
        #expect(grades.count == 16)
        #expect(thresholds.grade(fit: 0.8, heat: 75).description == "A1")
        #expect(thresholds.grade(fit: 0.7999, heat: 74.999).description == "B2")
        #expect(thresholds.grade(fit: 0, heat: 0).description == "D4")
    }
}
