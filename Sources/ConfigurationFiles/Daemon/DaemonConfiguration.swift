// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a daemon file asks for; all values are checked.
public struct DaemonConfiguration: Sendable {
    /// Where the HTTP interface listens.
    public struct HTTP: Hashable, Sendable {
        /// The address or host name.
        public var host: String
        /// The port; 0 for any that is free.
        public var port: Int

        /// Whether only this machine reaches the address.
        public var isLoopback: Bool {
            host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
    }

    /// How the log is written.
    public struct Logging: Hashable, Sendable {
        /// The least severity that is logged.
        public enum Level: String, Hashable, Sendable, CaseIterable {
            /// The levels of swift-log.
            case trace, debug, info, notice, warning, error, critical
        }

        /// The form of a line.
        public enum Format: String, Hashable, Sendable, CaseIterable {
            /// For people.
            case text
            /// One JSON object.
            case json
        }

        /// The least severity that is logged.
        public var level: Level
        /// The form of a line.
        public var format: Format
    }

    /// What a record may be before it is a dead letter, and what the process may use.
    public struct Limits: Hashable, Sendable {
        /// Bytes of a vendor's record.
        public var recordSize: Int
        /// Levels of objects and lists in each other.
        public var depth: Int
        /// Events that one record may become.
        public var fanOut: Int
        /// Bytes of one text.
        public var stringLength: Int
        /// Bytes of memory that the process may take; nil if it may take what its accounts need.
        public var memory: Int64?
        /// Bytes of memory that read-ahead and buffers are sized for.
        public var memoryOfBuffers: Int64 { memory ?? 384 << 20 }
    }

    /// How the topics of hotlist's own are made.
    public struct Topics: Hashable, Sendable {
        /// Partitions of the journal, and so of the state.
        public var journalPartitions: Int
        /// Partitions of candidates, queues, entries and changes.
        public var queuePartitions: Int
        /// Copies of each partition; nil for the brokers' default.
        public var replicationFactor: Int?
        /// Bytes of the largest record.
        public var maximumMessageSize: Int
        /// Milliseconds for which the journal keeps events; nil for ever.
        public var journalRetention: Int64?
        /// Milliseconds for which changes are kept; nil for ever.
        public var changesRetention: Int64?
        /// Milliseconds for which dead letters are kept; nil for ever.
        public var deadLettersRetention: Int64?
    }

    /// The deployment's name: the prefix of its topics and groups.
    public var applicationID: String
    /// This process's name within the deployment, the same after each restart.
    public var instance: String
    /// Whether the group keeps this process's partitions for it over a short absence.
    public var staticMembership: Bool
    /// The model file's path.
    public var modelPath: String
    /// Where the model is named, for faults of the file.
    public var modelPlace: ConfigurationPlace
    /// The topics to read.
    public var sources: [EventSource]
    /// librdkafka's properties.
    public var kafka: KafkaSettings
    /// Milliseconds between ticks.
    public var publishInterval: Int64
    /// The change of urgency that is published, in hundredths of a point.
    public var publishDelta: Int
    /// Milliseconds after which lists are published even without a change; a multiple of `publishInterval`.
    public var refreshInterval: Int64
    /// Milliseconds between checkpoints of account state.
    public var checkpointInterval: Int64
    /// Milliseconds by which clocks may differ.
    public var maximumClockSkew: Int64
    /// Milliseconds after which brokers abort a transaction of a dead process.
    public var transactionTimeout: Int64
    /// The directory of the local cache of committed state; nil for none.
    public var stateDirectory: String?
    /// The key with which e-mail addresses of persons are hashed; nil if none is set.
    public var personKey: Secret?
    /// Where the HTTP interface listens.
    public var http: HTTP
    /// How the log is written.
    public var logging: Logging
    /// What a record may be.
    public var limits: Limits
    /// How hotlist's own topics are made.
    public var topics: Topics
    /// Where `topics.max_message_size` stands or would stand.
    public var messageSizePlace: ConfigurationPlace
    /// What works and is dangerous.
    public var warnings: [ConfigurationWarning]
}
