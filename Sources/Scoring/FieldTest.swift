// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What a field's value is held against, by the ICP and by queues.
public enum FieldTest: Hashable, Sendable {
    /// The value (or any of a set's words) is one of these; text is compared without regard to ASCII case.
    case isIn([AttributeValue])
    /// A number inside `low`…`high`; in the ICP falling to 0 in a straight line at the soft edges, if there are any.
    case range(low: Double, high: Double, softLow: Double?, softHigh: Double?)
    /// Any of these words is in the set (or is the text).
    case hasAny([String])
    /// All of these words are in the set.
    case hasAll([String])
}
