// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

extension FieldTest {
    /// The one test of a condition or criterion; `soft` edges only where `allowingSoftEdges`.
    init?(_ mapping: ConfigurationMapping, allowingSoftEdges: Bool) {
        let tests = [
            mapping.optional("in").map { Test(name: "in", test: $0.attributeValues().map(FieldTest.isIn)) },
            mapping.optional("range").map { value in
                let edges = allowingSoftEdges ? mapping.optional("soft") : nil
                return Test(name: "range", test: Self.range(value, soft: edges))
            },
            mapping.optional("has_any").map { Test(name: "has_any", test: $0.words().map(FieldTest.hasAny)) },
            mapping.optional("has_all").map { Test(name: "has_all", test: $0.words().map(FieldTest.hasAll)) },
        ].compactMap(\.self)
        guard let first = tests.first else {
            mapping.refuse("needs one of `in`, `range`, `has_any` or `has_all`")
            return nil
        }
        for other in tests.dropFirst() {
            mapping.refuse(
                other.name,
                "is a second test beside `\(first.name)`: write a condition of its own"
            )
        }
        if allowingSoftEdges, first.name != "range", mapping.optional("soft") != nil {
            mapping.refuse("soft", "goes with `range` only")
        }
        guard let test = first.test else { return nil }
        self = test
    }

    private struct Test {
        var name: String
        /// Nil if it could not be read.
        var test: FieldTest?
    }

    private static func range(_ value: ConfigurationValue, soft: ConfigurationValue?) -> FieldTest? {
        guard let (low, high) = value.bounds() else { return nil }
        guard low <= high else {
            value.refuse("must go from the smaller number to the larger")
            return nil
        }
        guard let soft else { return .range(low: low, high: high, softLow: nil, softHigh: nil) }
        guard let (softLow, softHigh) = soft.bounds() else { return nil }
        if softLow >= low {
            soft.refuse("must begin below the range, which begins at \(ConfigurationValue.shortest(low))")
        }
        if softHigh <= high {
            soft.refuse("must end above the range, which ends at \(ConfigurationValue.shortest(high))")
        }
        return .range(low: low, high: high, softLow: softLow, softHigh: softHigh)
    }
}

extension Condition {
    /// A condition of `disqualify` or `where`.
    init?(_ value: ConfigurationValue) {
        guard let mapping = value.mapping() else { return nil }
        let field = mapping.required("field")?.fieldName()
        let test = FieldTest(mapping, allowingSoftEdges: false)
        let unknown = mapping.optional("unknown")?.boolean() ?? false
        guard let field, let test else { return nil }
        self.init(field: field, test: test, unknown: unknown)
    }
}

extension ConfigurationValue {
    /// The name of an attribute or of a profile's field.
    func fieldName() -> String? {
        guard let text = text() else { return nil }
        guard text.utf8.count <= 128 else {
            refuse("is too long for a field's name: at most 128 bytes")
            return nil
        }
        return text
    }

    /// A list of at least one and at most `limit` values.
    func list(atMost limit: Int) -> [ConfigurationValue]? {
        guard let values = list() else { return nil }
        guard values.count <= limit else {
            refuse("has \(values.count) elements; the most are \(limit)")
            return nil
        }
        return values
    }

    /// A list of words to look for, each once.
    func words() -> [String]? {
        guard let values = list(atMost: 1000) else { return nil }
        var seen: Set<String> = []
        return values.compactMap { value in
            guard let text = value.text() else { return nil }
            guard text.utf8.count <= 256 else {
                value.refuse("is too long to look for: at most 256 bytes")
                return nil
            }
            if !seen.insert(text).inserted { value.refuse("is given twice") }
            return text
        }
    }

    /// A list of texts, numbers and truth values, each once.
    func attributeValues() -> [AttributeValue]? {
        guard let values = list(atMost: 1000) else { return nil }
        var seen: Set<AttributeValue> = []
        return values.compactMap { value in
            guard let converted = value.attributeValue() else { return nil }
            if !seen.insert(converted).inserted { value.refuse("is given twice") }
            return converted
        }
    }

    /// A number or a truth value if it is written as one without quotes, else text.
    private func attributeValue() -> AttributeValue? {
        if case .scalar("true", quoted: false) = node.content { return .boolean(true) }
        if case .scalar("false", quoted: false) = node.content { return .boolean(false) }
        if plainNumber() != nil { return finiteNumber().map(AttributeValue.number) }
        return text().map(AttributeValue.string)
    }

    /// Two numbers: `[a, b]`.
    fileprivate func bounds() -> (low: Double, high: Double)? {
        guard let values = list() else { return nil }
        guard values.count == 2 else {
            refuse("must be two numbers: `[from, to]`")
            return nil
        }
        guard let low = values[0].number(in: -1e15...1e15), let high = values[1].number(in: -1e15...1e15)
        else {
            return nil
        }
        return (low, high)
    }
}
