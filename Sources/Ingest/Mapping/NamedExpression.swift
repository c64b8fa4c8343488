// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An attribute or a profile field, and how its value is made.
public struct NamedExpression: Hashable, Sendable {
    /// The attribute's or field's name.
    public var name: String
    /// How its value is made.
    public var expression: FieldExpression

    /// The attribute or field `name`.
    public init(_ name: String, _ expression: FieldExpression) {
        self.name = name
        self.expression = expression
    }
}
