// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// What a mapping does to a record that is one signal, in the form in which it is done quickest.
///
/// `Mapping` says it in the words of its file; here every member of a record that is looked at has a number, and all
/// else are plain values without memory of their own, so that a record is mapped without an allocation or a copy.
/// What has no place here is left to `Ingestor.process`: fanning out, headers and keys, look-ups, cutting and
/// plucking, patterns, and every event but a signal. So is each record that is not as most are.
struct RowPlan: Sendable {
    /// A constant.
    enum Constant {
        /// A text: a range of `texts`.
        case text(Range<Int>)
        case number(Double)
        case boolean(Bool)
    }

    /// Where a value is found.
    enum Place {
        /// A member of the record, by its number.
        case member(Int)
        /// Within a member: its number, and where in `pointers` stands the path from there.
        case inner(member: Int, pointer: Int)
        /// The record itself.
        case record
        /// Kafka's timestamp of the record.
        case timestamp
        case constant(Constant)
    }

    /// A value and how it is made; see `FieldExpression`.
    struct Field {
        /// Where to look: a range of `places`.
        var places: Range<Int>
        /// The member that is the first of them, if the value is a text of it as it stands.
        var member: Int?
        var conversion: FieldExpression.Conversion
        var isLowercased: Bool
        /// Where in `maps` its map stands.
        var map: Int?
        var scale: Double?
        var fallback: Constant?
        var isRequired: Bool
    }

    /// Texts and what they become.
    struct ValueMap {
        /// Texts in lower case, ranges of `texts`, and their values.
        var values: [(text: Range<Int>, value: Constant)]
        /// What any other text becomes; nil where it stays.
        var unmapped: Unmapped
    }

    /// What becomes of a text that a map does not name.
    enum Unmapped {
        case keep
        case drop
        case replace(Constant)
    }

    /// What a value must be.
    enum Test {
        /// One of these texts in lower case: a range of `choices`.
        case isOneOf(Range<Int>)
        case exists
        /// Something that only the long way can tell of a value that is there.
        case other
    }

    /// A condition.
    struct Condition {
        var place: Place
        var test: Test
        var isNegated: Bool
    }

    /// An attribute, its name a range of `texts`.
    struct Attribute {
        var name: Range<Int>
        var field: Field
    }

    /// Attributes of all members of an object whose names begin with `prefix`.
    struct Spread {
        var object: Place
        /// A range of `texts`.
        var prefix: Range<Int>
        var conversion: FieldExpression.Conversion
    }

    /// Something that may name the account.
    struct Candidate {
        var identifier: Identifier
        var field: Field
    }

    /// What a value says about an account.
    enum Identifier {
        case domain
        case url
        case email
        /// What only the long way explains.
        case alias
    }

    /// A place to look for a moment, and how it may be written.
    struct Moment {
        /// A range of `places`.
        var places: Range<Int>
        /// A range of `formats`.
        var formats: Range<Int>
    }

    /// A name or id that is learned.
    struct Alias {
        var namespace: String
        var field: Field
    }

    /// How the signal is made.
    struct Signal {
        var accounts: [Candidate]
        var source: Field
        var id: [Field]
        var isDigest: Bool
        var times: [Moment]
        var notAfter: Moment?
        var kind: Field
        var attributes: [Attribute]
        var spreads: [Spread]
        var person: Field?
        var vendor: Field?
        var aliases: [Alias]
    }

    /// A rule: its conditions, and where in `signals` stands what it makes; nil if it does something else.
    struct Rule {
        var conditions: [Condition]
        var signal: Int?
    }

    /// The members that are looked at.
    let names: MemberNames
    let rules: [Rule]
    let signals: [Signal]
    let places: [Place]
    let pointers: [JSONPointer]
    let maps: [ValueMap]
    let choices: [Range<Int>]
    let formats: [TimeExpression.Format]
    /// With which bytes names begin that spreads of the record take: a bit for each, by its last six bits.
    private let spreadStarts: UInt64
    /// All texts, in UTF-8.
    let texts: [UInt8]

    /// Whether a spread of the record may take a member of this name; false for most that none takes.
    func maySpread(_ name: Span<UInt8>) -> Bool {
        spreadStarts & (name.isEmpty ? .max : Self.bit(name[0])) != 0
    }

    private static func bit(_ byte: UInt8) -> UInt64 { 1 << UInt64(byte & 63) }

    /// The plan that `compiler` has written.
    init(_ compiler: RowPlanCompiler, rules: [Rule]) {
        names = compiler.names
        signals = compiler.signals
        places = compiler.places
        pointers = compiler.pointers
        maps = compiler.maps
        choices = compiler.choices
        formats = compiler.formats
        texts = compiler.texts
        var starts: UInt64 = 0
        for spread in compiler.signals.flatMap(\.spreads) {
            guard case .record = spread.object else { continue }
            starts |= spread.prefix.first.map { Self.bit(compiler.texts[$0]) } ?? .max
        }
        spreadStarts = starts
        self.rules = rules
    }
}
