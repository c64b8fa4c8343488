// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A topic to be made.
public struct TopicSpecification: Sendable, Hashable {
    /// The topic's name.
    public var name: String
    /// The number of partitions, 1 or more.
    public var partitions: Int32
    /// The number of copies of each partition; nil for the cluster's default (Kafka 2.4 and newer).
    public var replicationFactor: Int32?
    /// The topic's own settings, in the broker's names.
    public var configuration: [String: String]

    /// Describes a topic.
    public init(
        name: String,
        partitions: Int32,
        replicationFactor: Int32? = nil,
        configuration: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configuration = configuration
    }
}

/// One setting of a topic as the cluster has it.
public struct TopicSetting: Sendable, Hashable {
    /// The value, nil where the broker hides it.
    public let value: String?
    /// Whether the topic has no value of its own and a default applies.
    public let isDefault: Bool
    /// Whether it cannot be changed.
    public let isReadOnly: Bool
}

/// What a cluster says about itself.
public struct ClusterMetadata: Sendable, Hashable {
    /// A broker.
    public struct Broker: Sendable, Hashable {
        /// The broker's number.
        public let id: Int32
        /// The host it is reached at.
        public let host: String
        /// The port it is reached at.
        public let port: Int32
    }

    /// A topic.
    public struct Topic: Sendable, Hashable {
        /// The topic's name.
        public let name: String
        /// The number of partitions.
        public let partitionCount: Int32
        /// The largest number of copies a partition has.
        public let replicationFactor: Int32
        /// Why the topic cannot be used, nil if it can.
        public let error: KafkaError?
    }

    /// The brokers, by number.
    public let brokers: [Broker]
    /// The topics, by name.
    public let topics: [Topic]

    /// A topic by name, nil if the cluster does not have it.
    public func topic(_ name: String) -> Topic? {
        topics.first { $0.name == name }
    }
}
