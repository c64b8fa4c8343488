// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ingest
internal import JSON

extension FieldExpression {
    /// What a value is made of: a place, several places of which the first that is present counts, or a mapping that
    /// also says how it is converted.
    static func expression(_ value: ConfigurationValue) -> FieldExpression? {
        guard case .mapping = value.node.content else {
            let selectors = FieldSelector.selectors(value)
            return selectors.isEmpty ? nil : FieldExpression(selectors)
        }
        guard let mapping = value.mapping() else { return nil }
        let constant = mapping.optional("constant").flatMap { AttributeValue.constant($0) }
        var expression = FieldExpression(constant.map { [.constant($0)] } ?? [])
        if constant == nil {
            expression.selectors = mapping.required("from").map(FieldSelector.selectors) ?? []
        }
        expression.read(mapping)
        return expression
    }

    /// Reads how the value is converted.
    private mutating func read(_ mapping: ConfigurationMapping) {
        conversion = mapping.optional("as").flatMap { $0.choice(of: Conversion.self) } ?? .asIs
        pluck = mapping.optional("pluck").flatMap { JSONPointer.pointer($0) }
        separator = mapping.optional("split").flatMap { $0.text() }
        isLowercased = mapping.optional("lower").flatMap { $0.boolean() } ?? false
        if let values = mapping.optional("map")?.mapping() { read(map: values) }
        if let others = mapping.optional("otherwise") {
            if map.isEmpty { others.refuse("needs a `map`") }
            unmapped =
                others.node.isNull ? .drop : AttributeValue.constant(others).map { .replace($0) } ?? .keep
        }
        scale = mapping.optional("scale").flatMap { $0.number(in: -1e12...1e12) }
        if scale != nil, conversion == .asIs { conversion = .number }
        fallback = mapping.optional("default").flatMap { AttributeValue.constant($0) }
        isRequired = mapping.optional("required").flatMap { $0.boolean() } ?? false
        dropsInvalid = mapping.optional("drop_invalid").flatMap { $0.boolean() } ?? false
    }

    private mutating func read(map values: ConfigurationMapping) {
        for (key, value) in values.all() {
            // Blank text counts as absent.
            let constant = value.node.isNull ? AttributeValue.string("") : AttributeValue.constant(value)
            guard let constant else { continue }
            let folded = String(
                decoding: key.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
                as: UTF8.self
            )
            if map.updateValue(constant, forKey: folded) != nil {
                value.refuse("is given twice: case makes no difference")
            }
        }
        if map.isEmpty { values.refuse("must not be empty") }
    }
}

extension NamedExpression {
    /// The attributes or fields of a mapping, in the file's order.
    static func expressions(_ value: ConfigurationValue?) -> [NamedExpression] {
        (value?.mapping()?.all() ?? []).compactMap { name, value in
            FieldExpression.expression(value).map { NamedExpression(name, $0) }
        }
    }
}

extension MemberSpread {
    /// The objects whose members become attributes: `{object: /attributes, prefix: attr_, as: infer}`, or several.
    static func spreads(_ value: ConfigurationValue?) -> [MemberSpread] {
        guard let value else { return [] }
        guard case .list = value.node.content else { return spread(value).map { [$0] } ?? [] }
        return (value.list() ?? []).compactMap { spread($0) }
    }

    private static func spread(_ value: ConfigurationValue) -> MemberSpread? {
        guard case .mapping = value.node.content else {
            return FieldSelector.selector(value).map { MemberSpread(object: $0) }
        }
        guard let mapping = value.mapping() else { return nil }
        let prefix = mapping.optional("prefix").flatMap { $0.text() } ?? ""
        let conversion =
            mapping.optional("as").flatMap { $0.choice(of: FieldExpression.Conversion.self) } ?? .asIs
        guard let object = mapping.required("object").flatMap({ FieldSelector.selector($0) }) else {
            return nil
        }
        return MemberSpread(object: object, prefix: prefix, conversion: conversion)
    }
}
