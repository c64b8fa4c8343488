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

    /// A score of the given parts.
    public init(
        urgency: Int,
        fit: Double,
        heat: Double,
        grade: Grade,
        intent: [Double],
        persons: Int,
        signals: Int,
        latestSignal: Timestamp?,
        disqualified: Bool
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
