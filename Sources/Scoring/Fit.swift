// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How close an account is to the ideal customer.
public struct Fit: Hashable, Sendable {
    /// F: the weighted mean of the criteria's scores, 0…1; 0 if disqualified, 1 without criteria.
    public var value: Double
    /// Whether a disqualifier holds.
    public var isDisqualified: Bool

    init(value: Double, isDisqualified: Bool) {
        self.value = value
        self.isDisqualified = isDisqualified
    }

    /// The fit of `profile` to `ideal`.
    public init(of profile: Profile, to ideal: IdealCustomerProfile) {
        isDisqualified = ideal.disqualify.contains { $0.holds(for: profile) }
        value = isDisqualified ? 0 : Self.mean(of: profile, over: ideal.criteria)
    }

    /// The weighted mean whether or not a disqualifier holds: sums in the model's order, then one division.
    static func mean(of profile: Profile, over criteria: [IdealCustomerProfile.Criterion]) -> Double {
        var sum = 0.0
        var weights = 0.0
        let span = criteria.span
        for place in span.indices {
            sum += span[place].weight * span[place].score(for: profile)
            weights += span[place].weight
        }
        return weights > 0 ? sum / weights : 1
    }
}

extension IdealCustomerProfile.Criterion {
    /// Its score for an account of this profile, 0…1; `unknown` where the field is not known or cannot be tested.
    public func score(for profile: Profile) -> Double {
        profile[field: field].flatMap(test.score) ?? unknown
    }
}
