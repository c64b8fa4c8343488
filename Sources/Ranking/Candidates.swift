// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// The selection of the best accounts of one journal partition for every list.
public enum Candidates {
    /// The best `2 · size` accounts of every list that has any, in the order of the lists' names.
    ///
    /// One pass over the accounts: each is scored once, and a list keeps no more than it needs. Names, intents and
    /// reasons are only worked out for the accounts that are left.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - queues: the model's queues.
    ///   - time: the instant of the scores.
    /// - Returns: the lists that hold at least one account.
    public static func select(from table: AccountTable, queues: [Queue], asOf time: Timestamp) -> [RankedList]
    {
        var eligibility = ListEligibility(queues: queues)
        eligibility.update(from: table)
        return select(from: table, eligibility, asOf: time)
    }

    /// The same, where what the profiles decide is known already.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - eligibility: which lists they may stand in, up to date with the table.
    ///   - time: the instant of the scores.
    /// - Returns: the lists that hold at least one account.
    public static func select(
        from table: AccountTable,
        _ eligibility: ListEligibility,
        asOf time: Timestamp
    ) -> [RankedList] {
        let instant = ScoringInstant(time, model: table.model)
        let best = best(of: table, eligibility, asOf: instant)
        var details: [Int: Candidate] = [:]
        var lists: [RankedList] = []
        for (names, best) in zip(eligibility.names, best) {
            for (name, best) in zip(names, best) where !best.isEmpty {
                lists.append(
                    RankedList(
                        name: name,
                        candidates: best.sorted().map { contender in
                            if let known = details[contender.index] { return known }
                            let candidate = Candidate(contender, in: table, asOf: instant)
                            details[contender.index] = candidate
                            return candidate
                        }
                    )
                )
            }
        }
        return lists.sorted { $0.name < $1.name }
    }

    /// The best accounts of each queue's lists.
    private static func best(
        of table: AccountTable,
        _ eligibility: ListEligibility,
        asOf instant: ScoringInstant
    ) -> [[FirstElements<Contender>]] {
        let queues = eligibility.queues
        var best = zip(queues, eligibility.names).map { queue, names in
            names.map { _ in FirstElements<Contender>(capacity: queue.candidateCount) }
        }
        let minima = queues.map(\.minimumUrgency)
        var score = AccountScore()
        for index in 0..<table.count {
            let lists = eligibility.answers[Int(eligibility.accounts[index])]
            guard lists.contains(where: { $0 != ListEligibility.none }) else { continue }
            table.score(at: index, asOf: instant, into: &score)
            guard let latest = score.latestSignal else { continue }
            for queue in minima.indices where score.urgency >= minima[queue] {
                guard lists[queue] != ListEligibility.none else { continue }
                let list = Int(lists[queue])
                // Most accounts are too far back whatever else there is.
                if let last = best[queue][list].barrier?.standing,
                    score.urgency < last.urgency
                        || (score.urgency == last.urgency && latest < last.latestSignal)
                {
                    continue
                }
                guard queues[queue].admits(index, in: table, score: score, asOf: instant.time) else {
                    continue
                }
                best[queue][list].insert(
                    Contender(
                        standing: Standing(
                            urgency: score.urgency,
                            latestSignal: latest,
                            account: table.accountID(at: index)
                        ),
                        index: index
                    )
                )
            }
        }
        return best
    }
}

/// An account that may enter a list.
struct Contender: Comparable {
    let standing: Standing
    /// The account's index in the table.
    let index: Int

    static func < (left: Contender, right: Contender) -> Bool {
        left.standing < right.standing
    }
}

extension Queue {
    /// How many accounts of a list are looked at before hysteresis chooses: twice the size.
    var candidateCount: Int {
        let (count, overflows) = size.multipliedReportingOverflow(by: 2)
        return overflows ? Int.max : max(count, 0)
    }
}

extension Candidate {
    /// How many bytes of a name are kept.
    private static let nameLimit = 128

    /// All that is told of `contender`.
    fileprivate init(_ contender: Contender, in table: AccountTable, asOf instant: ScoringInstant) {
        var score = AccountScore()
        table.score(at: contender.index, asOf: instant, into: &score)
        var name: String?
        if case .string(let text) = table.profile(at: contender.index)[field: "name"], !text.isEmpty {
            name = CutText.prefix(of: text, bytes: Self.nameLimit)
        }
        self.init(
            account: contender.standing.account,
            name: name,
            urgency: score.urgency,
            fit: Published.hundredths(score.fit),
            heat: Published.hundredths(score.heat),
            grade: score.grade,
            intent: Self.intent(score.intent, kinds: table.model.kinds),
            persons: score.persons,
            latestSignal: contender.standing.latestSignal,
            reasons: table.reasons(at: contender.index, asOf: instant).map { reason in
                Reason(
                    kind: reason.kind,
                    time: reason.time,
                    points: Published.hundredths(reason.points),
                    id: reason.id,
                    detail: reason.detail
                )
            }
        )
    }

    private static func intent(_ points: [Double], kinds: [SignalKind]) -> [KindPoints] {
        let intent = zip(kinds, points).map { KindPoints(kind: $0.name, points: Published.hundredths($1)) }
        return intent.filter { $0.points != 0 }.sorted { left, right in
            if left.points != right.points { return left.points > right.points }
            return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8)
        }
    }
}
