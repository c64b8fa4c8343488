// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The topics of a deployment, and how they should be set.
public struct TopicPlan: Hashable, Sendable {
    /// The topics, in the order in which records flow through them.
    public let topics: [TopicSpecification]
    /// Names of topics that need equal numbers of partitions.
    let coPartitioned: [[String]]

    /// The topics that a configuration needs.
    public init(_ configuration: DaemonConfiguration) {
        let id = configuration.applicationID
        let topics = configuration.topics
        func topic(_ name: String, _ partitions: Int, _ settings: [String: String]) -> TopicSpecification {
            TopicSpecification(
                name: "\(id).\(name)",
                partitions: partitions,
                replicationFactor: topics.replicationFactor,
                settings: settings.merging(["max.message.bytes": String(topics.maximumMessageSize)]) {
                    own,
                    _ in own
                }
            )
        }
        let appendTime = ["message.timestamp.type": "LogAppendTime"]
        self.topics = [
            topic("aliases", 1, Self.compacted),
            topic(
                "journal",
                topics.journalPartitions,
                Self.kept(topics.journalRetention).merging(appendTime) { own, _ in own }
            ),
            topic("dead-letters", topics.journalPartitions, Self.kept(topics.deadLettersRetention)),
            topic("state", topics.journalPartitions, Self.compacted.merging(appendTime) { own, _ in own }),
            topic("candidates", topics.queuePartitions, Self.compacted),
            topic(
                "queues",
                topics.queuePartitions,
                Self.compacted.merging(["min.compaction.lag.ms": "600000"]) { own, _ in own }
            ),
            topic("entries", topics.queuePartitions, Self.compacted),
            topic("changes", topics.queuePartitions, Self.kept(topics.changesRetention)),
            topic("models", 1, Self.compacted),
        ]
        coPartitioned = [["journal", "state"], ["candidates", "queues", "entries"]].map { names in
            names.map { "\(id).\($0)" }
        }
    }

    private static let compacted = [
        "cleanup.policy": "compact",
        "segment.bytes": "67108864",
        "segment.ms": "600000",
        "min.cleanable.dirty.ratio": "0.1",
    ]

    private static func kept(_ milliseconds: Int64?) -> [String: String] {
        [
            "cleanup.policy": "delete",
            "retention.ms": milliseconds.map(String.init) ?? "-1",
            "retention.bytes": "-1",
        ]
    }
}
