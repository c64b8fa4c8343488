// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import Scoring

/// Two journal partitions written by hand, and the list that two publications make of them.
struct HandMadeJournal {
    static let model = Model(
        digest: "sha256:by-hand",
        foldFingerprint: "sha256:fold",
        scoring: ScoringModel(kinds: [SignalKind(name: "visit", weight: 6, halfLife: 86_400_000, cap: 30)]),
        queues: [Queue(name: "all", size: 2)]
    )
    static let nine: Int64 = 1_795_165_200_000

    var journal: [[TopicRecord]]
    var lists: [TopicRecord] = []
    var entries: [TopicRecord] = []
    var changes: [TopicRecord] = []
    /// Where each partition begins and ends.
    var extents: [Range<Int64>]
    var documents = [model.digest: [UInt8]("the model".utf8)]
    var changesBegin: Int64 = 0

    /// The journal: one partition with acme.com and beta.com, in which each event changes what the list says.
    init() {
        let visits = ["acme.com", "beta.com", "acme.com", "beta.com", "acme.com"]
        journal = [
            visits.enumerated().map { index, account in
                Self.visit(account, at: Int64(index), time: Self.nine - 3_600_000 * Int64(6 - index))
            }
        ]
        extents = [0..<5]
        publish(offset: 2, asOf: Self.nine)
        publish(offset: 5, asOf: Self.nine + 250)
    }

    static func visit(_ account: String, at offset: Int64, time: Int64) -> TopicRecord {
        let event = Event(
            id: "v\(offset)",
            source: "site",
            account: AccountID(domain: account),
            time: Timestamp(milliseconds: time),
            recordedTime: Timestamp(milliseconds: time),
            payload: .signal(Signal(kind: "visit", attributes: [Attribute("page", .string("pricing"))]))
        )
        var writer = JSONWriter()
        EventCodec.encode(event, into: &writer)
        return TopicRecord(partition: 0, offset: offset, key: Array(account.utf8), value: writer.bytes)
    }

    /// Publishes the list of the first events, as the stages would.
    private mutating func publish(offset: Int64, asOf: Int64) {
        var ranking = Pipeline.OfflineRanking(model: Self.model)
        var document = JSONDocument()
        for record in journal[0] where record.offset < offset {
            guard (try? document.parse(record.value ?? [])) != nil,
                let event = try? EventCodec.decode(document, document.root)
            else { continue }
            ranking.fold(event)
        }
        let time = Timestamp(milliseconds: asOf)
        let last = lists.last.flatMap { try? PublishedList(encoded: $0.value ?? []) }
        var list = ranking.lists(asOf: time)[0]
        list.positions = [PublishedList.Position(partition: 0, offset: offset, asOf: time)]
        if let last {
            list.sequence = last.sequence + 1
            list.previous = PublishedList.Previous(sequence: last.sequence, members: last.members)
            for index in list.entries.indices {
                let before = last.entries.first { $0.account == list.entries[index].account }
                list.entries[index].enteredAt = before?.enteredAt ?? time
            }
        }
        lists.append(record("all", list.encoded(), lists.count))
        for (index, entry) in list.entries.enumerated() {
            let entry = QueueEntry(entry, rank: index + 1, of: list)
            entries.append(record(entry.key.description, entry.encoded(), entries.count))
        }
        for change in ListChange.between(last, and: list) {
            changes.append(record(change.key.description, change.encoded(), changes.count))
        }
    }

    private func record(_ key: String, _ value: [UInt8], _ offset: Int) -> TopicRecord {
        TopicRecord(partition: 0, offset: Int64(offset), key: Array(key.utf8), value: value)
    }

    /// What does not hold.
    func findings() -> [VerificationFinding] {
        var proof = ListProof(
            lists: lists,
            documents: documents,
            reader: { bytes in
                bytes == Array("the model".utf8)
                    ? .success(Self.model) : .failure(UnreadableModel("line 1: no model"))
            },
            journal: extents
        )
        for (partition, records) in journal.enumerated() {
            proof.begin(partition)
            for record in records where record.offset < proof.end(of: partition) {
                let value = record.value ?? []
                proof.fold(
                    key: record.key.span,
                    value: record.value == nil ? nil : value.span,
                    at: record.offset
                )
            }
            proof.finish()
        }
        proof.conclude()
        var check = PublicationCheck(lists: lists, policy: PublishPolicy(), changesBegin: [changesBegin])
        for entry in entries { check.add(entry: entry) }
        for change in changes { check.add(change: change) }
        check.conclude()
        return proof.findings + check.findings
    }
}
