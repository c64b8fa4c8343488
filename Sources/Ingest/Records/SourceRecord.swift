// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A record of a vendor's topic without its value: where it came from, its key and its headers.
public struct SourceRecord: Hashable, Sendable {
    /// The topic it was read from.
    public var topic: String
    /// The partition it was read from.
    public var partition: Int32
    /// Its offset in the partition.
    public var offset: Int64
    /// Kafka's timestamp of the record; nil where it has none.
    public var timestamp: Timestamp?
    /// The record's key.
    public var key: [UInt8]?
    /// The record's headers in their order.
    public var headers: [RecordHeader]

    /// A record at the given place.
    public init(
        topic: String,
        partition: Int32,
        offset: Int64,
        timestamp: Timestamp?,
        key: [UInt8]? = nil,
        headers: [RecordHeader] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.headers = headers
    }

    /// The value of the last header of that name, as text; nil where it is missing, null or not UTF-8.
    func header(_ name: String) -> String? {
        guard let value = headers.last(where: { $0.name == name })?.value else { return nil }
        return String(validating: value, as: UTF8.self)
    }
}
