// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How far a stage has come in one partition it is assigned.
public struct PartitionStatus: Sendable, Equatable {
    /// The topic's name.
    public var topic: String
    /// The partition's number, from 0.
    public var partition: Int32
    /// The offset of the next record the stage will take.
    public var nextOffset: Int64
    /// One past the offset of the last record known in the partition, or nil before the broker has told it.
    public var endOffset: Int64?

    /// The position `nextOffset` of a partition whose end is `endOffset`.
    public init(topic: String, partition: Int32, nextOffset: Int64, endOffset: Int64?) {
        self.topic = topic
        self.partition = partition
        self.nextOffset = nextOffset
        self.endOffset = endOffset
    }

    /// The offsets still to be read, or nil while the end is not known; transaction markers count too.
    public var lag: Int64? {
        guard let endOffset else { return nil }
        let (difference, overflow) = endOffset.subtractingReportingOverflow(nextOffset)
        return overflow ? nil : max(0, difference)
    }
}
