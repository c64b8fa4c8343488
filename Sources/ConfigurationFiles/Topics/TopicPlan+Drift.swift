// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension TopicPlan {
    /// How the described topics differ from the plan; topics that are not described are missing.
    public func drift(of described: [TopicDescription]) -> [TopicDrift] {
        let byName = Dictionary(described.map { ($0.name, $0) }) { first, _ in first }
        let unequal = coPartitioned.compactMap { unequalPartitions($0, byName) }
        let alreadyTold = Set(
            unequal.flatMap { drift in coPartitioned.first { $0.contains(drift.topic) } ?? [] }
        )
        let single = topics.flatMap { topic -> [TopicDrift] in
            guard let found = byName[topic.name] else { return [Self.missing(topic)] }
            let partitions = alreadyTold.contains(topic.name) ? nil : partitionDrift(topic, found)
            return [partitions, Self.replicationDrift(topic, found)].compactMap(\.self)
                + Self.settingDrift(topic, found)
        }
        return unequal + single
    }

    private static func missing(_ topic: TopicSpecification) -> TopicDrift {
        TopicDrift(
            topic: topic.name,
            aspect: .missing,
            text: "is not there",
            remedy: "`hotlist topics --create` makes it",
            isBlocking: true
        )
    }

    /// Topics that need equal numbers of partitions and have unequal ones.
    private func unequalPartitions(_ names: [String], _ byName: [String: TopicDescription]) -> TopicDrift? {
        let found = names.compactMap { byName[$0] }
        guard let first = found.first, let other = found.first(where: { $0.partitions != first.partitions })
        else {
            return nil
        }
        let counts = found.map { "\($0.name) \($0.partitions)" }.joined(separator: ", ")
        let isState = names.contains { $0.hasSuffix(".state") }
        let remedy =
            isState
            ? "delete \(other.name) and make it again with \(first.partitions): it is rebuilt from the journal"
            : "delete these topics and make them again with one number: they are rebuilt from the state"
        return TopicDrift(
            topic: other.name,
            aspect: .coPartitioning,
            text: "needs as many partitions as the topics that it works with (\(counts))",
            remedy: "stop all processes, \(remedy)",
            isBlocking: true
        )
    }

    private func partitionDrift(_ topic: TopicSpecification, _ found: TopicDescription) -> TopicDrift? {
        guard found.partitions != topic.partitions else { return nil }
        let text = "has \(found.partitions) partitions instead of \(topic.partitions)"
        // One partition is not a choice: the order of its records counts.
        guard topic.partitions > 1 || !topic.name.hasSuffix(".models") else {
            return TopicDrift(
                topic: topic.name,
                aspect: .partitions,
                text: text,
                remedy: "delete it and make it again: the order of its records needs one partition",
                isBlocking: true
            )
        }
        return TopicDrift(
            topic: topic.name,
            aspect: .partitions,
            text: text,
            remedy:
                "set `topics.partitions` to what there is: keys would move to other partitions than their past",
            isBlocking: false
        )
    }

    private static func replicationDrift(_ topic: TopicSpecification, _ found: TopicDescription)
        -> TopicDrift?
    {
        guard let wanted = topic.replicationFactor, let actual = found.replicationFactor, wanted != actual
        else {
            return nil
        }
        return TopicDrift(
            topic: topic.name,
            aspect: .replication,
            text: "has \(actual) copies of each partition instead of \(wanted)",
            remedy: "reassign its partitions, or set `topics.replication_factor`",
            isBlocking: false
        )
    }

    private static func settingDrift(_ topic: TopicSpecification, _ found: TopicDescription) -> [TopicDrift] {
        topic.settings.sorted { $0.key < $1.key }.compactMap { name, wanted in
            let actual = found.settings[name]
            guard !fits(name, wanted: wanted, actual: actual) else { return nil }
            return TopicDrift(
                topic: topic.name,
                aspect: .setting(name),
                text: "has \(name)=\(actual ?? "(not set)") instead of \(wanted)",
                remedy:
                    "set it with `kafka-configs.sh --alter --topic \(topic.name) --add-config \(name)=\(wanted)`",
                isBlocking: ["cleanup.policy", "max.message.bytes", "message.timestamp.type"].contains(name)
            )
        }
    }

    private static func fits(_ name: String, wanted: String, actual: String?) -> Bool {
        guard let actual else { return false }
        switch name {
        case "max.message.bytes":
            // A larger limit does no harm.
            guard let wanted = Int64(wanted), let actual = Int64(actual) else { return wanted == actual }
            return actual >= wanted
        case "min.cleanable.dirty.ratio":
            return Double(wanted) == Double(actual)
        default:
            return wanted == actual
        }
    }
}
