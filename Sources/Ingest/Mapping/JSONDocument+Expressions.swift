// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension JSONDocument {
    /// The value that an expression makes of a record; nil where it is absent and need not be there.
    ///
    /// `name` is what the value is for, to say so in the error.
    borrowing func value(
        of expression: FieldExpression,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> AttributeValue? {
        try scalar(of: expression, in: scope, name: name)?.attribute
    }

    /// The text that an expression makes of a record, such as an id.
    borrowing func text(
        of expression: FieldExpression,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> String? {
        guard let value = try scalar(of: expression, in: scope, name: name) else { return nil }
        guard let text = value.text else { throw IngestFault(.badValue, "\(name) is a list, not a text") }
        return text
    }

    /// The texts that an expression makes of a record: a list's elements, or one text.
    borrowing func texts(
        of expression: FieldExpression,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> [String] {
        switch try scalar(of: expression, in: scope, name: name) {
        case nil: []
        case .list(let words)?: words
        case let value?: value.text.map { [$0] } ?? []
        }
    }

    /// The value that an expression makes of a record, with whole numbers exact.
    private borrowing func scalar(
        of expression: FieldExpression,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> ScalarValue? {
        var result: ScalarValue?
        do throws(IngestFault) {
            for selector in expression.selectors where result == nil {
                guard let found = find(selector, in: scope) else { continue }
                result = try raw(found, pluck: expression.pluck, limits: scope.limits, name: name)
            }
            if let value = result { result = try convert(value, expression, scope.limits, name: name) }
        } catch {
            guard expression.dropsInvalid else { throw error }
            result = nil
        }
        if let result { return result }
        if let fallback = expression.fallback { return ScalarValue(fallback) }
        guard !expression.isRequired else { throw IngestFault(.missingField, "\(name) is missing") }
        return nil
    }

    /// What was found as a scalar or a list of texts; nil where plucking leaves nothing.
    private borrowing func raw(
        _ found: FoundValue,
        pluck: JSONPointer?,
        limits: IngestLimits,
        name: String
    ) throws(IngestFault) -> ScalarValue? {
        switch found {
        case .text(let text): return .text(text)
        case .integer(let number): return .integer(number)
        case .constant(let value): return ScalarValue(value)
        case .node(let node):
            switch kind(of: node) {
            case .array:
                return try list(node, pluck: pluck, limits: limits, name: name)
            case .object:
                guard let pluck else { throw IngestFault(.attributeNotFlat, "\(name) is an object") }
                guard let inner = resolve(node, pointer: pluck), !isAbsent(inner) else { return nil }
                return try raw(.node(inner), pluck: nil, limits: limits, name: name)
            default:
                return scalar(node)
            }
        }
    }

    /// A list's elements as texts; absent ones are left out.
    private borrowing func list(
        _ node: JSONNode,
        pluck: JSONPointer?,
        limits: IngestLimits,
        name: String
    ) throws(IngestFault) -> ScalarValue? {
        guard count(node) <= limits.words else {
            throw IngestFault(.tooManyAttributes, "\(name) is a list of more than \(limits.words) words")
        }
        var words: [String] = []
        try forEachElement(of: node) { (element) throws(IngestFault) in
            guard let inner = pluck.map({ resolve(element, pointer: $0) }) ?? element, !isAbsent(inner) else {
                return
            }
            guard let text = scalar(inner)?.text else {
                throw IngestFault(
                    .attributeNotFlat,
                    "\(name) is a list of something other than texts and numbers"
                )
            }
            words.append(text)
        }
        return words.isEmpty ? nil : .list(words)
    }

    private borrowing func convert(
        _ raw: ScalarValue,
        _ expression: FieldExpression,
        _ limits: IngestLimits,
        name: String
    ) throws(IngestFault) -> ScalarValue? {
        var value = raw
        if let separator = expression.separator, case .text(let text) = value {
            value = .list(TextSplitter.parts(of: text, at: separator))
        }
        if expression.isLowercased { value = value.mapText { FoldedText.folded($0) } }
        if !expression.map.isEmpty {
            guard let mapped = value.replaced(by: expression.map, unmapped: expression.unmapped) else {
                return nil
            }
            value = mapped
        }
        guard !value.isAbsent else { return nil }
        value = try value.converted(to: expression.conversion, name: name)
        if let scale = expression.scale { value = try value.scaled(by: scale, name: name) }
        try value.check(limits, name: name)
        return value
    }

    /// Visits the attributes that an object's members are, absent ones left out.
    borrowing func forEachAttribute(
        of spread: MemberSpread,
        in scope: RecordScope,
        _ body: (_ name: String, _ value: AttributeValue) throws(IngestFault) -> Void
    ) throws(IngestFault) {
        guard let object = node(spread.object, in: scope) else { return }
        let expression = FieldExpression([], conversion: spread.conversion)
        try forEachMember(of: object) { (member, node) throws(IngestFault) in
            guard let full = string(member), full.utf8.starts(with: spread.prefix.utf8), !isAbsent(node)
            else { return }
            let name = String(Substring(full.utf8.dropFirst(spread.prefix.utf8.count)))
            guard (1...128).contains(name.utf8.count) else {
                throw IngestFault(.badValue, "an attribute's name is empty or longer than 128 bytes")
            }
            let shown = EscapedText.escaped(name, limit: 64)
            guard let raw = try raw(.node(node), pluck: nil, limits: scope.limits, name: shown),
                let value = try convert(raw, expression, scope.limits, name: shown)
            else { return }
            try body(name, value.attribute)
        }
    }
}
