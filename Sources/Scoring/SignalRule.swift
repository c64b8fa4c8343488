// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// How the signals of one kind are read, prepared from the model for the fold: names are in UTF-8.
final class SignalRule: Sendable {
    /// A boost with its words folded.
    private struct Boost: Sendable {
        let field: [UInt8]
        let words: [[UInt8]]
        let times: Double
    }

    /// The kind's name.
    let name: [UInt8]
    /// h: milliseconds in which a contribution halves.
    let halfLife: Int64
    /// How many signals of one person on one UTC day count; nil for all.
    let perPersonPerDay: Int?
    /// How far in milliseconds a signal may lie from the first of its group; nil without groups.
    let window: Int64?
    private let curve: SignalKind.Curve?
    private let curveField: [UInt8]
    /// f(low) and f(high) − f(low).
    private let origin: Double
    private let span: Double
    private let boosts: [Boost]
    /// The attributes in which the signals of a group are equal; nil without groups.
    private let groupFields: [[UInt8]]?

    /// The rule of `kind`.
    init(_ kind: SignalKind) {
        name = Array(kind.name.utf8)
        halfLife = kind.halfLife
        perPersonPerDay = kind.perPersonPerDay
        window = kind.collapse?.window
        curve = kind.curve
        curveField = kind.curve.map { Array($0.field.utf8) } ?? []
        groupFields = kind.collapse.map { $0.by.map { Array($0.utf8) } }
        let low = kind.curve.map { Self.measure($0.low, $0.scale) } ?? 0
        let high = kind.curve.map { Self.measure($0.high, $0.scale) } ?? 1
        origin = low
        span = high - low
        boosts = kind.boosts.map { boost in
            Boost(
                field: Array(boost.field.utf8),
                words: boost.matchesAny.map(FoldedText.bytes),
                times: boost.times
            )
        }
    }

    /// s: the strength of `signal`, its place on the curve times every boost that applies, in the model's order.
    func strength(of signal: borrowing CompactSignal) -> Double {
        var strength = 1.0
        if let curve { strength = place(of: signal, on: curve) }
        for boost in boosts where applies(boost, to: signal) { strength *= boost.times }
        return strength
    }

    /// The hash of what signals must have in common to count once; nil where nothing is.
    func groupKey(of signal: borrowing CompactSignal) -> UInt64? {
        guard let groupFields else { return nil }
        return CollapseKey.key(of: signal, by: groupFields)
    }

    private func place(of signal: borrowing CompactSignal, on curve: SignalKind.Curve) -> Double {
        let field = curveField
        guard case .number(let x) = signal[attribute: field.span], curve.scale == .linear || x > 0 else {
            return curve.floor
        }
        let share = (Self.measure(x, curve.scale) - origin) / span
        let clamped = share > 0 ? (share < 1 ? share : 1) : 0
        return curve.floor + (1 - curve.floor) * clamped
    }

    private func applies(_ boost: Boost, to signal: borrowing CompactSignal) -> Bool {
        switch signal[attribute: boost.field.span] {
        case .text(let text): return holds(boost, signal.bytes.span.extracting(text))
        case .texts(let texts):
            for place in texts {
                if holds(boost, signal.bytes.span.extracting(signal.lists[place])) { return true }
            }
            return false
        case .number, .boolean, nil: return false
        }
    }

    private func holds(_ boost: Boost, _ text: Span<UInt8>) -> Bool {
        for word in boost.words {
            if FoldedText.contains(text, word: word.span) { return true }
        }
        return false
    }

    private static func measure(_ x: Double, _ scale: SignalKind.Curve.Scale) -> Double {
        scale == .log ? Logarithm.log(x) : x
    }
}
