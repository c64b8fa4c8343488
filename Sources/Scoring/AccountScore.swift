// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// An account's score at one moment, as the formula of docs/scoring.md gives it.
public struct AccountScore: Hashable, Sendable {
    /// u: urgency in hundredths of a point, 0…10 000; what order, thresholds and hysteresis use.
    public var urgency: Int
    /// F: how close the account is to the ideal customer, 0…1.
    public var fit: Double
    /// H: how strong its intent is, 0…100.
    public var heat: Double
    /// The grade by fit and heat.
    public var grade: Grade
    /// S: the points of each kind, in the model's order of kinds.
    public var intent: [Double]
    /// p: distinct persons seen within the committee's window.
    public var persons: Int
    /// How many signals count (evicted ones included).
    public var signals: Int
    /// The latest time of a signal that counts; nil without one.
    public var latestSignal: Timestamp?
    /// Whether a disqualifier of the ICP holds.
    public var disqualified: Bool

    /// A score of the given parts; without them one to be filled in by `AccountTable.score(at:asOf:into:)`.
    public init(
        urgency: Int = 0,
        fit: Double = 0,
        heat: Double = 0,
        grade: Grade = Grade(fit: 3, heat: 3),
        intent: [Double] = [],
        persons: Int = 0,
        signals: Int = 0,
        latestSignal: Timestamp? = nil,
        disqualified: Bool = false
    ) {
        self.urgency = urgency
        self.fit = fit
        self.heat = heat
        self.grade = grade
        self.intent = intent
        self.persons = persons
        self.signals = signals
        self.latestSignal = latestSignal
        self.disqualified = disqualified
    }
}
