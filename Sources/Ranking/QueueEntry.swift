// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import Scoring

/// An entry of a list as it is published in `<id>.entries`: flat, for sinks that take rows.
public struct QueueEntry: Hashable, Sendable {
    /// The list.
    public var list: ListName
    /// The account.
    public var account: AccountID
    /// The profile's name.
    public var name: String?
    /// The rank, from 1.
    public var rank: Int
    /// u: hundredths, 0…10 000.
    public var urgency: Int
    /// The grade, such as `A1`.
    public var grade: String
    /// F: hundredths, 0…100.
    public var fit: Int
    /// H: hundredths, 0…10 000.
    public var heat: Int
    /// Distinct persons seen within the committee's window.
    public var persons: Int
    /// The texts of the reasons, at most three.
    public var why: [String]
    /// `as_of` of the list in which the account came to stay.
    public var enteredAt: Timestamp
    /// The time of the latest signal that counts.
    public var lastSignalAt: Timestamp
    /// `as_of` of the list that it was written with.
    public var asOf: Timestamp
    /// The digest of the model.
    public var model: String
    /// The sequence of the list that it was written with: of two records under one key, the higher is newer.
    public var revision: Int64

    /// The entry at `rank` (from 1) of `list`.
    public init(_ entry: PublishedList.Entry, rank: Int, of list: PublishedList) {
        self.list = list.list
        account = entry.account
        name = entry.name
        self.rank = rank
        urgency = entry.urgency
        grade = entry.grade.description
        fit = entry.fit
        heat = entry.heat
        persons = entry.persons
        why = entry.reasons.map(\.text)
        enteredAt = entry.enteredAt
        lastSignalAt = entry.lastSignalAt
        asOf = list.asOf
        model = list.model
        revision = list.sequence
    }

    /// The key that it is written under.
    public var key: EntryKey { EntryKey(list: list, account: account) }

    /// Whether it is worth writing after `written`: another grade, reason or band of ten ranks, or an urgency
    /// that moved enough.
    public func isChanged(from written: QueueEntry, under policy: PublishPolicy) -> Bool {
        grade != written.grade || why != written.why || (rank - 1) / 10 != (written.rank - 1) / 10
            || policy.isMove(from: written.urgency, to: urgency)
    }
}
