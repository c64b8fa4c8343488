// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A difference between a topic and what it should be.
public struct TopicDrift: Hashable, Sendable, CustomStringConvertible {
    /// What differs.
    public enum Aspect: Hashable, Sendable {
        /// The topic is not there.
        case missing
        /// The number of partitions.
        case partitions
        /// The number of partitions of topics that have to agree in it.
        case coPartitioning
        /// The copies of each partition.
        case replication
        /// A setting, by its name.
        case setting(String)
    }

    /// The topic's name.
    public var topic: String
    /// What differs.
    public var aspect: Aspect
    /// The difference, as the rest of a sentence about the topic.
    public var text: String
    /// What to do about it.
    public var remedy: String
    /// Whether results would be wrong or the work would stop: `run` must not start.
    public var isBlocking: Bool

    /// One line: the topic, the difference, the remedy.
    public var description: String { "\(topic): \(text); \(remedy)" }
}
