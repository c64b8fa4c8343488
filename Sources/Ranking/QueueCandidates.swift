// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// What `merge` holds of one queue: the lists and heads of its journal partitions, applied transaction by transaction.
struct QueueCandidates: Sendable {
    /// What is held of one journal partition.
    struct Partition: Sendable {
        /// The last head; nil before the first and after a tombstone.
        var head: QueueHead?
        /// The lists that the head names, as far as they have been read.
        var lists: [ListName: HeldList] = [:]
        /// Lists whose head has not come yet.
        var pending: [ListName: HeldList] = [:]
    }

    private(set) var partitions: [Partition]
    /// How many times anything that could be published has changed.
    private(set) var version: UInt64 = 0

    init(journalPartitions: Int) {
        partitions = Array(repeating: Partition(), count: journalPartitions)
    }

    /// Whether no journal partition has a head.
    var isWithoutHeads: Bool {
        partitions.allSatisfy { $0.head == nil }
    }

    /// Whether no journal partition has a head, or a list whose head has not come yet.
    var isEmpty: Bool {
        isWithoutHeads && partitions.allSatisfy(\.pending.isEmpty)
    }

    /// The lists that hold candidates, in order.
    var lists: [ListName] {
        Set(partitions.flatMap { $0.head?.lists ?? [] }).sorted()
    }

    /// Keeps `list` until its head comes; false if it is out of date.
    mutating func hold(_ list: HeldList) -> Bool {
        let partition = partitions[list.partition]
        let newest = max(partition.head?.send ?? 0, partition.pending[list.list]?.send ?? 0)
        guard list.send >= newest else { return false }
        partitions[list.partition].pending[list.list] = list
        return true
    }

    /// Applies `head` and what came before it in its transaction; false if it is out of date.
    mutating func apply(_ head: QueueHead) -> Bool {
        var partition = partitions[head.partition]
        guard head.send >= partition.head?.send ?? 0 else { return false }
        var lists: [ListName: HeldList] = [:]
        for name in head.lists {
            lists[name] = partition.pending[name] ?? partition.lists[name]
        }
        // A list that the head does not name is empty, whether or not its tombstone has been read.
        partition = Partition(head: head, lists: lists)
        partitions[head.partition] = partition
        version += 1
        return true
    }

    /// Forgets a journal partition, which no longer knows the queue.
    mutating func removeHead(partition: Int) {
        guard partitions[partition].head != nil else { return }
        partitions[partition] = Partition()
        version += 1
    }

    /// The model by which every journal partition ranks; nil if a head is missing or the models differ.
    var commonModel: String? {
        guard let model = partitions.first?.head?.model, partitions.allSatisfy({ $0.head?.model == model })
        else {
            return nil
        }
        return model
    }

    /// Why the queue cannot be published; nil if it can.
    var blockage: MergeBlockage? {
        let missing = partitions.indices.filter { partitions[$0].head == nil }
        guard missing.isEmpty else { return .headsMissing(partitions: missing) }
        guard let model = commonModel else { return .modelsDiffer }
        for (index, partition) in partitions.enumerated() {
            for name in partition.head?.lists ?? [] where partition.lists[name]?.model != model {
                return .listMissing(name, partition: index)
            }
        }
        return nil
    }

    /// The shares of all journal partitions in `list`, as far as they are among the first `count` of all of them; one that
    /// does not name the list has an empty share.
    func shares(of list: ListName, first count: Int) -> [PublishedList.Share] {
        let counts = HeldList.shares(ofFirst: count, in: partitions.map { $0.lists[list] })
        return partitions.enumerated().compactMap { index, partition in
            if let held = partition.lists[list] {
                return PublishedList.Share(
                    position: .init(partition: index, offset: held.foldOffset, asOf: held.asOf),
                    candidates: held.candidates(counts[index])
                )
            }
            return partition.head.map { head in
                PublishedList.Share(
                    position: .init(partition: index, offset: head.foldOffset, asOf: head.asOf),
                    candidates: []
                )
            }
        }
    }
}
