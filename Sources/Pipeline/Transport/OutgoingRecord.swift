// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A record to be produced.
public struct OutgoingRecord: Hashable, Sendable {
    /// One header.
    public struct Header: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value; nil for none.
        public var value: [UInt8]?

        /// The header `name` with `value`.
        public init(name: String, value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    /// The topic.
    public var topic: String
    /// The partition.
    public var partition: Int32
    /// The key.
    public var key: [UInt8]?
    /// The value; nil for a tombstone.
    public var value: [UInt8]?
    /// The headers, in order.
    public var headers: [Header]

    /// A record for a partition.
    public init(
        topic: String,
        partition: Int32,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [Header] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// How much memory and traffic the record costs, in bytes.
    public var size: Int {
        (key?.count ?? 0) + (value?.count ?? 0)
            + headers.reduce(64) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) }
    }
}
