// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Scoring

/// One ranked queue that the model asks for.
public struct Queue: Hashable, Sendable {
    /// What an account must have to enter; 0 asks for nothing.
    public struct Requirements: Hashable, Sendable {
        /// Signals that count.
        public var signals: Int
        /// Distinct persons seen within the committee's window.
        public var persons: Int
        /// The profile's `reachable_contacts`.
        public var reachableContacts: Int

        /// Requirements of the given sizes.
        public init(signals: Int = 0, persons: Int = 0, reachableContacts: Int = 0) {
            self.signals = signals
            self.persons = persons
            self.reachableContacts = reachableContacts
        }
    }

    /// What keeps an account out.
    public struct Suppression: Hashable, Sendable {
        /// Stages, such as `customer`.
        public var stages: [String]
        /// Flags, such as `do_not_contact`.
        public var flags: [String]

        /// Suppression of the given stages and flags.
        public init(stages: [String] = [], flags: [String] = []) {
            self.stages = stages
            self.flags = flags
        }
    }

    /// The queue's name: `[a-z0-9-]+`.
    public var name: String
    /// Conditions that must all hold.
    public var conditions: [Condition]
    /// How many accounts a list of the queue holds at most; at least 1.
    public var size: Int
    /// The least urgency, in hundredths of a point (0…10 000).
    public var minimumUrgency: Int
    /// What an account must have.
    public var require: Requirements
    /// What keeps an account out.
    public var suppress: Suppression
    /// The profile's field that has one list for each of its values; nil for one list.
    public var partitionBy: String?
    /// h: the share of a member's urgency by which a newcomer must exceed it to take its place; 0 or more.
    public var hysteresis: Double

    /// A queue of the given parts.
    public init(
        name: String,
        conditions: [Condition] = [],
        size: Int,
        minimumUrgency: Int = 0,
        require: Requirements = Requirements(),
        suppress: Suppression = Suppression(),
        partitionBy: String? = nil,
        hysteresis: Double = 0
    ) {
        self.name = name
        self.conditions = conditions
        self.size = size
        self.minimumUrgency = minimumUrgency
        self.require = require
        self.suppress = suppress
        self.partitionBy = partitionBy
        self.hysteresis = hysteresis
    }
}
