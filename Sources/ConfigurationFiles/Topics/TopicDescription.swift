// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A topic as the brokers describe it.
public struct TopicDescription: Hashable, Sendable {
    /// The topic's name.
    public var name: String
    /// How many partitions it has.
    public var partitions: Int
    /// Copies of each partition; nil if not known.
    public var replicationFactor: Int?
    /// The settings in force, by name.
    public var settings: [String: String]

    /// A topic with the given properties.
    public init(name: String, partitions: Int, replicationFactor: Int?, settings: [String: String]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.settings = settings
    }
}
