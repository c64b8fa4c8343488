// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// The selection of the best accounts of one journal partition for every list, from tick to tick.
///
/// An account without an event becomes no more urgent. So of each account is kept what its urgency does not exceed (2
/// bytes), and a tick scores those that an event has come for, those that the lists held, and those that are not bounded
/// below a list's last place; mostly that is a few thousand of a million. The lists are those that scoring all accounts
/// gives, to the bit (docs/performance.md has the argument).
public struct ListSelection: Sendable {
    private var eligibility: ListEligibility
    /// Accounts whose profile, fit or supersession is another than `eligibility` knows.
    private var changed: [Int] = []
    private var bounds = UrgencyBounds()
    /// The accounts that the lists held at the last tick.
    private var members: [Int32] = []
    private var cards = CandidateCards()
    /// When the last tick was.
    private var last: Timestamp?
    private var urgencies = Urgencies()

    /// A selection for the lists of `queues`, of accounts that nothing is known of yet.
    public init(queues: [Queue]) {
        eligibility = ListEligibility(queues: queues)
    }

    /// Something of the account at `index` is another than at the last tick.
    public mutating func touch(_ index: Int) {
        bounds.touch(index)
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
        eligibility.update(from: table, changed: changed)
        changed = []
        bounds.grow(to: table.count)
        // What decays was more before.
        if let last, time < last { bounds.forget() }
        last = time
        let instant = ScoringInstant(time, model: table.model)
        var best = BestAccounts(eligibility)
        score(members[...], of: table, asOf: instant, into: &best)
        let membersBounds = bounds.hide(members)
        best.updateLevels(eligibility)
        var next = 0
        var found: [Int32] = []
        while next < table.count {
            next = bounds.find(from: next, above: best.levels, of: eligibility.accounts, into: &found)
            score(found[...], of: table, asOf: instant, into: &best)
        }
        bounds.restore(membersBounds, of: members)
        return lists(best, from: table, asOf: instant)
    }

    /// Scores accounts, bounds them and offers them to their lists.
    private mutating func score(
        _ accounts: ArraySlice<Int32>,
        of table: AccountTable,
        asOf instant: ScoringInstant,
        into best: inout BestAccounts
    ) {
        var left = accounts
        while !left.isEmpty {
            let chunk = left.prefix(Urgencies.capacity)
            left = left.dropFirst(chunk.count)
            // Most are too far back whatever else there is, which is found out with little work.
            table.bound(chunk.span, asOf: instant, into: &urgencies)
            var hopeful: [Int32] = []
            for (place, account) in chunk.enumerated() {
                let index = Int(account)
                let bound = urgencies.bounds[place]
                if bounds.isTouched(index) { cards.remove(index) }
                // Only an event can change that nothing counts.
                bounds.set(bound, of: index, isRankable: bound > 0 || table.latestSignal(at: index) != nil)
                if bound >= best.levels[Int(eligibility.accounts[index])] { hopeful.append(account) }
            }
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
            best.noteScored(chunk.count, eligibility)
        }
    }

    /// The lists with all that is told of their accounts.
    private mutating func lists(
        _ best: BestAccounts,
        from table: AccountTable,
        asOf instant: ScoringInstant
    ) -> [RankedList] {
        let accounts = best.lists(eligibility, in: table)
        members = Self.distinct(accounts.flatMap(\.accounts))
        var left = members[...]
        while !left.isEmpty {
            let chunk = left.prefix(Urgencies.capacity)
            left = left.dropFirst(chunk.count)
            table.score(chunk.span, asOf: instant, into: &urgencies)
            cards.update(chunk, urgencies, in: table, asOf: instant)
        }
        cards.keepOnly(members)
        let lists = accounts.map { name, accounts in
            RankedList(name: name, candidates: accounts.compactMap { cards.candidate(of: Int($0)) })
        }
        return lists.sorted { $0.name < $1.name }
    }

    private static func distinct(_ accounts: [Int32]) -> [Int32] {
        var distinct: [Int32] = []
        for account in accounts.sorted() where account != distinct.last { distinct.append(account) }
        return distinct
    }
}
