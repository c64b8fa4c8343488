// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What turns an account's signals and profile into its urgency; the part of the model file that the score needs.
///
/// Its values have been checked (`Configuration` refuses nonsense with file, line and key).
public struct ScoringModel: Hashable, Sendable {
    /// The largest `accountMemory` with which no state record exceeds 256 KiB (docs/records.md has the arithmetic).
    public static let largestAccountMemory = 512

    /// The kinds of signal that count, in byte order of their names.
    public var kinds: [SignalKind]
    /// The reward for signals of several kinds at once.
    public var convergence: Convergence
    /// The reward for several persons of one buying committee.
    public var committee: Committee
    /// τ: the intent at which heat reaches 63; above 0.
    public var saturation: Double
    /// φ: the share of heat that counts whatever the fit, 0…1.
    public var fitFloor: Double
    /// The ideal customer profile.
    public var idealCustomer: IdealCustomerProfile
    /// Where the letters and digits of a grade begin.
    public var grades: GradeThresholds
    /// How many signals an account remembers; at least 1.
    public var accountMemory: Int

    /// A model of the given parts; `kinds` are put into byte order of their names.
    public init(
        kinds: [SignalKind],
        convergence: Convergence = Convergence(),
        committee: Committee = Committee(),
        saturation: Double = 30,
        fitFloor: Double = 0.1,
        idealCustomer: IdealCustomerProfile = IdealCustomerProfile(),
        grades: GradeThresholds = GradeThresholds(),
        accountMemory: Int = 512
    ) {
        self.kinds = kinds.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.convergence = convergence
        self.committee = committee
        self.saturation = saturation
        self.fitFloor = fitFloor
        self.idealCustomer = idealCustomer
        self.grades = grades
        self.accountMemory = accountMemory
    }
}
