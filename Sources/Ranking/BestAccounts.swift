// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

/// The best accounts of each list, as far as they have been offered.
struct BestAccounts {
    /// An account that may be in a list.
    private struct Contender {
        let urgency: UInt16
        let latestSignal: Timestamp
        /// The account's index in the table.
        let index: Int32
    }

    /// How many accounts are scored until it is looked again what an account must reach.
    private static let leastScoredPerUpdate = 16_384

    /// For each queue its lists.
    private var best: [[FirstElements<Contender>]]
    /// For each answer of the eligibility, the least urgency that may still enter a list.
    private(set) var levels: [UInt16] = []
    private var scoredSinceUpdate = 0
    private var score = AccountScore()

    /// No accounts for any of the lists of `eligibility`.
    init(_ eligibility: ListEligibility) {
        best = zip(eligibility.queues, eligibility.names).map { queue, names in
            names.map { _ in FirstElements(capacity: queue.candidateCount) }
        }
        updateLevels(eligibility)
    }

    /// Finds out what an account must reach by now.
    mutating func updateLevels(_ eligibility: ListEligibility) {
        scoredSinceUpdate = 0
        let lists = zip(eligibility.queues, best).map { queue, lists in
            lists.map { $0.barrier?.urgency ?? UInt16(clamping: queue.minimumUrgency) }
        }
        levels = eligibility.answers.map { answer in
            var level = UrgencyBounds.unreachable
            for queue in answer.indices where answer[queue] != ListEligibility.none {
                level = min(level, lists[queue][Int(answer[queue])])
            }
            return level
        }
    }

    /// So many accounts more have been scored.
    mutating func noteScored(_ count: Int, _ eligibility: ListEligibility) {
        scoredSinceUpdate += count
        let due = max(Self.leastScoredPerUpdate, eligibility.answers.count * eligibility.queues.count / 4)
        if scoredSinceUpdate >= due { updateLevels(eligibility) }
    }

    /// Offers the account at `index`, which stands at `place` of `urgencies`, to the lists that it may stand in.
    mutating func offer(
        _ index: Int,
        _ place: Int,
        of urgencies: Urgencies,
        in table: AccountTable,
        _ eligibility: ListEligibility,
        asOf instant: ScoringInstant
    ) {
        guard let latest = table.latestSignal(at: index) else { return }
        let urgency = urgencies.values[place]
        let contender = Contender(
            urgency: urgency,
            latestSignal: latest,
            index: Int32(truncatingIfNeeded: index)
        )
        let answer = eligibility.answers[Int(eligibility.accounts[index])]
        var isScored = false
        for queue in answer.indices where answer[queue] != ListEligibility.none {
            let list = Int(answer[queue])
            guard urgency >= eligibility.queues[queue].minimumUrgency else { continue }
            if let last = best[queue][list].barrier, !Self.precedes(contender, last, table) { continue }
            if !isScored {
                table.score(at: index, place, of: urgencies, asOf: instant, into: &score)
                isScored = true
            }
            guard eligibility.queues[queue].admits(index, in: table, score: score, asOf: instant.time) else {
                continue
            }
            best[queue][list].insert(contender) { Self.precedes($0, $1, table) }
        }
    }

    /// The lists that hold any account, with the accounts' indices in ranking order.
    func lists(_ eligibility: ListEligibility, in table: AccountTable) -> [(
        name: ListName, accounts: [Int32]
    )] {
        var lists: [(name: ListName, accounts: [Int32])] = []
        for (names, best) in zip(eligibility.names, best) {
            for (name, best) in zip(names, best) where !best.isEmpty {
                lists.append((name, best.sorted { Self.precedes($0, $1, table) }.map(\.index)))
            }
        }
        return lists
    }

    /// The order of `Standing`.
    private static func precedes(_ left: Contender, _ right: Contender, _ table: AccountTable) -> Bool {
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.latestSignal != right.latestSignal { return left.latestSignal > right.latestSignal }
        return table.idPrecedes(Int(left.index), Int(right.index))
    }
}

extension Queue {
    /// How many accounts of a list are looked at before hysteresis chooses: twice the size.
    var candidateCount: Int {
        let (count, overflows) = size.multipliedReportingOverflow(by: 2)
        return overflows ? Int.max : max(count, 0)
    }
}
