// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Pipeline
package import ReferenceModel
package import SimulatedTransport

/// Everything committed records ever said of lists, entries and changes.
package struct PublishedTopics {
    /// A record of `<id>.changes`.
    package struct Change: Hashable {
        package var list: String
        package var account: String
        package var kind: String
        package var sequence: Int64
        package var asOf: Int64
        /// Ranks and hundredths; nil where there is none.
        package var rank: Int64?
        package var rankFrom: Int64?
        package var urgency: Int?
        package var urgencyFrom: Int?
        package var grade: String?
        package var gradeFrom: String?
    }

    /// A record of `<id>.entries`; without a value it is a tombstone.
    package struct Entry {
        package var key: String
        package var value: ReferenceJSON?
    }

    /// A record of `<id>.queues`; without a list it is a tombstone.
    package struct Publication {
        package var name: String
        package var list: ReferenceList?
        package var timestamp: Int64

        package var queue: String { String(name.prefix { $0 != "/" }) }
    }

    /// The records of lists in order, by their queues.
    package private(set) var publications: [String: [Publication]] = [:]
    /// The publications of each list, in order.
    package private(set) var history: [String: [ReferenceList]] = [:]
    /// What stands in the queues topic after compaction.
    package private(set) var lists: [String: ReferenceList] = [:]
    /// Records of entries, in order.
    package private(set) var entries: [Entry] = []
    /// What stands in the entries topic after compaction.
    package private(set) var standingEntries: [String: ReferenceJSON] = [:]
    /// Changes of each list, in order.
    package private(set) var changes: [String: [Change]] = [:]

    /// The publications and tombstones of each list, in order.
    package var lives: [String: [ReferenceList?]] {
        var lives: [String: [ReferenceList?]] = [:]
        for publication in publications.values.joined() {
            lives[publication.name, default: []].append(publication.list)
        }
        return lives
    }

    /// Reads the three topics.
    package init(_ cluster: SimulatedCluster, _ names: TopicNames) throws {
        for place in cluster.partitions(of: names.queues) {
            for (_, timestamp, record) in cluster.history(of: place) {
                let list = try record.value.map { value in try ReferenceList(value) }
                let publication = Publication(name: record.keyText, list: list, timestamp: timestamp)
                publications[publication.queue, default: []].append(publication)
                if let list { history[record.keyText, default: []].append(list) }
            }
            for (_, _, record) in cluster.committedRecords(of: place) {
                lists[record.keyText] = try record.value.map { value in try ReferenceList(value) }
            }
        }
        for place in cluster.partitions(of: names.entries) {
            for (_, _, record) in cluster.history(of: place) {
                let value = try record.value.map { value in try ReferenceJSON(value) }
                entries.append(Entry(key: record.keyText, value: value))
            }
            for (_, _, record) in cluster.committedRecords(of: place) {
                standingEntries[record.keyText] = try record.value.map { value in try ReferenceJSON(value) }
            }
        }
        for place in cluster.partitions(of: names.changes) {
            for (_, _, record) in cluster.history(of: place) {
                let change = Change(try ReferenceJSON(record.value ?? []))
                changes[change.list, default: []].append(change)
            }
        }
    }
}

extension PublishedTopics.Change {
    init(_ json: ReferenceJSON) {
        self.init(
            list: json["list"]?.text ?? "",
            account: json["account"]?.text ?? "",
            kind: json["change"]?.text ?? "",
            sequence: json["sequence"]?.whole ?? -1,
            asOf: json["as_of"]?.time ?? -1,
            rank: json["rank"]?.whole,
            rankFrom: json["rank_from"]?.whole,
            urgency: json["urgency"]?.hundredths,
            urgencyFrom: json["urgency_from"]?.hundredths,
            grade: json["grade"]?.text,
            gradeFrom: json["grade_from"]?.text
        )
    }
}

extension SimulatedCluster {
    /// The partitions of a topic.
    package func partitions(of topic: String) -> [TopicPartition] {
        (0..<Int32(partitionCount(of: topic))).map { TopicPartition(topic, $0) }
    }
}

extension OutgoingRecord {
    /// The key as text.
    package var keyText: String { String(decoding: key ?? [], as: UTF8.self) }
}
