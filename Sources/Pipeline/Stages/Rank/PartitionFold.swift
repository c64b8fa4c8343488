// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// The fold of one journal partition by the rules of one model, and which of its accounts are not stored yet.
struct PartitionFold: Sendable {
    /// The model; another one of the same fold fingerprint may take its place.
    private(set) var model: Model
    /// The accounts.
    private(set) var table: AccountTable
    /// The accounts that events have come for since the last checkpoint, in the order of the first event.
    private(set) var touched: [Int] = []
    private var isTouched: [Bool] = []
    /// What the last tick found, and what has changed since.
    private var selection: ListSelection
    /// The highest journal offset that any account is folded to; −1 before any event.
    private(set) var furthest: Int64 = -1

    /// A fold of nothing.
    init(_ model: Model) {
        self.model = model
        table = AccountTable(model: model.scoring)
        selection = ListSelection(queues: model.queues)
    }

    /// By which rules it folds.
    var fingerprint: String { model.foldFingerprint }

    /// Begins to bring near what the fold of events of the accounts with these hashes will read.
    mutating func prefetch(_ accountHashes: Span<UInt32>) {
        table.prefetch(accountHashes)
    }

    /// Folds the event at `offset`.
    mutating func fold(_ event: borrowing JournalEvent, offset: Int64) -> FoldOutcome {
        let outcome = table.fold(event, offset: offset)
        furthest = max(furthest, offset)
        // One that had been folded already counts as a touch: the fold may be further than what is stored.
        if let index = outcome.account {
            touch(index)
            switch outcome.effect {
            case .profileChanged, .superseded, .erased: selection.noteChange(of: index)
            default: selection.touch(index)
            }
        }
        return outcome
    }

    /// The best accounts of each list at `asOf`.
    mutating func select(asOf: Timestamp) -> [RankedList] {
        selection.select(from: table, asOf: asOf)
    }

    /// Scores by `model`; false, with nothing done, if that one folds differently.
    mutating func score(by model: Model) -> Bool {
        guard model.foldFingerprint == fingerprint, (try? table.apply(model.scoring)) != nil else {
            return false
        }
        self.model = model
        selection = ListSelection(queues: model.queues)
        return true
    }

    /// Takes the state that `<id>.state` has of the account of an id; nil for none.
    mutating func restore(_ id: Span<UInt8>, _ value: Span<UInt8>?) throws(StateRecordError) {
        guard let value else {
            let account = AccountID(domain: String(copying: id))
            table.forget(account)
            if let index = table.index(of: account) { selection.noteChange(of: index) }
            return
        }
        let index = try table.restore(id, record: value)
        selection.noteChange(of: index)
        furthest = max(furthest, table.foldedThrough(at: index))
    }

    /// Makes room for so many accounts.
    mutating func reserve(_ count: Int) {
        table.reserve(count)
    }

    /// Takes the states of a cache; the fold must know of no account yet.
    mutating func restore(_ cached: CachedState) throws(StateRecordError) {
        reserve(cached.accountCount)
        let adopted = table.adopt(cached.bytes)
        try cached.forEachAccount { id, record throws(StateRecordError) in
            try table.restore(id, record: record, of: adopted)
        }
        for index in 0..<table.count { furthest = max(furthest, table.foldedThrough(at: index)) }
        furthest = max(furthest, cached.commit.furthest)
    }

    /// These accounts have been stored: those that no event has come for since may rest in their records.
    mutating func rest(_ stored: [StoredAccount]) {
        for account in stored where account.index >= isTouched.count || !isTouched[account.index] {
            if let record = account.record { table.rest(account.index, in: record) }
        }
    }

    /// Hands over which accounts are not stored.
    mutating func takeTouched() -> [Int] {
        for index in touched { isTouched[index] = false }
        defer { touched = [] }
        return touched
    }

    /// None of the accounts is stored.
    mutating func touchAll() {
        touch(again: Array(0..<table.count))
    }

    /// These accounts are not stored after all.
    mutating func touch(again indices: [Int]) {
        for index in indices { touch(index) }
    }

    private mutating func touch(_ index: Int) {
        while isTouched.count <= index { isTouched.append(false) }
        guard !isTouched[index] else { return }
        isTouched[index] = true
        touched.append(index)
    }

    /// All accounts.
    var accounts: [AccountID] {
        (0..<table.count).map { table.accountID(at: $0) }
    }
}
