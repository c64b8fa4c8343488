// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// A value that is present in a record, before it is converted.
enum FoundValue {
    /// A node of the record's value.
    case node(JSONNode)
    /// Text of a header or of the key; not blank.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// A value that does not depend on the record.
    case constant(AttributeValue)
}
