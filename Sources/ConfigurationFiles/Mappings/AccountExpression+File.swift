// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Ingest

extension AccountExpression {
    /// What names the account: `{domain: /a, name: /b}`, or a list of such, to be tried in order.
    static func expression(_ value: ConfigurationValue) -> AccountExpression? {
        let candidates = AliasExpression.pairs(value).map { namespace, expression in
            let identifier: Identifier =
                switch namespace {
                case "domain": .domain
                case "url": .url
                case "email": .email
                default: .alias(namespace)
                }
            return Candidate(identifier, expression)
        }
        return candidates.isEmpty ? nil : AccountExpression(candidates)
    }
}

extension AliasExpression {
    /// Names and ids that the record teaches: `{name: /a, crunchbase: /b}`, or a list of such.
    static func expressions(_ value: ConfigurationValue?) -> [AliasExpression] {
        guard let value else { return [] }
        return pairs(value).compactMap { namespace, expression in
            guard namespace != "url", namespace != "email" else {
                value.refuse("cannot teach a URL or an e-mail address; a domain is taught as `domain`")
                return nil
            }
            return AliasExpression(namespace: namespace, expression)
        }
    }

    /// The namespaces and expressions of a mapping or of a list of mappings, in order.
    fileprivate static func pairs(_ value: ConfigurationValue) -> [(String, FieldExpression)] {
        let values: [ConfigurationValue]
        if case .list = value.node.content { values = value.list() ?? [] } else { values = [value] }
        return values.flatMap { $0.mapping()?.all() ?? [] }.compactMap { namespace, value in
            guard AliasKey.isNamespace(namespace) else {
                value.refuse("must be a namespace of a-z, 0-9 and `-`, at most 32 bytes long")
                return nil
            }
            return FieldExpression.expression(value).map { (namespace, $0) }
        }
    }
}
