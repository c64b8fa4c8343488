// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ranking
public import Scoring

/// Why an account is or is not in a queue.
public struct QueueVerdict: Hashable, Sendable {
    /// The queue's name.
    public var queue: String
    /// The list of the queue that the account belongs to, by its profile.
    public var list: ListName
    /// What keeps it out; empty for an account that may be ranked.
    public var ineligibilities: [Ineligibility]
    /// Its rank in the list, from 1; nil if it is not in it, or if the other accounts are not known.
    public var rank: Int?

    /// The verdicts on the account at `index` of `table`, one for each queue of the model, in its order.
    ///
    /// - Parameters:
    ///   - index: the account's index in `table`.
    ///   - table: the account's fold, and perhaps others'.
    ///   - model: the model.
    ///   - time: the instant.
    ///   - lists: the lists of that instant; without them no rank is known.
    /// - Returns: the verdicts.
    public static func verdicts(
        on index: Int,
        in table: AccountTable,
        model: Model,
        asOf time: Timestamp,
        lists: [PublishedList] = []
    ) -> [QueueVerdict] {
        let score = table.score(at: index, asOf: time)
        let account = table.accountID(at: index)
        return model.queues.map { queue in
            let name = ListName(of: queue, for: table.profile(at: index))
            let place = lists.first { $0.list == name }?.entries.firstIndex { $0.account == account }
            return QueueVerdict(
                queue: queue.name,
                list: name,
                ineligibilities: queue.ineligibilities(of: index, in: table, score: score, asOf: time),
                rank: place.map { $0 + 1 }
            )
        }
    }
}
