// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Works out one plan of `SentLists`.
struct SentListsPlanner {
    private let before: SentLists
    private let model: Model
    private let asOf: Timestamp
    private let foldOffset: Int64
    private let policy: PublishPolicy
    /// Whether everything is sent, changed or not.
    private let sendsEverything: Bool
    private let isRefresh: Bool
    private let send: Int64

    private var records: [QueueRecord] = []
    private var after: [SentLists.Sent] = []

    init(before: SentLists, model: Model, asOf: Timestamp, foldOffset: Int64, policy: PublishPolicy) {
        self.before = before
        self.model = model
        self.asOf = asOf
        self.foldOffset = foldOffset
        self.policy = policy
        // A clock that is held back at a multiple is at one refresh, not at many.
        isRefresh = policy.isRefresh(asOf) && asOf != before.refreshedAt
        sendsEverything = isRefresh || before.model != model.digest
        send = before.send + 1
    }

    mutating func plan(_ ranked: [RankedList]) -> SentLists.Plan {
        let queues = model.queues.map(\.name).inByteOrder()
        let rankedByQueue = Dictionary(grouping: ranked, by: \.name.queue)
        let sentByQueue = Dictionary(grouping: before.lists, by: \.name.queue)
        let known = Set(queues + before.queues + before.lists.map(\.name.queue))
        for queue in known.inByteOrder() {
            let sent = sentByQueue[queue] ?? []
            if queues.contains(queue) {
                update(queue, from: sent, to: rankedByQueue[queue] ?? [])
            } else {
                remove(queue, sent)
            }
        }

        var committed = before
        committed.advance(to: send, model: model.digest, queues: queues, lists: after)
        committed.founded = before.founded ?? asOf
        if isRefresh { committed.refreshedAt = asOf }
        return SentLists.Plan(
            records: records,
            record: PartitionRecord(
                send: send,
                foldOffset: foldOffset,
                asOf: asOf,
                model: model.digest,
                fingerprint: model.foldFingerprint,
                founded: committed.founded ?? asOf,
                lists: after.map(\.name),
                queues: queues
            ),
            committed: committed,
            unknown: before.forgetting(committed)
        )
    }

    /// Sends what changed of a queue, and its head after it.
    private mutating func update(_ queue: String, from sent: [SentLists.Sent], to ranked: [RankedList]) {
        let recordsBefore = records.count
        var remaining = sent[...]
        for list in ranked {
            while let gone = remaining.first, gone.name < list.name {
                tombstone(.list(gone.name, partition: before.partition))
                remaining.removeFirst()
            }
            var last: [Candidate]?
            if let first = remaining.first, first.name == list.name {
                last = first.candidates
                remaining.removeFirst()
            }
            if !sendsEverything, let last, !isChanged(list.candidates, from: last) {
                // What counts is the move since it was sent, however slow.
                after.append(SentLists.Sent(name: list.name, candidates: last))
            } else {
                write(list)
                after.append(SentLists.Sent(name: list.name, candidates: list.candidates))
            }
        }
        for gone in remaining {
            tombstone(.list(gone.name, partition: before.partition))
        }
        guard sendsEverything || records.count > recordsBefore || !before.queues.contains(queue) else {
            return
        }
        write(head: queue, lists: ranked.map(\.name))
    }

    private mutating func remove(_ queue: String, _ sent: [SentLists.Sent]) {
        for list in sent {
            tombstone(.list(list.name, partition: before.partition))
        }
        tombstone(.head(queue: queue, partition: before.partition))
    }

    private func isChanged(_ candidates: [Candidate], from last: [Candidate]) -> Bool {
        candidates.count != last.count
            || !zip(candidates, last).allSatisfy {
                $0.account == $1.account && !$0.isChanged(from: $1, under: policy)
            }
    }

    private mutating func write(_ list: RankedList) {
        let value = CandidateList(
            list: list.name,
            partition: before.partition,
            send: send,
            model: model.digest,
            foldOffset: foldOffset,
            asOf: asOf,
            candidates: list.candidates
        )
        append(value.key, value.encoded())
    }

    private mutating func write(head queue: String, lists: [ListName]) {
        let value = QueueHead(
            queue: queue,
            partition: before.partition,
            send: send,
            model: model.digest,
            foldOffset: foldOffset,
            asOf: asOf,
            lists: lists
        )
        append(value.key, value.encoded())
    }

    private mutating func tombstone(_ key: CandidateKey) {
        append(key, nil)
    }

    private mutating func append(_ key: CandidateKey, _ value: [UInt8]?) {
        records.append(
            QueueRecord(topic: .candidates, queue: key.queue, key: Array(key.description.utf8), value: value)
        )
    }
}

extension SentLists {
    fileprivate mutating func advance(to send: Int64, model: String, queues: [String], lists: [Sent]) {
        self.send = send
        self.model = model
        self.queues = queues
        self.lists = lists
    }

    /// What stands in the topic if either this or `other` is true: any list of both, of unknown contents.
    fileprivate func forgetting(_ other: SentLists) -> SentLists {
        var result = self
        result.send = other.send
        result.founded = other.founded
        result.model = nil
        result.queues = Set(queues + other.queues).inByteOrder()
        result.lists = Set((lists + other.lists).map(\.name)).sorted().map { Sent(name: $0, candidates: nil) }
        return result
    }
}
