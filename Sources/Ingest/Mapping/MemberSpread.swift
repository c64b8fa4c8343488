// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Attributes taken of all members of an object, for feeds whose columns are not known beforehand.
public struct MemberSpread: Hashable, Sendable {
    /// The object.
    public var object: FieldSelector
    /// Only members whose name begins so; the rest of the name is the attribute's.
    public var prefix: String
    /// What the values become.
    public var conversion: FieldExpression.Conversion

    /// The members of `object` whose names begin with `prefix`.
    public init(object: FieldSelector, prefix: String = "", conversion: FieldExpression.Conversion = .asIs) {
        self.object = object
        self.prefix = prefix
        self.conversion = conversion
    }
}
