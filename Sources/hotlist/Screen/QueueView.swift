// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking

/// A list, or all lists of a queue as one, for people to look at.
struct QueueView: Hashable {
    /// One account.
    struct Row: Hashable {
        /// From 1.
        var rank: Int
        /// Whose share it is on, where the queue has a list for each value of a field.
        var value: String?
        var entry: PublishedList.Entry
    }

    /// `outbound`, or `outbound/maria`.
    var name: String
    /// Of the list that was scored last; nil without any.
    var asOf: Timestamp?
    /// The accounts, in ranking order.
    var rows: [Row]
    /// How many lists there are in it.
    var listCount: Int

    /// What of `lists` belongs to `name`: the list of that name, or else all lists of that queue.
    init(_ name: String, of lists: [PublishedList]) {
        self.name = name
        let parts = lists.filter { $0.list.text == name || $0.list.queue == name }
        listCount = parts.count
        asOf = parts.map(\.asOf).max()
        let isShared = parts.contains { $0.list.text != name }
        let entries = parts.flatMap { list in
            list.entries.map { (value: isShared ? list.list.value : nil, entry: $0) }
        }
        rows = entries.sorted { Self.comes($0.entry, before: $1.entry) }
            .enumerated().map { Row(rank: $0 + 1, value: $1.value, entry: $1.entry) }
    }

    /// The accounts, in ranking order.
    var accounts: [AccountID] { rows.map(\.entry.account) }

    /// The order of every list: urgency, then the latest signal, then the account.
    private static func comes(_ left: PublishedList.Entry, before right: PublishedList.Entry) -> Bool {
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.lastSignalAt != right.lastSignalAt { return left.lastSignalAt > right.lastSignalAt }
        return left.account < right.account
    }
}
