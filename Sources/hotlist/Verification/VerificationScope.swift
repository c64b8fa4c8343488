// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking

/// Which lists are looked at.
struct VerificationScope {
    /// A queue's name; nil for all.
    var queue: String?
    /// A list's name; nil for all.
    var list: String?

    /// Whether a record of `<id>.queues` under `key` belongs to it; what is no list's key always does.
    func holds(list key: [UInt8]) -> Bool {
        guard let name = ListName(parsing: String(decoding: key, as: UTF8.self)) else { return true }
        return holds(name)
    }

    /// Whether a record of `<id>.entries` or `<id>.changes` under `key` belongs to it.
    func holds(entry key: [UInt8]) -> Bool {
        guard let name = EntryKey(parsing: String(decoding: key, as: UTF8.self)) else { return true }
        return holds(name.list)
    }

    private func holds(_ name: ListName) -> Bool {
        (queue.map { $0 == name.queue } ?? true) && (list.map { $0 == name.text } ?? true)
    }

    /// Fails if something was asked for by name and there is nothing of it.
    func check(_ lists: [TopicRecord]) throws(CommandFailure) {
        guard lists.isEmpty, let name = list ?? queue else { return }
        throw .failed("nothing of \(name) has been published, so there is nothing to verify")
    }
}
