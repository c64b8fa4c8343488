// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Scoring

/// Which list of each queue an account may stand in, as far as its profile decides.
///
/// Profiles change seldom and ticks are many, so the answers are kept from tick to tick. Most accounts have one in
/// common with many others: each different one is kept once, and an account has its number (4 bytes).
public struct ListEligibility: Sendable {
    /// In place of a list: the account is kept out of the queue.
    static let none: Int32 = -1

    /// How many answers there may be beyond one for each account before all are found anew.
    private static let answersBeyondAccounts = 1024

    /// The queues, in the model's order.
    let queues: [Queue]
    /// The lists of each queue, in the order in which accounts were found for them.
    private(set) var names: [[ListName]]
    /// Where the list of a value stands in `names`; without a field to partition by, that of the empty value.
    private var places: [[String: Int32]]
    /// The answers: for each queue a place in `names`, or `none`.
    private(set) var answers: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]
    /// The number of each account's answer.
    public private(set) var accounts: [Int32] = []
    /// The number of the answer of an account without a profile; nil until one was seen.
    private var withoutProfile: Int32?

    /// What `update` did.
    public enum Update: Sendable {
        /// Answers and lists have the numbers that they had before, and there may be more.
        case continued
        /// All answers were found anew: their numbers, and those of lists, have changed.
        case begun
    }

    /// How many different answers are kept.
    public var answerCount: Int { answers.count }

    /// Nothing is known of any account.
    public init(queues: [Queue]) {
        self.queues = queues
        names = queues.map { _ in [] }
        places = queues.map { _ in [:] }
    }

    /// Takes in the accounts that are new in `table`, and those of `changed` again.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - changed: the indices of accounts whose profile, fit or supersession is another than before; new ones may
    ///     be among them.
    /// - Returns: whether the numbers are still those from before.
    @discardableResult
    public mutating func update(from table: AccountTable, changed: [Int] = []) -> Update {
        // Answers that nobody has any more are not looked for until there are too many.
        let beginsAnew = answers.count > Self.answersBeyondAccounts + accounts.count
        if beginsAnew { self = ListEligibility(queues: queues) }
        for index in changed where index < accounts.count {
            accounts[index] = number(of: index, in: table)
        }
        accounts.reserveCapacity(table.count)
        while accounts.count < table.count { accounts.append(number(of: accounts.count, in: table)) }
        return beginsAnew ? .begun : .continued
    }

    private mutating func number(of index: Int, in table: AccountTable) -> Int32 {
        guard table.profile(at: index).fields.isEmpty, !table.isSuperseded(at: index) else {
            return number(of: answer(for: index, in: table))
        }
        if let withoutProfile { return withoutProfile }
        let number = number(of: answer(for: index, in: table))
        withoutProfile = number
        return number
    }

    private mutating func number(of answer: [Int32]) -> Int32 {
        if let known = numbers[answer] { return known }
        let number = Int32(truncatingIfNeeded: answers.count)
        numbers[answer] = number
        answers.append(answer)
        return number
    }

    private mutating func answer(for index: Int, in table: AccountTable) -> [Int32] {
        var answer = [Int32](repeating: Self.none, count: queues.count)
        guard !table.isSuperseded(at: index), !table.fit(at: index).isDisqualified else { return answer }
        let profile = table.profile(at: index)
        for queue in queues.indices where queues[queue].admits(profile) {
            answer[queue] = list(of: queue, for: profile)
        }
        return answer
    }

    private mutating func list(of queue: Int, for profile: Profile) -> Int32 {
        let value = ListName.value(of: queues[queue], for: profile)
        if let known = places[queue][value ?? ""] { return known }
        let place = Int32(truncatingIfNeeded: names[queue].count)
        places[queue][value ?? ""] = place
        names[queue].append(ListName(queue: queues[queue].name, value: value))
        return place
    }
}
