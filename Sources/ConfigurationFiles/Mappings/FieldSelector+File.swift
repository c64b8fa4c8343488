// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ingest
internal import JSON

extension FieldSelector {
    /// A place in a record, as mappings write it, or a constant.
    ///
    /// `/path` is a place in the element, `^/path` in what it was fanned out of, `@this` the element itself,
    /// `@key`, `@topic`, `@timestamp` and `@header:NAME` parts of the record; other text is a constant.
    static func selector(_ value: ConfigurationValue) -> FieldSelector? {
        if case .mapping = value.node.content { return lookup(value) }
        guard let text = value.text() else { return nil }
        switch text.utf8.first {
        case UInt8(ascii: "/"): return pointer(text, level: 0, value)
        case UInt8(ascii: "^"):
            let rest = text.drop { $0 == "^" }
            return pointer(String(rest), level: text.count - rest.count, value)
        case UInt8(ascii: "@"): return recordPart(text, value)
        default: return AttributeValue.constant(value).map { .constant($0) }
        }
    }

    /// Several places, or one.
    static func selectors(_ value: ConfigurationValue) -> [FieldSelector] {
        guard case .list = value.node.content else { return selector(value).map { [$0] } ?? [] }
        return (value.list() ?? []).compactMap { selector($0) }
    }

    private static func pointer(_ text: String, level: Int, _ value: ConfigurationValue) -> FieldSelector? {
        JSONPointer.pointer(text, value).map { .pointer($0, level: level) }
    }

    private static func recordPart(_ text: String, _ value: ConfigurationValue) -> FieldSelector? {
        let header = "@header:"
        switch text {
        case "@this": return pointer("", level: 0, value)
        case "@key": return .key
        case "@topic": return .topic
        case "@timestamp": return .timestamp
        case _ where text.hasPrefix(header) && text != header:
            return .header(String(text.dropFirst(header.count)))
        default:
            value.refuse(
                "must be `@this`, `@key`, `@topic`, `@timestamp` or `@header:NAME` (a constant that begins with `@` is written "
                    + "`{constant: \"@…\"}`)"
            )
            return nil
        }
    }

    private static func lookup(_ value: ConfigurationValue) -> FieldSelector? {
        guard let mapping = value.mapping() else { return nil }
        if let constant = mapping.optional("constant") {
            return AttributeValue.constant(constant).map { .constant($0) }
        }
        let list = mapping.required("lookup").flatMap { selector($0) }
        let member = mapping.required("where").flatMap { JSONPointer.pointer($0) }
        let equals = mapping.required("equals").flatMap { selector($0) }
        let take = mapping.required("take").flatMap { JSONPointer.pointer($0) }
        guard let list, let member, let equals, let take else { return nil }
        return .lookup(in: list, member: member, equals: equals, take: take)
    }
}

extension JSONPointer {
    /// The pointer that a value is.
    static func pointer(_ value: ConfigurationValue) -> JSONPointer? {
        value.text().flatMap { pointer($0 == "@this" ? "" : $0, value) }
    }

    fileprivate static func pointer(_ text: String, _ value: ConfigurationValue) -> JSONPointer? {
        do throws(JSONPointerError) {
            return try JSONPointer(text)
        } catch {
            value.refuse("is no JSON pointer: \(error)")
            return nil
        }
    }
}

extension AttributeValue {
    /// The constant that a value is: a number or truth value if it is written as one without quotes, a list, or text.
    static func constant(_ value: ConfigurationValue) -> AttributeValue? {
        if case .list = value.node.content { return value.texts().map { .strings($0) } }
        if case .scalar(let text, quoted: false) = value.node.content {
            if let flag = Bool(text) { return .boolean(flag) }
            if value.plainNumber() != nil, let number = value.finiteNumber() { return .number(number) }
        }
        return value.text().map { .string($0) }
    }
}
