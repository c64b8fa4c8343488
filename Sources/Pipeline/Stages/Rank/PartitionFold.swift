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
    /// The highest journal offset that any account is folded to; −1 before any event.
    private(set) var furthest: Int64 = -1

    /// A fold of nothing.
    init(_ model: Model) {
        self.model = model
        table = AccountTable(model: model.scoring)
    }

    /// By which rules it folds.
    var fingerprint: String { model.foldFingerprint }

    /// Folds the event at `offset`.
    mutating func fold(_ event: Event, offset: Int64) -> FoldOutcome {
        let outcome = table.fold(event, offset: offset)
        furthest = max(furthest, offset)
        // One that had been folded already counts as a touch: the fold may be further than what is stored.
        if let index = outcome.account { touch(index) }
        return outcome
    }

    /// Scores by `model`; false, with nothing done, if that one folds differently.
    mutating func score(by model: Model) -> Bool {
        guard model.foldFingerprint == fingerprint, (try? table.apply(model.scoring)) != nil else {
            return false
        }
        self.model = model
        return true
    }

    /// Takes the state that `<id>.state` has of an account; nil for none.
    mutating func restore(_ account: AccountID, _ value: Span<UInt8>?) throws(StateRecordError) {
        guard let value else {
            table.forget(account)
            return
        }
        let state = try AccountState(account: account, encoded: value)
        furthest = max(furthest, state.memory.foldedThrough)
        guard table.restore(state) != nil else {
            throw .malformed(field: "sums", problem: "are not one for each kind of the model")
        }
    }

    /// The state record of the account at `index`; nil if there is nothing to keep of it.
    func record(of index: Int) -> [UInt8]? {
        table.isVacant(at: index) ? nil : table.state(at: index).encoded()
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
