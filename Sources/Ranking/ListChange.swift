// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// Something that happened to an account of a list: a record of `<id>.changes`.
public struct ListChange: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The account came into the list.
        case entered
        /// The account went out of the list.
        case left
        /// The account has another grade.
        case gradeChanged = "grade_changed"
        /// The account's rank passed 10, 25, 50 or 100.
        case moved
    }

    /// Where an account stands in a list.
    public struct Place: Hashable, Sendable {
        /// The rank, from 1.
        public var rank: Int
        /// u: hundredths, 0…10 000.
        public var urgency: Int
        /// The grade.
        public var grade: Grade

        /// A place of the given parts.
        public init(rank: Int, urgency: Int, grade: Grade) {
            self.rank = rank
            self.urgency = urgency
            self.grade = grade
        }
    }

    /// The last ranks of the bands between which an account is said to move.
    public static let bands = [10, 25, 50, 100]

    /// What happened.
    public var kind: Kind
    /// The list.
    public var list: ListName
    /// The account.
    public var account: AccountID
    /// Where it stood in the list before; nil if it has entered.
    public var from: Place?
    /// Where it stands now; nil if it has left.
    public var to: Place?
    /// `as_of` of the list.
    public var asOf: Timestamp
    /// The list's sequence number.
    public var sequence: Int64

    /// The key that it is written under.
    public var key: EntryKey { EntryKey(list: list, account: account) }

    /// What happened between two publications of a list.
    ///
    /// First the accounts that left, in the order that they had; then the others by rank, each with its change of
    /// grade before its move.
    ///
    /// - Parameters:
    ///   - last: the list as it was published before; nil if it was not.
    ///   - next: the list as it is published now.
    /// - Returns: the changes in the order in which they are written.
    public static func between(_ last: PublishedList?, and next: PublishedList) -> [ListChange] {
        var before: [AccountID: Place] = [:]
        for (account, place) in places(of: last?.entries ?? []) { before[account] = place }
        let now = Set(next.members)
        var changes: [ListChange] = []
        func add(_ kind: Kind, _ account: AccountID, from: Place?, to: Place?) {
            changes.append(
                ListChange(
                    kind: kind,
                    list: next.list,
                    account: account,
                    from: from,
                    to: to,
                    asOf: next.asOf,
                    sequence: next.sequence
                )
            )
        }
        for (account, place) in places(of: last?.entries ?? []) where !now.contains(account) {
            add(.left, account, from: place, to: nil)
        }
        for (account, place) in places(of: next.entries) {
            guard let old = before[account] else {
                add(.entered, account, from: nil, to: place)
                continue
            }
            if old.grade != place.grade { add(.gradeChanged, account, from: old, to: place) }
            if band(old.rank) != band(place.rank) { add(.moved, account, from: old, to: place) }
        }
        return changes
    }

    private static func places(of entries: [PublishedList.Entry]) -> [(AccountID, Place)] {
        entries.enumerated().map { index, entry in
            (entry.account, Place(rank: index + 1, urgency: entry.urgency, grade: entry.grade))
        }
    }

    /// How many bands end before `rank`.
    private static func band(_ rank: Int) -> Int {
        bands.count { rank > $0 }
    }
}
