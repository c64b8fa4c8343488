// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

// The `data` of each type of event.
extension EventCodec {
    static func signal(
        _ document: borrowing JSONDocument,
        _ data: JSONNode,
        _ unknown: inout [UnknownMember]
    ) throws(EventDecodeError) -> Signal {
        var signal = Signal(kind: "")
        var hasKind = false
        try document.forEachMember(of: data) { name, value throws(EventDecodeError) in
            if document.equals(name, "kind") {
                signal.kind = try required(document, value, at: "/data/kind")
                hasKind = true
            } else if document.equals(name, "attributes") {
                signal.attributes = try attributes(document, value)
            } else if document.equals(name, "person") {
                signal.person = try optional(document, value, at: "/data/person")
            } else if document.equals(name, "vendor") {
                signal.vendor = try optional(document, value, at: "/data/vendor")
            } else {
                unknown.append(unknownMember(document, name, value))
            }
        }
        guard hasKind else { throw EventDecodeError(.memberMissing, at: "/data/kind") }
        return signal
    }

    static func retraction(
        _ document: borrowing JSONDocument,
        _ data: JSONNode,
        _ unknown: inout [UnknownMember]
    ) throws(EventDecodeError) -> Retraction {
        var source: JSONNode?
        var id: JSONNode?
        document.forEachMember(of: data) { name, value in
            if document.equals(name, "source") {
                source = value
            } else if document.equals(name, "id") {
                id = value
            } else {
                unknown.append(unknownMember(document, name, value))
            }
        }
        return Retraction(
            source: try required(document, source, at: "/data/source"),
            id: try required(document, id, at: "/data/id")
        )
    }

    static func profileChange(
        _ document: borrowing JSONDocument,
        _ data: JSONNode
    ) throws(EventDecodeError) -> ProfileChange {
        var change = ProfileChange()
        try document.forEachMember(of: data) { name, value throws(EventDecodeError) in
            if document.equals(name, "add") {
                change.add = try words(document, value, at: "/data/add")
            } else if document.equals(name, "remove") {
                change.remove = try words(document, value, at: "/data/remove")
            } else {
                let value = try attributeValue(document, name, value, within: "/data")
                change.set.append(ProfileChange.Assignment(field: document.string(name) ?? "", value: value))
            }
        }
        return change
    }

    static func disposition(
        _ document: borrowing JSONDocument,
        _ data: JSONNode,
        _ unknown: inout [UnknownMember]
    ) throws(EventDecodeError) -> Disposition {
        var action: JSONNode?
        var disposition = Disposition(action: .worked)
        try document.forEachMember(of: data) { name, value throws(EventDecodeError) in
            if document.equals(name, "action") {
                action = value
            } else if document.equals(name, "until") {
                disposition.until = try time(document, value, at: "/data/until")?.timestamp
            } else if document.equals(name, "queue") {
                disposition.queue = try optional(document, value, at: "/data/queue")
            } else if document.equals(name, "by") {
                disposition.by = try optional(document, value, at: "/data/by")
            } else {
                unknown.append(unknownMember(document, name, value))
            }
        }
        let word = try required(document, action, at: "/data/action")
        guard let action = Disposition.Action(rawValue: word) else {
            throw EventDecodeError(.memberInvalid, at: "/data/action")
        }
        disposition.action = action
        return disposition
    }

    static func successor(
        _ document: borrowing JSONDocument,
        _ data: JSONNode,
        _ unknown: inout [UnknownMember]
    ) throws(EventDecodeError) -> AccountID {
        var by: JSONNode?
        document.forEachMember(of: data) { name, value in
            if document.equals(name, "by") {
                by = value
            } else {
                unknown.append(unknownMember(document, name, value))
            }
        }
        return AccountID(domain: try required(document, by, at: "/data/by"))
    }

    // MARK: Values

    /// A text that must be there and not be empty.
    static func required(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        at path: String
    ) throws(EventDecodeError) -> String {
        guard let node, document.kind(of: node) != .null else {
            throw EventDecodeError(.memberMissing, at: path)
        }
        guard let text = document.string(node) else { throw EventDecodeError(.memberType, at: path) }
        guard !text.isEmpty else { throw EventDecodeError(.memberEmpty, at: path) }
        return text
    }

    /// A text that may be missing; `null` and the empty text are read as missing.
    static func optional(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        at path: String
    ) throws(EventDecodeError) -> String? {
        guard let node, document.kind(of: node) != .null else { return nil }
        guard let text = document.string(node) else { throw EventDecodeError(.memberType, at: path) }
        return text.isEmpty ? nil : text
    }

    /// A time that may be missing.
    static func time(
        _ document: borrowing JSONDocument,
        _ node: JSONNode?,
        at path: String
    ) throws(EventDecodeError) -> ReceivedTime? {
        guard let node, document.kind(of: node) != .null else { return nil }
        guard let time = document.withString(node, { ReceivedTime($0) }) else {
            throw EventDecodeError(.memberType, at: path)
        }
        guard let time else { throw EventDecodeError(.timeInvalid, at: path) }
        return time
    }

    private static func attributes(
        _ document: borrowing JSONDocument,
        _ node: JSONNode
    ) throws(EventDecodeError) -> [Attribute] {
        var attributes: [Attribute] = []
        switch document.kind(of: node) {
        case .null: return []
        case .object: break
        default: throw EventDecodeError(.memberType, at: "/data/attributes")
        }
        attributes.reserveCapacity(document.count(node))
        try document.forEachMember(of: node) { name, value throws(EventDecodeError) in
            if let value = try attributeValue(document, name, value, within: "/data/attributes") {
                attributes.append(Attribute(document.string(name) ?? "", value))
            }
        }
        return attributes
    }

    /// A flat value; nil for `null`.
    private static func attributeValue(
        _ document: borrowing JSONDocument,
        _ name: JSONNode,
        _ node: JSONNode,
        within path: String
    ) throws(EventDecodeError) -> AttributeValue? {
        switch document.kind(of: node) {
        case .null: return nil
        case .boolean: return document.boolean(node).map { .boolean($0) }
        case .integer, .unsigned, .double: return document.number(node).map { .number($0) }
        case .string: return document.string(node).map { .string($0) }
        case .array:
            if let strings = strings(document, node) { return .strings(strings) }
        case .object: break
        }
        let step = EventDecodeError.step(document.string(name) ?? "")
        throw EventDecodeError(.attributeNotFlat, at: path + step)
    }

    /// The texts of a list; nil if it is no list or holds something else.
    private static func strings(_ document: borrowing JSONDocument, _ node: JSONNode) -> [String]? {
        guard document.kind(of: node) == .array else { return nil }
        var strings: [String] = []
        strings.reserveCapacity(document.count(node))
        document.forEachElement(of: node) { element in
            if let text = document.string(element) { strings.append(text) }
        }
        return strings.count == document.count(node) ? strings : nil
    }

    /// The words of set fields, as in `add` and `remove`.
    private static func words(
        _ document: borrowing JSONDocument,
        _ node: JSONNode,
        at path: String
    ) throws(EventDecodeError) -> [ProfileChange.Words] {
        var fields: [ProfileChange.Words] = []
        switch document.kind(of: node) {
        case .null: return []
        case .object: break
        default: throw EventDecodeError(.memberType, at: path)
        }
        try document.forEachMember(of: node) { name, value throws(EventDecodeError) in
            let field = document.string(name) ?? ""
            guard let words = strings(document, value) else {
                throw EventDecodeError(.memberType, at: path + EventDecodeError.step(field))
            }
            fields.append(ProfileChange.Words(field: field, words: words))
        }
        return fields
    }
}
