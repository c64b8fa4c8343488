// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import JSON

/// Where a value of a record is found.
public indirect enum FieldSelector: Hashable, Sendable {
    /// A place in the record's value.
    ///
    /// `level` 0 counts from the element that the rules are applied to, 1 from what it was fanned out of, and so
    /// on outward.
    case pointer(JSONPointer, level: Int)
    /// The value of a header of the record.
    case header(String)
    /// The record's topic.
    case topic
    /// The record's key, as text.
    case key
    /// Kafka's timestamp of the record, in milliseconds since the epoch.
    case timestamp
    /// A value that does not depend on the record.
    case constant(AttributeValue)
    /// A place in that element of an array whose member equals a value, as JSON:API's `included` needs it.
    case lookup(in: FieldSelector, member: JSONPointer, equals: FieldSelector, take: JSONPointer)
}
