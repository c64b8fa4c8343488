// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct StrengthTests {
    private func strength(_ kind: SignalKind, _ attributes: [Attribute]) -> Double? {
        var journal = Journal(ScoringModel(kinds: [kind]))
        journal.signal(kind.name, attributes)
        return journal.state.memory.signals.first?.strength
    }

    @Test(arguments: [
        (0.0, 0.3), (-5, 0.3), (50_000, 0.3), (100_000, 0.3), (1_000_000, 0.5333333333333333),
        (10_000_000, 0.7666666666666667), (100_000_000, 1), (500_000_000, 1),
    ])
    func `a curve over logarithms`(amount: Double, expected: Double) {
        let kind = exampleModel().kinds[1]
        #expect(
            agree(strength(kind, [Attribute("amount_usd", .number(amount))]) ?? 0, expected, tolerance: 1e-15)
        )
    }

    @Test func `a curve's floor for what is missing or not a number`() {
        let kind = exampleModel().kinds[1]
        #expect(strength(kind, []) == 0.3)
        #expect(strength(kind, [Attribute("amount_usd", .string("42000000"))]) == 0.3)
    }

    @Test(arguments: [(-10.0, 0.2), (10, 0.2), (60, 0.6), (110, 1), (1e9, 1)])
    func `a straight curve`(x: Double, expected: Double) {
        let curve = SignalKind.Curve(field: "x", scale: .linear, low: 10, high: 110, floor: 0.2)
        let kind = SignalKind(name: "k", weight: 1, halfLife: day, cap: 1, curve: curve)
        #expect(agree(strength(kind, [Attribute("x", .number(x))]) ?? 0, expected, tolerance: 1e-15))
    }

    @Test(arguments: [
        ("Data Engineer", 2.0), ("big-data", 2), ("(DATA)", 2), ("database", 1), ("metadata", 1),
        ("data_lake", 1),
        ("data1", 1), ("dataé", 1), ("édata", 1), ("Data, data, kafka and platform", 2), ("", 1),
        ("machine  learning", 1), ("Machine Learning lead", 2), ("metadata data", 2),
    ])
    func `a boost needs a whole word and applies once`(title: String, expected: Double) {
        let words = ["data", "Kafka", "platform", "machine learning", ""]
        let boost = SignalKind.Boost(field: "title", matchesAny: words, times: 2)
        let kind = SignalKind(name: "k", weight: 1, halfLife: day, cap: 1, boosts: [boost])
        #expect(strength(kind, [Attribute("title", .string(title))]) == expected)
        #expect(strength(kind, [Attribute("title", .strings(["x", title]))]) == expected)
    }

    @Test func `boosts multiply each other and the curve`() {
        let kind = SignalKind(
            name: "k",
            weight: 1,
            halfLife: day,
            cap: 1,
            curve: .init(field: "x", scale: .linear, low: 0, high: 1),
            boosts: [
                .init(field: "a", matchesAny: ["yes"], times: 3),
                .init(field: "b", matchesAny: ["yes"], times: 0.5),
                .init(field: "c", matchesAny: ["1"], times: 7),
            ]
        )
        let yes = AttributeValue.string("yes")
        let attributes = [
            Attribute("x", .number(0.5)), Attribute("a", yes), Attribute("b", yes),
            Attribute("c", .number(1)),
        ]
        #expect(strength(kind, attributes) == 0.75)
    }
}
