// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Works out one plan of `MergeState`.
struct MergePlanner {
    private let state: MergeState
    private let models: ModelsInUse
    private let policy: PublishPolicy
    private var result = MergePlan()

    init(state: MergeState, models: ModelsInUse, policy: PublishPolicy) {
        self.state = state
        self.models = models
        self.policy = policy
    }

    mutating func plan() -> MergePlan {
        for name in state.queues {
            let candidates = state.candidates[name]
            if let candidates, let (model, queue) = queue(name, candidates) {
                evaluate(queue, candidates, model: model)
            } else if models.active.queue(name) == nil, candidates?.isWithoutHeads ?? true {
                // Every journal partition ranks with a model that does not know the queue.
                for (list, published) in lists(published: name) { remove(list, published) }
                result.forgotten.append(name)
            }
        }
        return result
    }

    /// The queue as the one model has it by which every journal partition ranks.
    private func queue(_ name: String, _ candidates: QueueCandidates) -> (model: String, queue: Queue)? {
        guard let digest = candidates.commonModel else { return nil }
        return models[digest]?.queue(name).map { (digest, $0) }
    }

    /// Publishes what has changed of a queue, if anything could have since it was last looked at.
    private mutating func evaluate(_ queue: Queue, _ candidates: QueueCandidates, model: String) {
        let evaluation = MergeState.Evaluation(version: candidates.version, model: model)
        guard state.evaluated[queue.name] != evaluation else { return }
        result.evaluated.append((queue.name, evaluation))
        guard candidates.blockage == nil else { return }

        var names = Set(candidates.lists)
        // A queue that is one list is published when it is empty, too: its readers need not guess.
        if queue.partitionBy == nil { names.insert(ListName(queue: queue.name)) }
        let published = lists(published: queue.name)
        for name in names.union(published.map(\.0)).sorted() {
            let last = state.published[queue.name]?[name] ?? MergeState.Published()
            if (name.value == nil) == (queue.partitionBy == nil) {
                let shares = candidates.shares(of: name, first: queue.candidateCount)
                update(name, of: queue, model: model, shares: shares, last)
            } else {
                // The queue was partitioned, or is no longer.
                remove(name, last)
            }
        }
    }

    private mutating func update(
        _ name: ListName,
        of queue: Queue,
        model: String,
        shares: [PublishedList.Share],
        _ last: MergeState.Published
    ) {
        var enteredAt: [AccountID: Timestamp] = [:]
        for entry in last.list?.entries ?? [] { enteredAt[entry.account] = entry.enteredAt }
        let next = PublishedList(
            merging: shares,
            into: name,
            of: queue,
            model: model,
            previous: last.list.map { .init(sequence: $0.sequence, members: $0.members) } ?? .init(),
            enteredAt: { enteredAt[$0] }
        )
        if let before = last.list, !next.isChanged(from: before, under: policy) { return }
        append(.queues, queue.name, name.text, next.encoded())
        let entries = writeEntries(of: next, last.entries)
        write(ListChange.between(last.list, and: next))
        result.lists.append(next)
        result.updates.append(
            MergePlan.Update(list: name, published: MergeState.Published(list: next, entries: entries))
        )
    }

    /// Writes the entries that changed enough and takes back those that left; returns the entries that then stand.
    private mutating func writeEntries(
        of list: PublishedList,
        _ written: [AccountID: QueueEntry]
    ) -> [AccountID: QueueEntry] {
        var entries: [AccountID: QueueEntry] = [:]
        for (index, item) in list.entries.enumerated() {
            let entry = QueueEntry(item, rank: index + 1, of: list)
            if let before = written[item.account], !entry.isChanged(from: before, under: policy) {
                entries[item.account] = before
            } else {
                append(.entries, list.list.queue, entry.key.description, entry.encoded())
                entries[item.account] = entry
            }
        }
        for account in written.keys.filter({ entries[$0] == nil }).sorted() {
            tombstone(account, of: list.list)
        }
        return entries
    }

    /// Takes back a list that no longer exists, with its entries.
    private mutating func remove(_ name: ListName, _ published: MergeState.Published) {
        if published.list != nil { append(.queues, name.queue, name.text, nil) }
        for account in published.entries.keys.sorted() { tombstone(account, of: name) }
        if let list = published.list {
            // Nothing says when the queue went; the last publication is as late as can be proved.
            var empty = list
            empty.sequence += 1
            empty.entries = []
            write(ListChange.between(list, and: empty))
        }
        result.updates.append(MergePlan.Update(list: name, published: nil))
    }

    private mutating func tombstone(_ account: AccountID, of list: ListName) {
        append(.entries, list.queue, EntryKey(list: list, account: account).description, nil)
    }

    private mutating func write(_ changes: [ListChange]) {
        for change in changes {
            append(.changes, change.list.queue, change.key.description, change.encoded())
        }
        result.changes += changes
    }

    private mutating func append(
        _ topic: QueueRecord.Topic,
        _ queue: String,
        _ key: String,
        _ value: [UInt8]?
    ) {
        result.records.append(QueueRecord(topic: topic, queue: queue, key: Array(key.utf8), value: value))
    }

    private func lists(published queue: String) -> [(ListName, MergeState.Published)] {
        (state.published[queue] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
