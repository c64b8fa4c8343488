// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension JSONDocument {
    /// The value that a selector finds; nil where it is absent: missing, `null`, blank text or an empty list.
    borrowing func find(_ selector: FieldSelector, in scope: RecordScope) -> FoundValue? {
        switch selector {
        case .constant(let value):
            return .constant(value)
        case .timestamp:
            return scope.record.timestamp.map { .integer($0.milliseconds) }
        case .topic:
            return .text(scope.record.topic)
        case .header(let name):
            return scope.record.header(name).flatMap { ScalarValue.text($0).isAbsent ? nil : .text($0) }
        case .key:
            guard let key = scope.record.key, let text = String(validating: key, as: UTF8.self) else {
                return nil
            }
            return ScalarValue.text(text).isAbsent ? nil : .text(text)
        case .pointer, .lookup:
            guard let node = node(selector, in: scope), !isAbsent(node) else { return nil }
            return .node(node)
        }
    }

    /// The node that a selector leads to, absent or not; nil for selectors that lead outside the value.
    borrowing func node(_ selector: FieldSelector, in scope: RecordScope) -> JSONNode? {
        switch selector {
        case .pointer(let pointer, let level):
            return scope.node(level: level).flatMap { resolve($0, pointer: pointer) }
        case .lookup(let list, let member, let equals, let take):
            guard let list = node(list, in: scope), let wanted = find(equals, in: scope).flatMap({ text($0) })
            else {
                return nil
            }
            // As far as a record may fan out, so that a hostile one cannot make this quadratic.
            for position in 0..<min(count(list), scope.limits.fanOut) {
                guard let entry = element(list, at: position), let node = resolve(entry, pointer: member)
                else {
                    continue
                }
                if text(.node(node)) == wanted { return resolve(entry, pointer: take) }
            }
            return nil
        case .header, .key, .topic, .timestamp, .constant:
            return nil
        }
    }

    /// Whether a node says nothing: `null`, blank text, an empty list or an empty object.
    borrowing func isAbsent(_ node: JSONNode) -> Bool {
        switch kind(of: node) {
        case .null: return true
        case .array, .object: return count(node) == 0
        case .string:
            return withString(node) { FoldedText.isBlank($0) } ?? true
        default: return false
        }
    }

    /// A scalar in its JSON form, text without quotes; nil for lists and objects.
    borrowing func text(_ value: FoundValue) -> String? {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .constant(let value): ScalarValue(value).text
        case .node(let node): scalar(node)?.text
        }
    }

    /// A scalar node; nil for `null`, lists and objects.
    borrowing func scalar(_ node: JSONNode) -> ScalarValue? {
        switch kind(of: node) {
        case .string: return string(node).map { .text($0) }
        case .integer: return integer(node).map { .integer($0) }
        case .boolean: return boolean(node).map { .boolean($0) }
        case .unsigned:
            // Over Int64: exact as text only.
            var writer = JSONWriter()
            write(node, to: &writer)
            return .text(String(decoding: writer.bytes, as: UTF8.self))
        case .double: return number(node).map { .number($0) }
        case .object, .array, .null: return nil
        }
    }

    /// Whether a condition holds.
    borrowing func holds(_ condition: MappingGuard, in scope: RecordScope) -> Bool {
        holds(condition.test, of: find(condition.selector, in: scope))
    }

    private borrowing func holds(_ test: MappingGuard.Test, of value: FoundValue?) -> Bool {
        switch test {
        case .exists:
            return value != nil
        case .not(let test):
            return !holds(test, of: value)
        case .isOneOf(let texts):
            guard let text = value.flatMap({ text($0) }) else { return false }
            return texts.contains { FoldedText.equal($0, text) }
        case .matches(let patterns):
            guard let text = value.flatMap({ text($0) }) else { return false }
            return patterns.contains { $0.matches(text) }
        case .contains(let texts):
            guard case .node(let list) = value else { return false }
            var isFound = false
            forEachElement(of: list) { element in
                guard !isFound, let text = scalar(element)?.text else { return }
                isFound = texts.contains { FoldedText.equal($0, text) }
            }
            return isFound
        }
    }
}
