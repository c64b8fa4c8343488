// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a stage wants committed together: records, and the offsets of its group.
public struct StageTransaction: Hashable, Sendable {
    /// The records, in the order in which they are produced.
    public var records: [OutgoingRecord]
    /// The offsets of the group after it: the next record to read of each partition.
    public var offsets: [TopicPartition: Int64]

    /// A transaction of the given records and offsets.
    public init(records: [OutgoingRecord], offsets: [TopicPartition: Int64]) {
        self.records = records
        self.offsets = offsets
    }
}
