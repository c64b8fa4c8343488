// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A condition on a record, or on one element of it.
public struct MappingGuard: Hashable, Sendable {
    /// What a value must be; texts are compared without regard to ASCII case.
    public enum Test: Hashable, Sendable {
        /// One of these texts; numbers and truth values are compared in their JSON form.
        case isOneOf([String])
        /// A value, not absent (see `FieldExpression`).
        case exists
        /// A text that fits one of these patterns, in which `*` stands for any run of characters, and `\*` for `*`.
        case matches([TextPattern])
        /// A list with an element that is one of these texts.
        case contains([String])
        /// Not so.
        indirect case not(Test)
    }

    /// Where the value is found.
    public var selector: FieldSelector
    /// What it must be.
    public var test: Test

    /// A condition on the value found by `selector`.
    public init(_ selector: FieldSelector, _ test: Test) {
        self.selector = selector
        self.test = test
    }
}
