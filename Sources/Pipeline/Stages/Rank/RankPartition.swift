// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Ranking
import Scoring

/// One journal partition in `rank`: the fold of its events, and what has been sent of it.
struct RankPartition: Sendable {
    /// The number of the partition, in the journal and in `<id>.state`.
    let number: Int32
    /// The fold.
    var table: AccountTable
    /// What stands in `<id>.candidates`.
    var sent: SentLists
    /// The next offset to fold.
    var nextOffset: Int64
    /// No tick before the fold has come here.
    var foldsUntil: Int64
    /// The offset that is committed for the group as long as there are no checkpoints of accounts.
    let groupOffset: Int64
    /// The partition's own record as it was restored.
    var restored: PartitionRecord?
    /// What the transaction under way sends.
    var offered: SentLists.Plan?

    init(_ number: Int32, model: ScoringModel, start: Int64, end: Int64, groupOffset: Int64) {
        self.number = number
        table = AccountTable(model: model)
        sent = SentLists(partition: Int(number))
        nextOffset = start
        foldsUntil = end
        self.groupOffset = groupOffset
    }

    /// Whether the fold has come as far as it had been, or as the journal was at the assignment.
    var isCaughtUp: Bool { nextOffset >= foldsUntil }

    /// Takes the record `#partition`, which a transaction of an earlier owner left.
    mutating func restore(_ record: PartitionRecord) {
        restored = record
        sent = SentLists(partition: Int(number), restoring: record)
        foldsUntil = record.foldOffset
    }
}
