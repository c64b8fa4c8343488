// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A topic of hotlist's own, as it should be.
public struct TopicSpecification: Hashable, Sendable {
    /// The topic's name.
    public var name: String
    /// How many partitions it has.
    public var partitions: Int
    /// Copies of each partition; nil for the brokers' default.
    public var replicationFactor: Int?
    /// Kafka's settings of the topic, by name.
    public var settings: [String: String]

    /// Whether only the last record of each key is kept.
    public var isCompacted: Bool { settings["cleanup.policy"] == "compact" }
}
