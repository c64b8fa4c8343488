// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking

/// The newest of every list that has been read, in the order of their names.
struct PublishedLists {
    private(set) var lists: [PublishedList] = []
    /// What the records held, by list.
    private(set) var records: [String: [UInt8]] = [:]

    /// Takes what has been published; returns whether anything changed.
    @discardableResult
    mutating func apply(_ updates: [QueueReader.Update]) -> Bool {
        for update in updates {
            lists.removeAll { $0.list.text == update.name }
            records[update.name] = nil
            guard let list = update.list else { continue }
            records[update.name] = update.bytes
            let place = lists.firstIndex { list.list < $0.list } ?? lists.endIndex
            lists.insert(list, at: place)
        }
        return !updates.isEmpty
    }

    /// The queues that have lists, in the order of their names.
    var queues: [String] {
        var names: [String] = []
        for list in lists where names.last != list.list.queue { names.append(list.list.queue) }
        return names
    }

    /// The lists that `name` stands for: that list, or all of that queue.
    func selected(by name: String) -> [PublishedList] {
        lists.filter { $0.list.text == name || $0.list.queue == name }
    }
}
