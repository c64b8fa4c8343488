// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a model asks for, as plain values: how to fold, how to score, which queues.
package struct ReferenceRules: Hashable, Sendable {
    package struct Kind: Hashable, Sendable {
        package struct Curve: Hashable, Sendable {
            package var field: String
            package var isLogarithmic: Bool
            package var low: Double
            package var high: Double
            package var floor: Double

            package init(
                field: String,
                isLogarithmic: Bool,
                low: Double,
                high: Double,
                floor: Double
            ) {
                self.field = field
                self.isLogarithmic = isLogarithmic
                self.low = low
                self.high = high
                self.floor = floor
            }
        }
        package struct Boost: Hashable, Sendable {
            package var field: String
            package var words: [String]
            package var times: Double

            package init(
                field: String,
                words: [String],
                times: Double
            ) {
                self.field = field
                self.words = words
                self.times = times
            }
        }

        package var name: String
        package var weight: Double
        /// Milliseconds.
        package var halfLife: Int64
        package var cap: Double
        package var curve: Curve?
        package var boosts: [Boost]
        /// Milliseconds; nil where nothing collapses.
        package var collapseWindow: Int64?
        package var collapseBy: [String]
        package var perPersonPerDay: Int?

        package init(
            name: String,
            weight: Double,
            halfLife: Int64,
            cap: Double,
            curve: Curve?,
            boosts: [Boost],
            collapseWindow: Int64?,
            collapseBy: [String],
            perPersonPerDay: Int?
        ) {
            self.name = name
            self.weight = weight
            self.halfLife = halfLife
            self.cap = cap
            self.curve = curve
            self.boosts = boosts
            self.collapseWindow = collapseWindow
            self.collapseBy = collapseBy
            self.perPersonPerDay = perPersonPerDay
        }
    }

    package enum Test: Hashable, Sendable {
        case isIn([ReferenceValue])
        case range(low: Double, high: Double, softLow: Double?, softHigh: Double?)
        case hasAny([String])
        case hasAll([String])
    }

    package struct Criterion: Hashable, Sendable {
        package var field: String
        package var test: Test
        package var weight: Double
        package var unknown: Double

        package init(
            field: String,
            test: Test,
            weight: Double,
            unknown: Double
        ) {
            self.field = field
            self.test = test
            self.weight = weight
            self.unknown = unknown
        }
    }

    package struct Condition: Hashable, Sendable {
        package var field: String
        package var test: Test
        package var unknown: Bool

        package init(
            field: String,
            test: Test,
            unknown: Bool
        ) {
            self.field = field
            self.test = test
            self.unknown = unknown
        }
    }

    package struct Queue: Hashable, Sendable {
        package var name: String
        package var conditions: [Condition]
        package var size: Int
        /// Hundredths.
        package var minimumUrgency: Int
        package var signals: Int
        package var persons: Int
        package var reachableContacts: Int
        package var suppressedStages: [String]
        package var suppressedFlags: [String]
        package var partitionBy: String?
        package var hysteresis: Double

        package init(
            name: String,
            conditions: [Condition],
            size: Int,
            minimumUrgency: Int,
            signals: Int,
            persons: Int,
            reachableContacts: Int,
            suppressedStages: [String],
            suppressedFlags: [String],
            partitionBy: String?,
            hysteresis: Double
        ) {
            self.name = name
            self.conditions = conditions
            self.size = size
            self.minimumUrgency = minimumUrgency
            self.signals = signals
            self.persons = persons
            self.reachableContacts = reachableContacts
            self.suppressedStages = suppressedStages
            self.suppressedFlags = suppressedFlags
            self.partitionBy = partitionBy
            self.hysteresis = hysteresis
        }
    }

    /// In byte order of their names.
    package var kinds: [Kind]
    package var convergenceBonus: Double
    package var convergenceThreshold: Double
    package var committeeBonus: Double
    /// Milliseconds.
    package var committeeWindow: Int64
    package var committeeLimit: Int
    package var saturation: Double
    package var fitFloor: Double
    package var criteria: [Criterion]
    package var disqualify: [Condition]
    /// The three thresholds of the letters, and of the digits.
    package var fitGrades: [Double]
    package var heatGrades: [Double]
    package var accountMemory: Int
    package var queues: [Queue]

    package init(
        kinds: [Kind],
        convergenceBonus: Double,
        convergenceThreshold: Double,
        committeeBonus: Double,
        committeeWindow: Int64,
        committeeLimit: Int,
        saturation: Double,
        fitFloor: Double,
        criteria: [Criterion],
        disqualify: [Condition],
        fitGrades: [Double],
        heatGrades: [Double],
        accountMemory: Int,
        queues: [Queue]
    ) {
        self.kinds = kinds
        self.convergenceBonus = convergenceBonus
        self.convergenceThreshold = convergenceThreshold
        self.committeeBonus = committeeBonus
        self.committeeWindow = committeeWindow
        self.committeeLimit = committeeLimit
        self.saturation = saturation
        self.fitFloor = fitFloor
        self.criteria = criteria
        self.disqualify = disqualify
        self.fitGrades = fitGrades
        self.heatGrades = heatGrades
        self.accountMemory = accountMemory
        self.queues = queues
    }
}
