// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Every term of one account's score at one moment, with its number, as docs/scoring.md names them.
public struct Explanation: Hashable, Sendable {
    /// One kind of signal.
    public struct Kind: Hashable, Sendable {
        /// The kind, with its weight w, cap and half-life h.
        public var kind: SignalKind
        /// The sum of its contributions at the landmark, the landmark Q, and how many count.
        public var accumulator: Accumulator
        /// A: the sum of its contributions at the moment.
        public var level: Double
        /// S: its points.
        public var points: Double
        /// Whether it counts towards the convergence.
        public var converges: Bool
    }

    /// One remembered signal.
    public struct Signal: Hashable, Sendable {
        /// What is remembered of it.
        public var signal: RememberedSignal
        /// Its kind's name.
        public var kind: String
        /// The milliseconds between when it happened and the moment.
        public var age: Int64
        /// x: what it contributes; 0 if it does not count.
        public var contribution: Double
        /// S · x / A: its share of its kind's points; 0 if it does not count.
        public var points: Double
    }

    /// One person of the buying committee.
    public struct Person: Hashable, Sendable {
        /// The hash of the person.
        public var person: UInt64
        /// When the person was last seen.
        public var lastSeen: Timestamp
        /// Whether that lies within the window.
        public var isWithinWindow: Bool
    }

    /// One criterion of the fit.
    public struct Criterion: Hashable, Sendable {
        /// The criterion.
        public var criterion: IdealCustomerProfile.Criterion
        /// The field's value; nil if it is not known.
        public var value: AttributeValue?
        /// How well it passes, 0…1; what the criterion gives for an unknown field where it is not known.
        public var score: Double
    }

    /// One disqualifier.
    public struct Disqualifier: Hashable, Sendable {
        /// The condition.
        public var condition: Condition
        /// The field's value; nil if it is not known.
        public var value: AttributeValue?
        /// Whether it holds.
        public var holds: Bool
    }

    /// The account.
    public var account: AccountID
    /// The moment, `as_of`.
    public var time: Timestamp
    /// The kinds, in the model's order.
    public var kinds: [Kind]
    /// The remembered signals, in journal order.
    public var signals: [Signal]
    /// How many signals count without being remembered any longer.
    public var evictedSignals: Int
    /// ΣS: the sum of the kinds' points.
    public var pointsSum: Double
    /// n: the kinds that count towards the convergence.
    public var convergingKinds: Int
    /// C: the factor for them.
    public var convergenceFactor: Double
    /// The remembered persons, in order of when they were last seen.
    public var committee: [Person]
    /// p: those within the window.
    public var persons: Int
    /// B: the factor for them.
    public var committeeFactor: Double
    /// I: the intent.
    public var intent: Double
    /// τ.
    public var saturation: Double
    /// H: the heat, 0…100.
    public var heat: Double
    /// The criteria of the fit, in the model's order.
    public var criteria: [Criterion]
    /// The disqualifiers, in the model's order.
    public var disqualifiers: [Disqualifier]
    /// F: the fit, and whether a disqualifier makes it 0.
    public var fit: Fit
    /// φ.
    public var fitFloor: Double
    /// U: the urgency before it is rounded.
    public var exactUrgency: Double
    /// The whole score as it is ranked.
    public var score: AccountScore
    /// The dispositions that are in force or were.
    public var dispositions: [DispositionRecord]
    /// The account that this one turned out to be an alias of.
    public var supersededBy: AccountID?
    /// The profile.
    public var profile: Profile
}
