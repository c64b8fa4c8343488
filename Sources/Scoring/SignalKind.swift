// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How the signals of one kind count.
public struct SignalKind: Hashable, Sendable {
    /// Turns an attribute into a strength of `floor`…1.
    public struct Curve: Hashable, Sendable {
        /// How the attribute is measured between `low` and `high`.
        public enum Scale: String, Hashable, Sendable, CaseIterable {
            /// By its logarithm: each doubling adds as much.
            case log
            /// As it is.
            case linear
        }
        /// The attribute's name.
        public var field: String
        /// How it is measured.
        public var scale: Scale
        /// The value that gives `floor`; below `high`, and above 0 on a log scale.
        public var low: Double
        /// The value that gives 1.
        public var high: Double
        /// The strength at and below `low`, and of a signal without the attribute; 0…1.
        public var floor: Double

        /// A curve over the attribute `field`.
        public init(field: String, scale: Scale, low: Double, high: Double, floor: Double = 0) {
            self.field = field
            self.scale = scale
            self.low = low
            self.high = high
            self.floor = floor
        }
    }

    /// Multiplies the strength when a word occurs.
    public struct Boost: Hashable, Sendable {
        /// The attribute's name.
        public var field: String
        /// Any of these, as a whole word (or words) and in any case, makes the boost apply.
        public var matchesAny: [String]
        /// The factor; above 0.
        public var times: Double

        /// A boost by `times` when any of `matchesAny` occurs in `field`.
        public init(field: String, matchesAny: [String], times: Double) {
            self.field = field
            self.matchesAny = matchesAny
            self.times = times
        }
    }

    /// Counts signals that tell of the same thing once.
    public struct Collapse: Hashable, Sendable {
        /// How far in time, in milliseconds, a signal may lie from the first of its group.
        public var window: Int64
        /// The attributes in which the signals of a group are equal; at least one.
        public var by: [String]

        /// Collapses signals equal in `by` within `window` milliseconds.
        public init(window: Int64, by: [String]) {
            self.window = window
            self.by = by
        }
    }

    /// The kind's name, such as `funding`.
    public var name: String
    /// w: points of a fresh signal of strength 1 before saturation; below 0 for a kind that dampens; never 0.
    public var weight: Double
    /// h: milliseconds in which a contribution halves; above 0.
    public var halfLife: Int64
    /// The most points that the kind can add (or take); above 0.
    public var cap: Double
    /// How strength follows from an attribute; nil for strength 1.
    public var curve: Curve?
    /// Factors on the strength, in order.
    public var boosts: [Boost]
    /// When signals count once; nil for never.
    public var collapse: Collapse?
    /// How many signals of one person on one UTC day count; nil for all.
    public var perPersonPerDay: Int?

    /// A kind of the given parts.
    public init(
        name: String,
        weight: Double,
        halfLife: Int64,
        cap: Double,
        curve: Curve? = nil,
        boosts: [Boost] = [],
        collapse: Collapse? = nil,
        perPersonPerDay: Int? = nil
    ) {
        self.name = name
        self.weight = weight
        self.halfLife = halfLife
        self.cap = cap
        self.curve = curve
        self.boosts = boosts
        self.collapse = collapse
        self.perPersonPerDay = perPersonPerDay
    }
}
