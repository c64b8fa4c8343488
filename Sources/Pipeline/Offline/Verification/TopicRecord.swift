// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A committed record of a topic as it lies in the log.
public struct TopicRecord: Hashable, Sendable {
    /// The partition.
    public var partition: Int32
    /// The offset in the partition.
    public var offset: Int64
    /// The key.
    public var key: [UInt8]
    /// The value; nil for a tombstone.
    public var value: [UInt8]?

    /// A record of the given parts.
    public init(partition: Int32, offset: Int64, key: [UInt8], value: [UInt8]?) {
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
    }
}
