// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Scoring

/// What the urgency of each account does not exceed until an event of it comes.
struct UrgencyBounds: Sendable {
    /// Of an account that cannot be ranked.
    private static let none: UInt16 = 0
    /// Of an account that nothing is known of.
    private static let unknown: UInt16 = 25_000
    /// Of an account in a list of which something may have changed with time.
    private static let expired: UInt16 = 29_000
    /// Of an account that an event has come for.
    private static let touched: UInt16 = 30_000
    /// A level that nothing reaches.
    static let unreachable = UInt16.max

    /// One more than the bound, so that what is above a level is above it here too; or one of the above.
    private var ceilings: [UInt16] = []

    /// An event of the account at `index` has come.
    mutating func touch(_ index: Int) {
        if index < ceilings.count { ceilings[index] = Self.touched }
    }

    /// Whether an event of the account at `index` has come since it was bounded.
    func isTouched(_ index: Int) -> Bool {
        ceilings[index] == Self.touched
    }

    /// With time something may have changed of the account at `index`, which is in a list.
    mutating func expire(_ index: Int) {
        if ceilings[index] != Self.touched { ceilings[index] = Self.expired }
    }

    /// Whether an event of the account at `index`, which is in a list, has come, or it has expired.
    func isOutdated(_ index: Int) -> Bool {
        ceilings[index] >= Self.expired
    }

    /// Takes in new accounts.
    mutating func grow(to count: Int) {
        ceilings.append(contentsOf: repeatElement(Self.unknown, count: count - ceilings.count))
    }

    /// Nothing is known of any account any more.
    mutating func forget() {
        for index in ceilings.indices where ceilings[index] != Self.touched { ceilings[index] = Self.unknown }
    }

    /// Bounds an account.
    mutating func set(_ bound: UInt16, of index: Int, isRankable: Bool) {
        ceilings[index] = isRankable ? bound + 1 : Self.none
    }

    /// Bounds accounts as `urgencies` do, and finds those whose bound reaches the level of their group.
    ///
    /// - Parameters:
    ///   - accounts: the accounts, which are those that `urgencies` have bounded last.
    ///   - urgencies: their bounds.
    ///   - levels: the level of each group.
    ///   - groups: the group of each account of the table.
    /// - Returns: the accounts that are found.
    mutating func set(
        _ accounts: Span<Int32>,
        to urgencies: borrowing Urgencies,
        levels: [UInt16],
        groups: [Int32]
    ) -> [Int32] {
        urgencies.lower(accounts, &ceilings, above: levels, of: groups)
    }

    /// Takes accounts out, so that they are not found; answers their bounds.
    mutating func hide(_ accounts: [Int32]) -> [UInt16] {
        accounts.map { account in
            defer { ceilings[Int(account)] = Self.none }
            return ceilings[Int(account)]
        }
    }

    /// Takes an account out, so that it is not found.
    mutating func hide(_ index: Int) {
        ceilings[index] = Self.none
    }

    /// Nothing is known of the account at `index` any more.
    mutating func forget(_ index: Int) {
        if ceilings[index] != Self.touched { ceilings[index] = Self.unknown }
    }

    /// Puts back what `hide` has taken out.
    mutating func restore(_ hidden: [UInt16], of accounts: [Int32]) {
        for (account, ceiling) in zip(accounts, hidden) { ceilings[Int(account)] = ceiling }
    }

    /// Finds accounts that may reach the level of their group, at most as many as are scored at once.
    ///
    /// - Parameters:
    ///   - start: the account to begin at.
    ///   - levels: the level of each group.
    ///   - groups: the group of each account.
    /// - Returns: the accounts, and the one to go on at.
    func find(from start: Int, above levels: [UInt16], of groups: [Int32]) -> (found: [Int32], next: Int) {
        LevelSearch.accounts(ceilings, from: start, above: levels, of: groups)
    }
}
