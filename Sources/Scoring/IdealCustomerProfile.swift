// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a good customer looks like: criteria that make up the fit, and conditions that rule an account out.
public struct IdealCustomerProfile: Hashable, Sendable {
    /// One criterion of the fit, scored 0…1.
    public struct Criterion: Hashable, Sendable {
        /// The profile's field.
        public var field: String
        /// What the field is held against.
        public var test: FieldTest
        /// How much the criterion counts in the weighted mean; above 0.
        public var weight: Double
        /// The score of an account whose field is not known; 0…1.
        public var unknown: Double

        /// A criterion on `field`.
        public init(field: String, test: FieldTest, weight: Double = 1, unknown: Double = 0.5) {
            self.field = field
            self.test = test
            self.weight = weight
            self.unknown = unknown
        }
    }

    /// The criteria; without any the fit is 1.
    public var criteria: [Criterion]
    /// Any of these that holds makes the fit 0 and the account ineligible.
    public var disqualify: [Condition]

    /// A profile of the given criteria and disqualifiers.
    public init(criteria: [Criterion] = [], disqualify: [Condition] = []) {
        self.criteria = criteria
        self.disqualify = disqualify
    }
}
