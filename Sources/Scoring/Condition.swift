// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Something that holds for an account or does not.
public struct Condition: Hashable, Sendable {
    /// The profile's field, or one of the names that a queue's `where` adds (`grade`, `signal_kinds`).
    public var field: String
    /// What the field is held against; soft edges do not apply.
    public var test: FieldTest
    /// Whether the condition holds for an account whose field is not known.
    public var unknown: Bool

    /// The condition that `field` passes `test`.
    public init(field: String, test: FieldTest, unknown: Bool = false) {
        self.field = field
        self.test = test
        self.unknown = unknown
    }
}
