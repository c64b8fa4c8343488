// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A header of a Kafka record.
public struct RecordHeader: Hashable, Sendable {
    /// The header's name; the same may occur several times.
    public var name: String
    /// Its bytes; nil for a null value.
    public var value: [UInt8]?

    /// The header `name` with `value`.
    public init(_ name: String, _ value: [UInt8]?) {
        self.name = name
        self.value = value
    }
}
