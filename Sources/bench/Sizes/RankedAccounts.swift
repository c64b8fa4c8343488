// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ranking
internal import Scoring

/// Accounts of one partition as `rank` keeps them: folded, and selected from at ticks.
struct RankedAccounts {
    private(set) var table: AccountTable
    private var selection: ListSelection
    private var offset: Int64 = 0

    init(_ model: Model) {
        table = AccountTable(model: model.scoring)
        selection = ListSelection(queues: model.queues)
    }

    /// Takes the partition's next event.
    mutating func fold(_ event: borrowing JournalEvent) {
        take(table.fold(event, offset: offset))
    }

    /// Takes the partition's next events.
    mutating func fold(_ events: borrowing EventReader) {
        events.prefetch(in: &table)
        events.forEach { fold($0) }
    }

    /// Takes the partition's next event.
    mutating func fold(_ event: Event) {
        take(table.fold(event, offset: offset))
    }

    /// What a tick computes; returns how many lists there are.
    mutating func select(asOf instant: Timestamp) -> Int {
        lists(asOf: instant).count
    }

    /// What a tick computes.
    mutating func lists(asOf instant: Timestamp) -> [RankedList] {
        selection.select(from: table, asOf: instant)
    }

    private mutating func take(_ outcome: FoldOutcome) {
        if let index = outcome.account { selection.touch(index) }
        offset += 1
    }
}
