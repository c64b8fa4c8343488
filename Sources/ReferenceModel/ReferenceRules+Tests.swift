// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension ReferenceRules {
    /// The weighted mean of the criteria's scores; 1 without any.
    func fit(of profile: [String: ReferenceValue]) -> Double {
        var (sum, weights) = (0.0, 0.0)
        for criterion in criteria {
            let score = profile[criterion.field].flatMap(criterion.test.score)
            sum += criterion.weight * (score ?? criterion.unknown)
            weights += criterion.weight
        }
        return criteria.isEmpty ? 1 : sum / weights
    }
}

extension ReferenceRules.Condition {
    /// Whether it holds for a value, or for none.
    func holds(for value: ReferenceValue?) -> Bool {
        guard let value, let score = test.withoutEdges.score(value) else { return unknown }
        return score == 1
    }
}

extension ReferenceRules.Test {
    /// The same test, a range without its soft edges.
    var withoutEdges: Self {
        guard case .range(let low, let high, _, _) = self else { return self }
        return .range(low: low, high: high, softLow: nil, softHigh: nil)
    }

    /// How well a value passes, 0…1; nil where the test cannot tell.
    func score(_ value: ReferenceValue) -> Double? {
        switch self {
        case .isIn(let choices):
            let isOne = choices.contains { choice in
                if case .text(let text) = choice { return value.words.contains(text.lowercased()) }
                return choice == value
            }
            return isOne ? 1 : 0
        case .hasAny(let words):
            return words.contains { value.words.contains($0.lowercased()) } ? 1 : 0
        case .hasAll(let words):
            return words.allSatisfy { value.words.contains($0.lowercased()) } ? 1 : 0
        case .range(let low, let high, let softLow, let softHigh):
            guard case .number(let x) = value else { return nil }
            if x < low { return softLow.map { x > $0 ? (x - $0) / (low - $0) : 0 } ?? 0 }
            if x > high { return softHigh.map { x < $0 ? ($0 - x) / ($0 - high) : 0 } ?? 0 }
            return 1
        }
    }
}

extension ReferenceRules.Kind {
    /// The strength of a signal with these attributes.
    func strength(_ attributes: [ReferenceEvent.Attribute]) -> Double {
        func value(_ field: String) -> ReferenceValue? { attributes.first { $0.name == field }?.value }
        var strength = 1.0
        if let curve {
            strength = curve.floor
            if case .number(let x) = value(curve.field), !curve.isLogarithmic || x > 0 {
                func measure(_ x: Double) -> Double {
                    curve.isLogarithmic ? ReferenceArithmetic.log(x) : x
                }
                let share = (measure(x) - measure(curve.low)) / (measure(curve.high) - measure(curve.low))
                strength = curve.floor + (1 - curve.floor) * max(0, min(1, share))
            }
        }
        for boost in boosts {
            let texts: [String] =
                switch value(boost.field) {
                case .text(let text): [text]
                case .texts(let texts): texts
                case .number, .flag, nil: []
                }
            let words = texts.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" } }
            if boost.words.contains(where: { word in words.contains { $0 == word.lowercased() } }) {
                strength *= boost.times
            }
        }
        return strength
    }
}
