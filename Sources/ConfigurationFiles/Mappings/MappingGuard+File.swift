// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Ingest

extension MappingGuard {
    /// The conditions of `when`: a test for each place, all of which must hold.
    static func guards(_ value: ConfigurationValue?) -> [MappingGuard] {
        (value?.mapping()?.all() ?? []).flatMap { place, value -> [MappingGuard] in
            guard let selector = FieldSelector.selector(value.key(place)) else { return [] }
            if case .constant = selector {
                value.refuse("is a condition on a place, which begins with `/`, `^` or `@`")
                return []
            }
            return tests(value).map { MappingGuard(selector, $0) }
        }
    }

    private static func tests(_ value: ConfigurationValue) -> [Test] {
        switch value.node.content {
        case .scalar: return texts(value).map { [.isOneOf($0)] } ?? []
        case .list: return texts(value).map { [.isOneOf($0)] } ?? []
        case .mapping:
            guard let mapping = value.mapping() else { return [] }
            var tests: [Test] = []
            if let exists = mapping.optional("exists")?.boolean() {
                tests.append(exists ? .exists : .not(.exists))
            }
            if let words = mapping.optional("contains").flatMap({ texts($0) }) {
                tests.append(.contains(words))
            }
            if let patterns = mapping.optional("matches").flatMap({ texts($0) }) {
                tests.append(.matches(patterns.map { TextPattern($0) }))
            }
            if let inner = mapping.optional("not") { tests += Self.tests(inner).map { .not($0) } }
            if tests.isEmpty { mapping.refuse("must hold one of `exists`, `contains`, `matches`, `not`") }
            return tests
        }
    }

    /// One text or several.
    private static func texts(_ value: ConfigurationValue) -> [String]? {
        if case .list = value.node.content { return value.texts() }
        return value.text().map { [$0] }
    }
}

extension ConfigurationValue {
    /// The key of this value as a value of its own, at the same place.
    fileprivate func key(_ key: String) -> ConfigurationValue {
        ConfigurationValue(
            node: ConfigurationNode(content: .scalar(key, quoted: true), line: line, column: column),
            line: line,
            column: column,
            path: path,
            pattern: pattern,
            reading: reading
        )
    }
}
