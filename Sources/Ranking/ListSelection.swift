// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// The selection of the best accounts of one journal partition for every list, from tick to tick.
///
/// An account without an event becomes no more urgent. So of each account is kept what its urgency does not exceed (2
/// bytes), and of those in lists the instant until which nothing that is told of them changes. A tick scores those that an
/// event has come for, those in lists whose instant has come, and those others that are not bounded below a list's last
/// place; mostly that is a few hundred of a million. The lists are those that scoring all accounts gives, to the bit
/// (docs/performance.md has the argument).
public struct ListSelection: Sendable {
    private var eligibility: ListEligibility
    /// Accounts whose profile, fit or supersession is another than `eligibility` knows.
    private var changed: [Int] = []
    /// Accounts that events have come for since the last tick, some more than once.
    private var touched: [Int32] = []
    private var bounds = UrgencyBounds()
    private var best: BestAccounts
    private var cards = CandidateCards()
    /// When the last tick was.
    private var last: Timestamp?
    private var urgencies = Urgencies()

    /// A selection for the lists of `queues`, of accounts that nothing is known of yet.
    public init(queues: [Queue]) {
        eligibility = ListEligibility(queues: queues)
        best = BestAccounts(eligibility)
    }

    /// Something of the account at `index` is another than at the last tick.
    public mutating func touch(_ index: Int) {
        bounds.touch(index)
        // Those that are new are taken in anyway, and more than there are need not be noted.
        guard eligibility.asksForKinds, index < eligibility.accounts.count,
            touched.count < eligibility.accounts.count
        else { return }
        touched.append(Int32(truncatingIfNeeded: index))
    }

    /// The profile, the fit or the supersession of the account at `index` is another than at the last tick.
    public mutating func noteChange(of index: Int) {
        touch(index)
        // Those that are new are taken in anyway.
        if index < eligibility.accounts.count { changed.append(index) }
    }

    /// The best `2 · size` accounts of every list that has any, in the order of the lists' names.
    ///
    /// - Parameters:
    ///   - table: the accounts; the same as at the last tick but for those that were touched or are new.
    ///   - time: the instant of the scores.
    /// - Returns: the lists that hold at least one account.
    public mutating func select(from table: AccountTable, asOf time: Timestamp) -> [RankedList] {
        updateEligibility(from: table)
        best.grow(eligibility)
        bounds.grow(to: table.count)
        // What decays was more before.
        let isBefore = last.map { time < $0 } ?? false
        if isBefore {
            bounds.forget()
            cards.forget()
        }
        last = time
        let instant = ScoringInstant(time, model: table.model)
        let outdated = takeOutdated(asOf: time, all: isBefore)
        best.updateLevels(eligibility, table)
        score(outdated[...], of: table, asOf: instant)
        let outdatedBounds = bounds.hide(outdated)
        best.updateLevels(eligibility, table)
        var next = 0
        while next < table.count {
            let (found, end) = bounds.find(from: next, above: best.levels, of: eligibility.accounts)
            score(found[...], of: table, asOf: instant)
            next = end
        }
        bounds.restore(outdatedBounds, of: outdated)
        best.offerAgain(cards, in: table, eligibility, asOf: time)
        updateCards(in: table, asOf: instant)
        return best.ranked.sorted { $0.name < $1.name }
    }

    /// Finds out which lists those accounts may stand in of which that may be another than at the last tick.
    private mutating func updateEligibility(from table: AccountTable) {
        // Beyond as many as there are they have not been noted.
        let known = eligibility.accounts.count
        if touched.count >= known { touched = Array(0..<Int32(truncatingIfNeeded: known)) }
        let outcome = eligibility.update(from: table, changed: changed, touched: touched)
        if outcome == .begun { forgetLists() }
        changed = []
        touched.removeAll(keepingCapacity: true)
    }

    /// Nothing is known any more of which accounts stand in which lists.
    private mutating func forgetLists() {
        for account in cards.accounts { bounds.forget(Int(account)) }
        cards = CandidateCards()
        best = BestAccounts(eligibility)
    }

    /// Takes out of the lists, and answers, the accounts of which anything may be another than at the last tick.
    private mutating func takeOutdated(asOf time: Timestamp, all: Bool) -> [Int32] {
        var outdated: [Int32] = []
        for list in best.lists.joined() {
            for contender in list.best.settled {
                let index = Int(contender.index)
                if bounds.isTouched(index) {
                    cards.outdate(contender.index)
                } else if all || contender.nextChange <= time {
                    bounds.expire(index)
                } else {
                    continue
                }
                outdated.append(contender.index)
            }
        }
        if !outdated.isEmpty { best.remove { bounds.isOutdated(Int($0.index)) } }
        return outdated.distinct
    }

    /// Scores accounts, bounds them and offers them to their lists.
    private mutating func score(
        _ accounts: ArraySlice<Int32>,
        of table: borrowing AccountTable,
        asOf instant: ScoringInstant
    ) {
        var left = accounts
        while !left.isEmpty {
            let chunk = left.prefix(Urgencies.capacity)
            left = left.dropFirst(chunk.count)
            // Most are too far back whatever else there is, which is found out with little work.
            table.bound(chunk.span, asOf: instant, into: &urgencies)
            let hopeful = bounds.set(
                chunk.span,
                to: urgencies,
                levels: best.levels,
                groups: eligibility.accounts
            )
            table.score(hopeful.span, asOf: instant, into: &urgencies)
            for (place, account) in hopeful.enumerated() {
                let index = Int(account)
                bounds.set(
                    urgencies.bounds[place],
                    of: index,
                    isRankable: table.latestSignal(at: index) != nil
                )
                if urgencies.values[place] >= best.levels[Int(eligibility.accounts[index])] {
                    best.offer(index, place, of: urgencies, in: table, eligibility, asOf: instant)
                }
            }
            best.noteScored(chunk.count, eligibility, table)
        }
    }

    /// Brings what is told of the accounts in lists up to date.
    private mutating func updateCards(in table: AccountTable, asOf instant: ScoringInstant) {
        let entered = best.entered
        var left = entered.filter { !cards.isCurrent($0, asOf: instant.time) }[...]
        while !left.isEmpty {
            let chunk = left.prefix(Urgencies.capacity)
            left = left.dropFirst(chunk.count)
            table.score(chunk.span, asOf: instant, into: &urgencies)
            cards.update(chunk, urgencies, in: table, asOf: instant)
        }
        best.update(with: &cards)
        // Those in lists are not looked for: they are known until something changes.
        for account in entered { bounds.hide(Int(account)) }
        for (index, bound) in cards.takeUnlisted(asOf: instant.time) {
            bounds.set(bound, of: Int(index), isRankable: true)
        }
    }
}
