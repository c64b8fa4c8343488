// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ingest

extension EventTemplate.Identifier {
    /// An id: a place, a list of parts that are joined by `:`, or `{digest: [...]}`.
    static func identifier(_ value: ConfigurationValue) -> EventTemplate.Identifier? {
        switch value.node.content {
        case .mapping(let members) where members.contains { $0.key == "digest" }:
            guard let parts = value.mapping()?.required("digest")?.list() else { return nil }
            return EventTemplate.Identifier(
                parts.compactMap { FieldExpression.expression($0) },
                isDigest: true
            )
        case .list:
            return EventTemplate.Identifier(
                (value.list() ?? []).compactMap { FieldExpression.expression($0) }
            )
        default:
            return FieldExpression.expression(value).map { EventTemplate.Identifier([$0]) }
        }
    }
}

extension EventTemplate.Signal {
    /// The signal of a rule whose kind is `value`.
    static func signal(
        _ value: ConfigurationValue,
        _ rule: ConfigurationMapping,
        vendor: FieldExpression?
    ) -> EventTemplate.Signal? {
        guard let kind = FieldExpression.expression(value) else { return nil }
        var signal = EventTemplate.Signal(kind: kind)
        signal.attributes = NamedExpression.expressions(rule.optional("attributes"))
        signal.spreads = MemberSpread.spreads(rule.optional("attributes_from"))
        signal.vendor = rule.optional("vendor").flatMap { FieldExpression.expression($0) } ?? vendor
        if let person = rule.optional("person") {
            if case .mapping(let members) = person.node.content,
                members.contains(where: { $0.key == "email" })
            {
                signal.person = person.mapping()?.required("email").flatMap { FieldExpression.expression($0) }
                signal.personIsEmail = true
            } else {
                signal.person = FieldExpression.expression(person)
            }
        }
        return signal
    }
}

extension EventTemplate.Profile {
    /// The profile change that `value` says.
    static func profile(_ value: ConfigurationValue) -> EventTemplate.Profile? {
        guard let mapping = value.mapping() else { return nil }
        let set = mapping.optional("set")
        let spreads = mapping.optional("set_from")
        let add = mapping.optional("add")
        let remove = mapping.optional("remove")
        if set == nil, spreads == nil, add == nil, remove == nil {
            mapping.refuse("must hold one of `set`, `set_from`, `add`, `remove`")
        }
        let profile = EventTemplate.Profile(
            set: NamedExpression.expressions(set),
            spreads: MemberSpread.spreads(spreads),
            add: NamedExpression.expressions(add),
            remove: NamedExpression.expressions(remove)
        )
        for field in profile.set where field.name == "add" || field.name == "remove" {
            mapping.refuse("set", "cannot write a field called `\(field.name)`")
        }
        return profile
    }
}

extension EventTemplate.Payload {
    /// A retraction: `{source: crunchbase, id: /uuid}`; the source is the rule's unless given.
    static func retract(_ value: ConfigurationValue, source: FieldExpression?) -> EventTemplate.Payload? {
        guard let mapping = value.mapping() else { return nil }
        let own = mapping.optional("source").flatMap { FieldExpression.expression($0) }
        let id = mapping.required("id").flatMap { EventTemplate.Identifier.identifier($0) }
        guard let source = own ?? source else {
            mapping.refuse("needs a `source`")
            return nil
        }
        return id.map { .retract(source: source, id: $0) }
    }

    /// A disposition: `{action: /action, until: /until, queue: /queue, by: /user}`.
    static func disposition(_ value: ConfigurationValue) -> EventTemplate.Payload? {
        guard let mapping = value.mapping() else { return nil }
        let action = mapping.required("action").flatMap { FieldExpression.expression($0) }
        let until = mapping.optional("until").flatMap { TimeExpression.expression($0) }
        let queue = mapping.optional("queue").flatMap { FieldExpression.expression($0) }
        let by = mapping.optional("by").flatMap { FieldExpression.expression($0) }
        return action.map {
            .disposition(EventTemplate.Disposition(action: $0, until: until, queue: queue, by: by))
        }
    }
}
