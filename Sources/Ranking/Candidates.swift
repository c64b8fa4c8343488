// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// The selection of the best accounts for every list at one instant.
public enum Candidates {
    /// The best `2 · size` accounts of every list that has any, in the order of the lists' names.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - queues: the model's queues.
    ///   - time: the instant of the scores.
    /// - Returns: the lists that hold at least one account.
    public static func select(from table: AccountTable, queues: [Queue], asOf time: Timestamp) -> [RankedList]
    {
        var selection = ListSelection(queues: queues)
        return selection.select(from: table, asOf: time)
    }
}
