// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Scoring

/// Which list of each queue an account may stand in, as far as its profile decides, and which kinds of signals it has.
///
/// Both change seldom and ticks are many, so the answers are kept from tick to tick. Most accounts have one in common
/// with many others: each different one is kept once, and an account has its number (4 bytes), and the kinds of its
/// signals if a queue asks for them (2 bytes).
public struct ListEligibility: Sendable {
    /// In place of a list: the account is kept out of the queue.
    static let none: Int32 = -1

    /// How many sorts of profiles are remembered, in which all that the queues ask of is alike.
    private static let largestSortCount = 16_384

    /// Of how many kinds it is known whether an account has signals; a model with more has its queues ask each time.
    private static let largestKindCount = 16

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
    /// Which kinds of signals count for each account, a bit for each; empty if no queue asks.
    private var kinds: [UInt16] = []
    /// Whether any queue asks which kinds of signals an account has.
    let asksForKinds: Bool
    /// The profile's fields that the queues ask of.
    private let fields: [String]
    /// The number of the answer for the values of these fields, as bytes, of accounts that nothing else keeps out.
    private var sorts: [[UInt8]: Int32] = [:]
    private var key: [UInt8] = []

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
        asksForKinds = queues.contains(where: \.asksForKinds)
        fields = Set(queues.flatMap(\.profileFields)).inByteOrder()
        names = queues.map { _ in [] }
        places = queues.map { _ in [:] }
    }

    /// Takes in the accounts that are new in `table`, and those again of which anything may be another than before.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - changed: the indices of accounts whose profile, fit or supersession is another than before; new ones may
    ///     be among them.
    ///   - touched: the indices of accounts whose signals are others than before.
    /// - Returns: whether the numbers are still those from before.
    @discardableResult
    public mutating func update(
        from table: AccountTable,
        changed: [Int] = [],
        touched: [Int32] = []
    ) -> Update {
        // Answers that nobody has any more are not looked for until there are too many.
        let beginsAnew = answers.count > Self.answersBeyondAccounts + accounts.count
        if beginsAnew { self = ListEligibility(queues: queues) }
        let knowsKinds = knowsKinds(of: table)
        for index in changed where index < accounts.count { take(index, in: table, knowsKinds) }
        if knowsKinds {
            for account in touched {
                let index = Int(account)
                guard index < accounts.count, table.countedKinds(at: index) != kinds[index] else { continue }
                take(index, in: table, knowsKinds)
            }
        }
        // Few at a time are left to the array, which does not move for each.
        if accounts.count < table.count / 2 {
            accounts.reserveCapacity(table.count)
            if knowsKinds { kinds.reserveCapacity(table.count) }
        }
        while accounts.count < table.count {
            accounts.append(0)
            if knowsKinds { kinds.append(0) }
            take(accounts.count - 1, in: table, knowsKinds)
        }
        return beginsAnew ? .begun : .continued
    }

    /// Whether it is kept of accounts of `table` which kinds of signals they have.
    private func knowsKinds(of table: AccountTable) -> Bool {
        asksForKinds && table.kindCount <= Self.largestKindCount
    }

    private mutating func take(_ index: Int, in table: AccountTable, _ knowsKinds: Bool) {
        if knowsKinds { kinds[index] = table.countedKinds(at: index) }
        accounts[index] = number(of: index, in: table, knowsKinds)
    }

    private mutating func number(of index: Int, in table: AccountTable, _ knowsKinds: Bool) -> Int32 {
        guard !table.isSuperseded(at: index), !table.fit(at: index).isDisqualified else {
            return number(of: [Int32](repeating: Self.none, count: queues.count))
        }
        let profile = table.profile(at: index)
        key.removeAll(keepingCapacity: true)
        if knowsKinds {
            key.append(UInt8(truncatingIfNeeded: kinds[index]))
            key.append(UInt8(truncatingIfNeeded: kinds[index] >> 8))
        }
        for field in fields { key.write(profile[field: field]) }
        if let known = sorts[key] { return known }
        let number = number(of: answer(for: profile, index, in: table, knowsKinds))
        if sorts.count == Self.largestSortCount { sorts.removeAll(keepingCapacity: true) }
        sorts[key] = number
        return number
    }

    private mutating func number(of answer: [Int32]) -> Int32 {
        if let known = numbers[answer] { return known }
        let number = Int32(truncatingIfNeeded: answers.count)
        numbers[answer] = number
        answers.append(answer)
        return number
    }

    private mutating func answer(
        for profile: Profile,
        _ index: Int,
        in table: AccountTable,
        _ knowsKinds: Bool
    ) -> [Int32] {
        var answer = [Int32](repeating: Self.none, count: queues.count)
        for queue in queues.indices where queues[queue].admits(profile) {
            guard !knowsKinds || queues[queue].admitsKinds(of: index, in: table) else { continue }
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

extension [UInt8] {
    /// Writes a value so that different ones have different bytes, whatever comes after them.
    fileprivate mutating func write(_ value: AttributeValue?) {
        switch value {
        case nil:
            append(0)
        case .string(let text):
            append(1)
            write(text)
        case .number(let number):
            append(2)
            write(number.bitPattern)
        case .boolean(let boolean):
            append(boolean ? 4 : 3)
        case .strings(let words):
            append(5)
            write(UInt64(words.count))
            for word in words { write(word) }
        }
    }

    private mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    private mutating func write(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
