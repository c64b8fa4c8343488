// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Scoring

extension SignalKind {
    /// The kind called `name` in a model file; nil, with faults noted, if it cannot be read.
    init?(named name: String, _ value: ConfigurationValue) {
        guard ConfigurationValue.isName(name) else {
            value.refuse("is not a name for a kind: use a-z, 0-9, `_`, `-` and `.`, at most 64")
            return nil
        }
        guard let mapping = value.mapping() else { return nil }
        let limit = ScoringModel.maximumPoints
        let weight = mapping.required("weight")?.number(in: -limit...limit)
        if weight == 0 {
            mapping.refuse("weight", "must not be 0: a kind that does not count is left out")
        }
        let halfLife = mapping.required("half_life")?.duration(in: 1000...ScoringModel.maximumTime)
        let cap = mapping.required("cap")?.positiveNumber(upTo: limit)
        let curve = mapping.optional("curve")?.mapping().flatMap(Curve.init(_:))
        let boosts = mapping.optional("boosts")?.list(atMost: 32)?.compactMap {
            $0.mapping().flatMap(Boost.init(_:))
        }
        let collapse = mapping.optional("collapse")?.mapping().flatMap(Collapse.init(_:))
        let perPersonPerDay = mapping.optional("per_person_per_day")?.integer(in: 1...10_000)
        guard let weight, let halfLife, let cap else { return nil }
        self.init(
            name: name,
            weight: weight,
            halfLife: halfLife,
            cap: cap,
            curve: curve,
            boosts: boosts ?? [],
            collapse: collapse,
            perPersonPerDay: perPersonPerDay
        )
    }
}

extension SignalKind.Curve {
    /// The widest range of an attribute on a curve.
    private static let maximumValue = 1e15

    init?(_ mapping: ConfigurationMapping) {
        let range = -Self.maximumValue...Self.maximumValue
        let field = mapping.required("field")?.fieldName()
        let scale = mapping.required("scale")?.choice(of: Scale.self)
        let low = mapping.required("low")?.number(in: range)
        let high = mapping.required("high")?.number(in: range)
        let floor = mapping.optional("floor")?.number(in: 0...1) ?? 0
        if let low, let high, low >= high {
            mapping.refuse("low", "must be below `high`, which is \(ConfigurationValue.shortest(high))")
        }
        if scale == .log, let low, low <= 0 {
            mapping.refuse("low", "must be above 0 on a log scale")
        }
        guard let field, let scale, let low, let high else { return nil }
        self.init(field: field, scale: scale, low: low, high: high, floor: floor)
    }
}

extension SignalKind.Boost {
    init?(_ mapping: ConfigurationMapping) {
        let field = mapping.required("field")?.fieldName()
        let words = mapping.required("matches_any")?.words()
        let times = mapping.required("times")?.positiveNumber(upTo: 100)
        guard let field, let words, let times else { return nil }
        self.init(field: field, matchesAny: words, times: times)
    }
}

extension SignalKind.Collapse {
    init?(_ mapping: ConfigurationMapping) {
        let window = mapping.required("window")?.duration(in: 1000...ScoringModel.maximumTime)
        let by = mapping.required("by")?.list(atMost: 8)
        var fields: [String] = []
        for value in by ?? [] {
            guard let field = value.fieldName() else { continue }
            if fields.contains(field) { value.refuse("is given twice") }
            fields.append(field)
        }
        guard let window, !fields.isEmpty else { return nil }
        self.init(window: window, by: fields)
    }
}
