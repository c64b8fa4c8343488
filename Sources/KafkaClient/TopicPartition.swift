// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// One partition of one topic.
public struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The topic's name.
    public let topic: String
    /// The partition's number, from 0.
    public let partition: Int32

    /// Names a partition.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// By topic, then by number.
    public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }

    /// As librdkafka writes it: `topic [partition]`.
    public var description: String { "\(topic) [\(partition)]" }
}

/// Where reading a partition begins.
public enum StartOffset: Hashable, Sendable {
    /// The oldest record there is.
    case beginning
    /// After the newest record there is.
    case end
    /// The group's committed offset; `auto.offset.reset` decides where there is none.
    case committed
    /// That many records before the end.
    case beforeEnd(Int64)
    /// The record with this offset, 0 or more.
    case at(Int64)

    var rawValue: Int64 {
        switch self {
        case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .end: Int64(RD_KAFKA_OFFSET_END)
        case .committed: Int64(RD_KAFKA_OFFSET_INVALID)
        case .beforeEnd(let count): Int64(RD_KAFKA_OFFSET_TAIL_BASE) - count
        case .at(let offset): offset
        }
    }
}
