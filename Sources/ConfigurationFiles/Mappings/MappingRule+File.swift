// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ingest

extension MappingRule {
    /// What the rules of a mapping share.
    struct Defaults {
        var source: FieldExpression?
        var vendor: FieldExpression?
        var account: AccountExpression?
        var time: TimeExpression?
    }

    /// The keys that say what a rule does; a rule holds one of them, or `aliases` alone.
    private static let actions = [
        "signal", "profile", "retract", "disposition", "superseded_by", "erase", "ignore", "reject",
    ]

    /// One of the `rules` of a mapping.
    static func rule(_ value: ConfigurationValue, _ defaults: Defaults) -> MappingRule? {
        guard let rule = value.mapping() else { return nil }
        let given = actions.filter { rule.contains($0) }
        guard given.count <= 1 else {
            // The other keys belong to one or the other: this fault is enough.
            _ = rule.all()
            rule.refuse(given[1], "cannot stand beside `\(given[0])`: a rule does one thing")
            return nil
        }
        let guards = MappingGuard.guards(rule.optional("when"))
        let action: Action?
        switch given.first {
        case "ignore":
            if rule.optional("ignore")?.boolean() == false { rule.refuse("ignore", "can only be `true`") }
            return MappingRule(guards: guards, action: .ignore)
        case "reject":
            return rule.optional("reject")?.text().map { MappingRule(guards: guards, action: .reject($0)) }
        case nil where !rule.contains("aliases"):
            rule.refuse("must hold one of \(ConfigurationValue.alternatives(actions + ["aliases"]))")
            return nil
        case let name?: action = emit(name, rule, defaults)
        case nil: action = teach(rule, defaults)
        }
        let aliases = AliasExpression.expressions(rule.optional("aliases"))
        let reasons = reasons(rule.optional("ignore_errors"))
        return action.map {
            MappingRule(guards: guards, action: $0, aliases: aliases, ignoredReasons: reasons)
        }
    }

    private static func emit(_ name: String, _ rule: ConfigurationMapping, _ defaults: Defaults) -> Action? {
        guard let value = rule.optional(name) else { return nil }
        let source = source(rule, defaults)
        let account = account(rule, defaults)
        let id = rule.required("id").flatMap { EventTemplate.Identifier.identifier($0) }
        let time = rule.optional("time").flatMap { TimeExpression.expression($0) } ?? defaults.time
        if time == nil, !rule.contains("time") { rule.refuse("time", "is missing") }
        let payload: EventTemplate.Payload?
        switch name {
        case "signal":
            payload = EventTemplate.Signal.signal(value, rule, vendor: defaults.vendor).map { .signal($0) }
        case "profile": payload = EventTemplate.Profile.profile(value).map { .account($0) }
        case "retract": payload = EventTemplate.Payload.retract(value, source: source)
        case "disposition": payload = EventTemplate.Payload.disposition(value)
        case "superseded_by": payload = AccountExpression.expression(value).map { .superseded(by: $0) }
        default:
            if value.boolean() == false { value.refuse("can only be `true`") }
            payload = .erase
        }
        guard let source, let account, let id, let time, let payload else { return nil }
        return .emit(EventTemplate(source: source, id: id, time: time, payload: payload), account: account)
    }

    private static func teach(_ rule: ConfigurationMapping, _ defaults: Defaults) -> Action? {
        let source = source(rule, defaults)
        let account = account(rule, defaults)
        guard let source, let account else { return nil }
        return .teach(source: source, account: account)
    }

    private static func source(_ rule: ConfigurationMapping, _ defaults: Defaults) -> FieldExpression? {
        if let own = rule.optional("source") { return FieldExpression.expression(own) }
        if defaults.source == nil { rule.refuse("source", "is missing, here and in the mapping") }
        return defaults.source
    }

    private static func account(_ rule: ConfigurationMapping, _ defaults: Defaults) -> AccountExpression? {
        if let own = rule.optional("account") { return AccountExpression.expression(own) }
        if defaults.account == nil { rule.refuse("account", "is missing, here and in the mapping") }
        return defaults.account
    }

    private static func reasons(_ value: ConfigurationValue?) -> Set<DeadLetterReason> {
        Set((value?.list() ?? []).compactMap { $0.choice(of: DeadLetterReason.self) })
    }
}
