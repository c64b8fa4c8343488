// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Writes the plan of a mapping's rules for records of one topic.
struct RowPlanCompiler {
    private let topic: String
    /// How many steps a pointer may lead out of the element: all of them end at the record.
    private let levels: Int
    private(set) var names = MemberNames()
    private(set) var signals: [RowPlan.Signal] = []
    private(set) var places: [RowPlan.Place] = []
    private(set) var pointers: [JSONPointer] = []
    private(set) var maps: [RowPlan.ValueMap] = []
    private(set) var choices: [Range<Int>] = []
    private(set) var formats: [TimeExpression.Format] = []
    private(set) var texts: [UInt8] = []

    private init(topic: String, levels: Int) {
        self.topic = topic
        self.levels = levels
    }

    /// The plan of `mapping` for records of `topic`; nil if there is nothing that it could be quick with.
    static func plan(of mapping: Mapping, topic: String) -> RowPlan? {
        guard case .json(let each, let rules) = mapping.format else { return nil }
        // A pointer to the record itself fans nothing out that is an object.
        guard each.allSatisfy({ $0.first == nil }) else { return nil }
        var compiler = Self(topic: topic, levels: each.count)
        var compiled: [RowPlan.Rule] = []
        for rule in rules {
            guard let conditions = compiler.conditions(rule.guards) else { return nil }
            var result = RowPlan.Rule(conditions: conditions)
            if let signal = compiler.signal(rule) {
                result.signal = compiler.signals.count
                compiler.signals.append(signal)
            }
            compiled.append(result)
        }
        guard !compiler.signals.isEmpty else { return nil }
        return RowPlan(compiler, rules: compiled)
    }

    // MARK: Rules

    private mutating func conditions(_ guards: [MappingGuard]) -> [RowPlan.Condition]? {
        var conditions: [RowPlan.Condition] = []
        for each in guards {
            guard case .pointer = each.selector, let place = place(each.selector) else { return nil }
            var test = each.test
            var isNegated = false
            while case .not(let inner) = test {
                test = inner
                isNegated.toggle()
            }
            let compiled: RowPlan.Test =
                switch test {
                case .exists: .exists
                case .isOneOf(let texts): .isOneOf(self.choices(texts))
                case .matches, .contains, .not: .other
                }
            conditions.append(RowPlan.Condition(place: place, test: compiled, isNegated: isNegated))
        }
        return conditions
    }

    private mutating func choices(_ list: [String]) -> Range<Int> {
        let start = choices.count
        choices += list.map { text(FoldedText.folded($0)) }
        return start..<choices.count
    }

    private mutating func signal(_ rule: MappingRule) -> RowPlan.Signal? {
        guard case .emit(let template, let account) = rule.action,
            case .signal(let signal) = template.payload,
            let accounts = all(account.candidates, { $0.candidate($1) }),
            let source = field(template.source),
            let id = all(template.id.parts, { $0.field($1) }),
            let times = all(template.time.candidates, { $0.moment($1) }),
            let kind = field(signal.kind),
            let attributes = attributes(signal.attributes),
            let spreads = all(signal.spreads, { $0.spread($1) }),
            let aliases = all(rule.aliases, { $0.alias($1) })
        else { return nil }
        var plan = RowPlan.Signal(
            accounts: accounts,
            source: source,
            id: id,
            isDigest: template.id.isDigest,
            times: times,
            kind: kind,
            attributes: attributes,
            spreads: spreads,
            aliases: aliases
        )
        if let bound = template.time.notAfter {
            guard let moment = moment(bound) else { return nil }
            plan.notAfter = moment
        }
        if let person = signal.person {
            guard let field = field(person) else { return nil }
            plan.person = field
        }
        if let vendor = signal.vendor {
            guard let field = field(vendor) else { return nil }
            plan.vendor = field
        }
        return plan
    }

    /// What `compile` makes of each; nil if it makes nothing of one.
    private mutating func all<Element, Result>(
        _ elements: [Element],
        _ compile: (inout Self, Element) -> Result?
    ) -> [Result]? {
        var results: [Result] = []
        for element in elements {
            guard let result = compile(&self, element) else { return nil }
            results.append(result)
        }
        return results
    }

    private mutating func candidate(_ candidate: AccountExpression.Candidate) -> RowPlan.Candidate? {
        let identifier: RowPlan.Identifier =
            switch candidate.identifier {
            case .domain: .domain
            case .url: .url
            case .email: .email
            case .alias: .alias
            }
        return field(candidate.expression).map {
            RowPlan.Candidate(identifier: identifier, field: $0)
        }
    }

    private mutating func alias(_ alias: AliasExpression) -> RowPlan.Alias? {
        field(alias.expression).map { RowPlan.Alias(namespace: alias.namespace, field: $0) }
    }

    /// Attributes whose names are as the journal wants them.
    private mutating func attributes(_ expressions: [NamedExpression]) -> [RowPlan.Attribute]? {
        guard Set(expressions.map(\.name)).count == expressions.count else { return nil }
        return all(expressions) { compiler, expression in
            guard Event.fault(of: expression.name.utf8.span, limit: Event.nameBytes) == nil,
                let field = compiler.field(expression.expression)
            else { return nil }
            return RowPlan.Attribute(name: compiler.text(expression.name), field: field)
        }
    }

    private mutating func spread(_ spread: MemberSpread) -> RowPlan.Spread? {
        guard case .pointer = spread.object, let object = place(spread.object) else { return nil }
        return RowPlan.Spread(object: object, prefix: text(spread.prefix), conversion: spread.conversion)
    }

    private mutating func moment(_ candidate: TimeExpression.Candidate) -> RowPlan.Moment? {
        guard let range = places(candidate.selectors) else { return nil }
        let start = formats.count
        formats += candidate.formats
        return RowPlan.Moment(places: range, formats: start..<formats.count)
    }

    // MARK: Values

    private mutating func field(_ expression: FieldExpression) -> RowPlan.Field? {
        guard expression.pluck == nil, expression.separator == nil,
            let range = places(expression.selectors)
        else { return nil }
        var field = RowPlan.Field(
            places: range,
            conversion: expression.conversion,
            isLowercased: expression.isLowercased,
            scale: expression.scale,
            isRequired: expression.isRequired
        )
        if let fallback = expression.fallback {
            guard let constant = constant(fallback) else { return nil }
            field.fallback = constant
        }
        if !expression.map.isEmpty {
            guard let map = map(expression.map, unmapped: expression.unmapped) else { return nil }
            maps.append(map)
            field.map = maps.count - 1
        }
        if let place = range.first, case .member(let member) = places[place], !field.isLowercased,
            field.map == nil, field.scale == nil, field.conversion == .asIs || field.conversion == .text
        {
            field.member = member
        }
        return field
    }

    private mutating func map(
        _ values: [String: AttributeValue],
        unmapped: FieldExpression.Unmapped
    ) -> RowPlan.ValueMap? {
        var map = RowPlan.ValueMap(values: [], unmapped: .keep)
        // In the same order in every process.
        for (text, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let constant = constant(value) else { return nil }
            map.values.append((self.text(text), constant))
        }
        switch unmapped {
        case .keep: break
        case .drop: map.unmapped = .drop
        case .replace(let value):
            guard let constant = constant(value) else { return nil }
            map.unmapped = .replace(constant)
        }
        return map
    }

    private mutating func places(_ selectors: [FieldSelector]) -> Range<Int>? {
        guard let found = all(selectors, { $0.place($1) }) else { return nil }
        let start = places.count
        places += found
        return start..<places.count
    }

    private mutating func place(_ selector: FieldSelector) -> RowPlan.Place? {
        switch selector {
        case .pointer(let pointer, let level):
            guard level >= 0, level <= levels else { return nil }
            guard let name = pointer.first else { return .record }
            guard let member = names.number(of: name) else { return nil }
            let rest = pointer.rest
            guard rest.first != nil else { return .member(member) }
            pointers.append(rest)
            return .inner(member: member, pointer: pointers.count - 1)
        case .topic: return .constant(.text(text(topic)))
        case .timestamp: return .timestamp
        case .constant(let value): return constant(value).map { .constant($0) }
        case .header, .key, .lookup: return nil
        }
    }

    private mutating func constant(_ value: AttributeValue) -> RowPlan.Constant? {
        switch value {
        case .string(let text): .text(self.text(text))
        case .number(let number): number.isFinite ? .number(number) : nil
        case .boolean(let truth): .boolean(truth)
        case .strings: nil
        }
    }

    private mutating func text(_ text: String) -> Range<Int> {
        let start = texts.count
        texts.append(contentsOf: text.utf8)
        return start..<texts.count
    }
}
