// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// A list as it is published in `<id>.queues`, with all that is needed to prove it.
public struct PublishedList: Hashable, Sendable {
    /// How much of a journal partition the list knows, and at which instant it was scored.
    public struct Position: Hashable, Sendable {
        /// The journal partition.
        public var partition: Int
        /// The next offset to fold: the records before it are known.
        public var offset: Int64
        /// The instant of the scores.
        public var asOf: Timestamp

        /// A position of the given parts.
        public init(partition: Int, offset: Int64, asOf: Timestamp) {
            self.partition = partition
            self.offset = offset
            self.asOf = asOf
        }
    }

    /// What hysteresis has to know of the list as it was published before.
    public struct Previous: Hashable, Sendable {
        /// Its sequence number; 0 if there was none.
        public var sequence: Int64
        /// Its accounts, in ranking order.
        public var members: [AccountID]

        /// The list of the given number and members; without arguments, none.
        public init(sequence: Int64 = 0, members: [AccountID] = []) {
            self.sequence = sequence
            self.members = members
        }
    }

    /// A signal that put an account where it is, in words.
    public struct Reason: Hashable, Sendable {
        /// The signal's kind.
        public var kind: String
        /// What to tell people.
        public var text: String
        /// When it happened.
        public var at: Timestamp
        /// Hundredths of a point; below 0 for a kind that dampens.
        public var points: Int

        /// A reason of the given parts.
        public init(kind: String, text: String, at: Timestamp, points: Int) {
            self.kind = kind
            self.text = text
            self.at = at
            self.points = points
        }
    }

    /// One account.
    ///
    /// Its rank is its place in the list, from 1; numbers are in hundredths.
    public struct Entry: Hashable, Sendable {
        /// The account.
        public var account: AccountID
        /// The profile's name.
        public var name: String?
        /// u: 0…10 000.
        public var urgency: Int
        /// The grade.
        public var grade: Grade
        /// F: 0…100.
        public var fit: Int
        /// H: 0…10 000.
        public var heat: Int
        /// The points of each kind that has any, largest first.
        public var intent: [Candidate.KindPoints]
        /// Distinct persons seen within the committee's window.
        public var persons: Int
        /// `as_of` of the list in which the account came to stay.
        public var enteredAt: Timestamp
        /// The time of the latest signal that counts.
        public var lastSignalAt: Timestamp
        /// The signals with the most points, at most three.
        public var reasons: [Reason]

        /// An entry of the given parts.
        public init(
            account: AccountID,
            name: String?,
            urgency: Int,
            grade: Grade,
            fit: Int,
            heat: Int,
            intent: [Candidate.KindPoints],
            persons: Int,
            enteredAt: Timestamp,
            lastSignalAt: Timestamp,
            reasons: [Reason]
        ) {
            self.account = account
            self.name = name
            self.urgency = urgency
            self.grade = grade
            self.fit = fit
            self.heat = heat
            self.intent = intent
            self.persons = persons
            self.enteredAt = enteredAt
            self.lastSignalAt = lastSignalAt
            self.reasons = reasons
        }
    }

    /// The list.
    public var list: ListName
    /// The latest instant of the positions.
    public var asOf: Timestamp
    /// The digest of the model.
    public var model: String
    /// The number of this publication of the list; the first is 1.
    public var sequence: Int64
    /// One position for each journal partition, in order.
    public var positions: [Position]
    /// The list as it was published before.
    public var previous: Previous
    /// The accounts in ranking order.
    public var entries: [Entry]

    /// A list of the given parts.
    public init(
        list: ListName,
        asOf: Timestamp,
        model: String,
        sequence: Int64,
        positions: [Position],
        previous: Previous,
        entries: [Entry]
    ) {
        self.list = list
        self.asOf = asOf
        self.model = model
        self.sequence = sequence
        self.positions = positions
        self.previous = previous
        self.entries = entries
    }

    /// The accounts in ranking order.
    public var members: [AccountID] { entries.map(\.account) }
}
