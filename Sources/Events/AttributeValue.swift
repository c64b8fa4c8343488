// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A flat value of a signal's attribute or of a profile's field.
public enum AttributeValue: Hashable, Sendable {
    /// Text.
    case string(String)
    /// A finite number.
    case number(Double)
    /// A truth value.
    case boolean(Bool)
    /// Several texts; in a profile this is a set, kept in the order in which it was written.
    case strings([String])
}
