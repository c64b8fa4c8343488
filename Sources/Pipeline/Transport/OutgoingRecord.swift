// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A record to be produced.
public struct OutgoingRecord: Hashable, Sendable {
    /// The topic.
    public var topic: String
    /// The partition.
    public var partition: Int32
    /// The key.
    public var key: [UInt8]?
    /// The value; nil for a tombstone.
    public var value: [UInt8]?
    /// The headers, in order.
    public var headers: [RecordHeader]

    /// A record for a partition.
    public init(
        topic: String,
        partition: Int32,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [RecordHeader] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// How much memory and traffic the record costs, in bytes.
    public var size: Int {
        (key?.count ?? 0) + (value?.count ?? 0) + Self.overhead(headers)
    }

    /// What a record costs beside its key and value.
    static func overhead(_ headers: [RecordHeader]) -> Int {
        headers.reduce(64) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) }
    }
}
