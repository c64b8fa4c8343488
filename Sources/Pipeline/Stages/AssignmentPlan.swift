// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What a stage may know when it is assigned partitions.
public struct AssignmentFacts: Hashable, Sendable {
    /// The group's committed offsets of every partition of the subscribed topics; absent where there is none.
    public var committed: [TopicPartition: Int64]
    /// The watermarks of the assigned, related and surveyed partitions: first offset ..< offset after the last.
    public var watermarks: [TopicPartition: Range<Int64>]
    /// What the clocks say.
    public var now = ClockReading(wall: Timestamp(milliseconds: 0), monotonic: 0)
    /// What is kept on this host of partitions for which the stage wants it; never the truth.
    public var cached: [TopicPartition: [UInt8]] = [:]

    /// Facts read from the cluster.
    public init(
        committed: [TopicPartition: Int64] = [:],
        watermarks: [TopicPartition: Range<Int64>] = [:]
    ) {
        self.committed = committed
        self.watermarks = watermarks
    }
}

/// Where to begin with a partition.
public enum StartPosition: Hashable, Sendable {
    /// At an offset.
    case offset(Int64)
    /// At the first record no older than a moment.
    case time(Timestamp)
    /// At the end.
    case end
}

/// What a stage asks for when it is assigned partitions.
public struct AssignmentPlan: Hashable, Sendable {
    /// Where reading starts, for each assigned partition.
    public var start: [TopicPartition: StartPosition]
    /// What must be read before, up to the end of each range, with the reader.
    public var restore: [TopicPartition: Range<Int64>]
    /// Whether the start positions are committed before anything else, so that they are decided once.
    public var commitsStart: Bool
    /// What another member has to decide first; the stage is asked again, once its own starts are committed.
    public var waitsFor: String?

    /// A plan of the given parts.
    public init(
        start: [TopicPartition: StartPosition] = [:],
        restore: [TopicPartition: Range<Int64>] = [:],
        commitsStart: Bool = false,
        waitsFor: String? = nil
    ) {
        self.start = start
        self.restore = restore
        self.commitsStart = commitsStart
        self.waitsFor = waitsFor
    }
}
