// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import SimulatedTransport

/// Everything committed records ever said of lists, entries and changes.
struct PublishedTopics {
    /// A record of `<id>.changes`.
    struct Change: Hashable {
        var list: String
        var account: String
        var kind: String
        var sequence: Int64
    }

    /// The publications of each list, in order.
    var history: [String: [PublishedList]] = [:]
    /// The publications of each list as they stand in the topic.
    var bytes: [String: [[UInt8]]] = [:]
    /// Records of entries, in order; nil for a tombstone.
    var entries: [(key: String, value: [String: JSONValue]?)] = []
    /// What stands in the entries topic after compaction.
    var standingEntries: [String: [String: JSONValue]] = [:]
    /// What stands in the queues topic after compaction.
    var lists: [String: PublishedList] = [:]
    /// Changes of each list, in order.
    var changes: [String: [Change]] = [:]

    init(_ cluster: SimulatedCluster, _ names: TopicNames) throws {
        for place in Self.partitions(of: names.queues, cluster) {
            for (_, _, record) in cluster.history(of: place) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                guard let value = record.value else { continue }
                history[key, default: []].append(try PublishedList(encoded: value))
                bytes[key, default: []].append(value)
            }
            for (_, _, record) in cluster.committedRecords(of: place) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                lists[key] = try record.value.map { value in try PublishedList(encoded: value) }
            }
        }
    }

    /// Also reads entries and changes.
    init(all cluster: SimulatedCluster, _ names: TopicNames) throws {
        try self.init(cluster, names)
        for place in Self.partitions(of: names.entries, cluster) {
            for (_, _, record) in cluster.history(of: place) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                entries.append((key, try record.value.map(JSONValue.members)))
            }
            for (_, _, record) in cluster.committedRecords(of: place) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                standingEntries[key] = try record.value.map(JSONValue.members)
            }
        }
        for place in Self.partitions(of: names.changes, cluster) {
            for (_, _, record) in cluster.history(of: place) {
                let value = try JSONValue.members(record.value ?? [])
                let list = value["list"]?.text ?? ""
                changes[list, default: []].append(
                    Change(
                        list: list,
                        account: value["account"]?.text ?? "",
                        kind: value["change"]?.text ?? "",
                        sequence: Int64(value["sequence"]?.number ?? -1)
                    )
                )
            }
        }
    }

    static func partitions(of topic: String, _ cluster: SimulatedCluster) -> [TopicPartition] {
        (0..<Int32(cluster.partitionCount(of: topic))).map { TopicPartition(topic, $0) }
    }
}

/// A scalar of a flat JSON object.
enum JSONValue: Hashable {
    case text(String)
    case number(Double)
    case other

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }

    static func members(_ bytes: [UInt8]) throws -> [String: JSONValue] {
        var document = JSONDocument()
        try document.parse(bytes)
        var members: [String: JSONValue] = [:]
        document.forEachMember(of: document.root) { name, value in
            let found: JSONValue =
                if let text = document.string(value) {
                    .text(text)
                } else if let number = document.number(value) {
                    .number(number)
                } else {
                    .other
                }
            members[document.string(name) ?? ""] = found
        }
        return members
    }
}
