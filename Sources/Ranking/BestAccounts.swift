// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

/// The best accounts of each list, kept from tick to tick.
struct BestAccounts: Sendable {
    /// An account that may be in a list.
    struct Contender: Sendable {
        let urgency: UInt16
        /// The account's index in the table.
        let index: Int32
        /// Where it stood in the list at the last tick; nil if it has entered since.
        var place: Int32?
        let latestSignal: Timestamp
        /// Until when nothing of it changes without an event, once it stands in the list.
        var nextChange: Timestamp = .earliest
    }

    /// One list.
    struct List: Sendable {
        let name: ListName
        fileprivate(set) var best: FirstElements<Contender>
        /// The last of as many accounts as there may be at the last tick; nil if there were fewer.
        fileprivate var last: Contender?
        /// Whether accounts have left or entered since the last tick.
        fileprivate(set) var isChanged = false
        /// The accounts at the last tick.
        fileprivate var accounts: [Int32] = []
        /// What is told of the list as of the last tick.
        fileprivate(set) var ranked: RankedList

        fileprivate init(_ name: ListName, capacity: Int) {
            self.name = name
            best = FirstElements(capacity: capacity)
            ranked = RankedList(name: name, candidates: [])
        }
    }

    /// How many accounts are scored until it is looked again what an account must reach.
    private static let leastScoredPerUpdate = 16_384

    /// For each queue its lists.
    private(set) var lists: [[List]]
    /// For each answer of the eligibility, the least urgency that may still enter a list.
    private(set) var levels: [UInt16] = []
    private var scoredSinceUpdate = 0
    private var score = AccountScore()

    /// No accounts for any of the lists of `eligibility`.
    init(_ eligibility: ListEligibility) {
        lists = eligibility.queues.map { _ in [] }
        grow(eligibility)
    }

    /// Takes in new lists.
    mutating func grow(_ eligibility: ListEligibility) {
        for (queue, names) in eligibility.names.enumerated() {
            for name in names.dropFirst(lists[queue].count) {
                lists[queue].append(List(name, capacity: eligibility.queues[queue].candidateCount))
            }
        }
    }

    /// Takes out the accounts that `isOutdated`.
    mutating func remove(where isOutdated: (Contender) -> Bool) {
        for queue in lists.indices {
            for list in lists[queue].indices {
                let count = lists[queue][list].best.settled.count
                lists[queue][list].best.settled.removeAll(where: isOutdated)
                if lists[queue][list].best.settled.count < count { lists[queue][list].isChanged = true }
            }
        }
    }

    /// Finds out what an account must reach by now.
    mutating func updateLevels(_ eligibility: ListEligibility, _ table: borrowing AccountTable) {
        settle(table)
        scoredSinceUpdate = 0
        let lists = zip(eligibility.queues, lists).map { queue, lists in
            lists.map { $0.best.barrier?.urgency ?? UInt16(clamping: queue.minimumUrgency) }
        }
        levels = eligibility.answers.map { answer in
            var level = UrgencyBounds.unreachable
            for queue in answer.indices where answer[queue] != ListEligibility.none {
                level = min(level, lists[queue][Int(answer[queue])])
            }
            return level
        }
    }

    private mutating func settle(_ table: borrowing AccountTable) {
        for queue in lists.indices {
            // Only where it is needed: a closure copies the table.
            for list in lists[queue].indices where !lists[queue][list].best.isSettled {
                lists[queue][list].best.settle { Self.precedes($0, $1, table) }
            }
        }
    }

    /// So many accounts more have been scored.
    mutating func noteScored(_ count: Int, _ eligibility: ListEligibility, _ table: borrowing AccountTable) {
        scoredSinceUpdate += count
        let due = max(Self.leastScoredPerUpdate, eligibility.answers.count * eligibility.queues.count / 4)
        if scoredSinceUpdate >= due { updateLevels(eligibility, table) }
    }

    /// Offers the account at `index`, which stands at `place` of `urgencies`, to the lists that it may stand in.
    mutating func offer(
        _ index: Int,
        _ place: Int,
        of urgencies: borrowing Urgencies,
        in table: borrowing AccountTable,
        _ eligibility: ListEligibility,
        asOf instant: ScoringInstant
    ) {
        guard let latest = table.latestSignal(at: index) else { return }
        let urgency = urgencies.values[place]
        let contender = Contender(
            urgency: urgency,
            index: Int32(truncatingIfNeeded: index),
            latestSignal: latest
        )
        let answer = eligibility.answers[Int(eligibility.accounts[index])]
        var isScored = false
        for queue in answer.indices where answer[queue] != ListEligibility.none {
            let list = Int(answer[queue])
            guard urgency >= eligibility.queues[queue].minimumUrgency else { continue }
            if let last = lists[queue][list].best.barrier, !Self.precedes(contender, last, table) { continue }
            if !isScored {
                table.score(at: index, place, of: urgencies, asOf: instant, into: &score)
                isScored = true
            }
            guard eligibility.queues[queue].admits(index, in: table, score: score, asOf: instant.time) else {
                continue
            }
            lists[queue][list].insert(contender, table)
        }
    }

    /// Offers the accounts of `cards` that are up to date to the lists that did not need them at the last tick: those
    /// whose last place has fallen since.
    mutating func offerAgain(
        _ cards: CandidateCards,
        in table: borrowing AccountTable,
        _ eligibility: ListEligibility,
        asOf time: Timestamp
    ) {
        settle(table)
        for queue in lists.indices {
            for list in lists[queue].indices {
                guard lists[queue][list].isChanged, let before = lists[queue][list].last else { continue }
                if let last = lists[queue][list].best.barrier, !Self.precedes(before, last, table) {
                    continue
                }
                for card in cards.current(asOf: time) {
                    let answer = eligibility.answers[Int(eligibility.accounts[Int(card.index)])]
                    guard answer[queue] == list,
                        let latest = card.score.latestSignal,
                        eligibility.queues[queue]
                            .admits(Int(card.index), in: table, score: card.score, asOf: time)
                    else { continue }
                    let contender = Contender(
                        urgency: UInt16(clamping: card.score.urgency),
                        index: card.index,
                        latestSignal: latest
                    )
                    // Those up to the last place are in the list.
                    guard Self.precedes(before, contender, table) else { continue }
                    lists[queue][list].insert(contender, table)
                }
            }
        }
        settle(table)
    }

    /// The accounts that have entered a list since the last tick, each once.
    var entered: [Int32] {
        var entered: [Int32] = []
        for list in lists.joined() where list.isChanged {
            for contender in list.best.settled where contender.place == nil {
                entered.append(contender.index)
            }
        }
        return entered.distinct
    }

    /// Brings what is told of changed lists up to date, with what `cards` tell of who has entered.
    mutating func update(with cards: inout CandidateCards) {
        for queue in lists.indices {
            for list in lists[queue].indices where lists[queue][list].isChanged {
                lists[queue][list].update(with: &cards)
            }
        }
    }

    /// The lists that hold any account.
    var ranked: [RankedList] {
        lists.joined().lazy.map(\.ranked).filter { !$0.candidates.isEmpty }
    }

    /// The order of `Standing`.
    fileprivate static func precedes(_ left: Contender, _ right: Contender, _ table: borrowing AccountTable)
        -> Bool
    {
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.latestSignal != right.latestSignal { return left.latestSignal > right.latestSignal }
        return table.idPrecedes(Int(left.index), Int(right.index))
    }
}

extension BestAccounts.List {
    fileprivate mutating func insert(_ contender: BestAccounts.Contender, _ table: borrowing AccountTable) {
        if let last = best.barrier, !BestAccounts.precedes(contender, last, table) { return }
        // Only where it is needed: a closure would copy the table.
        if best.insert(contender) { best.settle { BestAccounts.precedes($0, $1, table) } }
        isChanged = true
    }

    fileprivate mutating func update(with cards: inout CandidateCards) {
        let before = ranked.candidates
        var candidates: [Candidate] = []
        candidates.reserveCapacity(best.settled.count)
        var isStill = [Bool](repeating: false, count: accounts.count)
        for place in best.settled.indices {
            let contender = best.settled[place]
            if let known = contender.place {
                isStill[Int(known)] = true
                candidates.append(before[Int(known)])
            } else if let card = cards.place(of: contender.index) {
                // Who was taken out, scored again and put in where he was has not entered: so it is of most in a sweep.
                if place < accounts.count, accounts[place] == contender.index {
                    isStill[place] = true
                } else {
                    cards.enter(card)
                }
                candidates.append(cards[card].candidate)
                best.settled[place].nextChange = cards[card].nextChange
            }
            best.settled[place].place = Int32(truncatingIfNeeded: place)
        }
        for place in accounts.indices where !isStill[place] { cards.leave(accounts[place]) }
        accounts = best.settled.map(\.index)
        ranked.candidates = candidates
        last = best.barrier
        isChanged = false
    }
}

extension Array where Element == Int32 {
    /// Each element once, in order; all are at least 0.
    var distinct: [Int32] {
        guard let largest = self.max() else { return [] }
        // A bit for each number up to the largest: an index of accounts is small beside the accounts.
        var present = [UInt64](repeating: 0, count: Int(largest) / 64 + 1)
        for element in self { present[Int(element) / 64] |= 1 << UInt64(element % 64) }
        var distinct: [Int32] = []
        for place in present.indices {
            var bits = present[place]
            while bits != 0 {
                distinct.append(Int32(truncatingIfNeeded: place * 64 + bits.trailingZeroBitCount))
                bits &= bits - 1
            }
        }
        return distinct
    }
}

extension Queue {
    /// How many accounts of a list are looked at before hysteresis chooses: twice the size.
    var candidateCount: Int {
        let (count, overflows) = size.multipliedReportingOverflow(by: 2)
        return overflows ? Int.max : max(count, 0)
    }
}
