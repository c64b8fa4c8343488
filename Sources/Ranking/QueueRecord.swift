// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A record to be written to a topic whose records are placed by the name of their queue.
public struct QueueRecord: Hashable, Sendable {
    /// The topics that are placed by queue.
    public enum Topic: String, Hashable, Sendable, CaseIterable {
        /// `<id>.candidates`.
        case candidates
        /// `<id>.queues`.
        case queues
        /// `<id>.entries`.
        case entries
        /// `<id>.changes`.
        case changes
    }

    /// The topic.
    public var topic: Topic
    /// The queue's name, whose murmur2 hash gives the partition.
    public var queue: String
    /// The key.
    public var key: [UInt8]
    /// The value; nil for a tombstone.
    public var value: [UInt8]?

    /// A record of `topic`, placed by `queue`.
    public init(topic: Topic, queue: String, key: [UInt8], value: [UInt8]?) {
        self.topic = topic
        self.queue = queue
        self.key = key
        self.value = value
    }
}
