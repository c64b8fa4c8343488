// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A name or id in a record that from now on means the record's account.
public struct AliasExpression: Hashable, Sendable {
    /// The namespace: `domain`, `name`, or that of another system's ids.
    public var namespace: String
    /// Where the name or id is found; each element of a list is one.
    public var expression: FieldExpression

    /// Names in `namespace`, found by `expression`.
    public init(namespace: String, _ expression: FieldExpression) {
        self.namespace = namespace
        self.expression = expression
    }
}
