// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// A checkpoint under way: what it has still to write, over as many transactions as it takes.
struct Checkpoint: Sendable {
    /// A part of the work, written in one transaction.
    struct Step: Hashable, Sendable {
        /// How many of the accounts, of the next fold's accounts and of the stale keys have been written by then.
        var accounts: Int
        var nextAccounts: Int
        var stale: Int
        /// Whether nothing is left.
        var isLast: Bool
    }

    /// The next offset to fold when it began, to which the group's offset goes with the last transaction.
    let begin: Int64
    /// Where `<id>.state` ended when it began.
    let stateOffset: Int64
    /// Accounts of the fold.
    let accounts: [Int]
    /// Accounts of the next fold.
    let nextAccounts: [Int]
    /// Whether the next fold is stored when this is done.
    let storesNext: Bool
    /// Keys to tombstone.
    let stale: [StaleKey]
    /// What has been written.
    private(set) var done = Step(accounts: 0, nextAccounts: 0, stale: 0, isLast: false)

    /// A key that is to be tombstoned.
    struct StaleKey: Hashable, Sendable {
        var fingerprint: String
        var account: AccountID
    }

    init(
        begin: Int64,
        stateOffset: Int64,
        accounts: [Int],
        nextAccounts: [Int],
        storesNext: Bool,
        stale: [StaleKey]
    ) {
        self.begin = begin
        self.stateOffset = stateOffset
        self.accounts = accounts
        self.nextAccounts = nextAccounts
        self.storesNext = storesNext
        self.stale = stale
    }

    /// Takes over that `step` has been committed.
    mutating func advance(to step: Step) {
        done = step
    }
}
