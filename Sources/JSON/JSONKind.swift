// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a node of a document is.
public enum JSONKind: Hashable, Sendable {
    /// Members in the order in which they were written.
    case object
    /// Elements in their order.
    case array
    /// Text.
    case string
    /// A number written as an integer that fits an `Int64`.
    case integer
    /// A number written as an integer that is over `Int64.max` and fits a `UInt64`.
    case unsigned
    /// Any other number, as the nearest binary64.
    case double
    /// `true` or `false`.
    case boolean
    /// `null`.
    case null
}
