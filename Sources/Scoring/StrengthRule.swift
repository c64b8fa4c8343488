// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// How strong the signals of one kind are, prepared from the model for the fold.
struct StrengthRule: Sendable {
    /// A boost with its words folded.
    private struct Boost: Sendable {
        let field: String
        let words: [[UInt8]]
        let times: Double
    }

    private let curve: SignalKind.Curve?
    /// f(low) and f(high) − f(low).
    private let origin: Double
    private let span: Double
    private let boosts: [Boost]

    /// The rule of `kind`.
    init(_ kind: SignalKind) {
        curve = kind.curve
        let low = kind.curve.map { Self.measure($0.low, $0.scale) } ?? 0
        let high = kind.curve.map { Self.measure($0.high, $0.scale) } ?? 1
        origin = low
        span = high - low
        boosts = kind.boosts.map { boost in
            Boost(field: boost.field, words: boost.matchesAny.map(FoldedText.bytes), times: boost.times)
        }
    }

    /// s: the strength of `signal`, its place on the curve times every boost that applies, in the model's order.
    func strength(of signal: Signal) -> Double {
        var strength = curve.map { place(of: signal, on: $0) } ?? 1
        for boost in boosts where applies(boost, to: signal) {
            strength *= boost.times
        }
        return strength
    }

    private func place(of signal: Signal, on curve: SignalKind.Curve) -> Double {
        guard case .number(let x) = signal[attribute: curve.field], curve.scale == .linear || x > 0 else {
            return curve.floor
        }
        let share = (Self.measure(x, curve.scale) - origin) / span
        let clamped = share > 0 ? (share < 1 ? share : 1) : 0
        return curve.floor + (1 - curve.floor) * clamped
    }

    private func applies(_ boost: Boost, to signal: Signal) -> Bool {
        switch signal[attribute: boost.field] {
        case .string(let text):
            boost.words.contains { FoldedText.contains(text, word: $0) }
        case .strings(let texts):
            boost.words.contains { word in texts.contains { FoldedText.contains($0, word: word) } }
        case .number, .boolean, nil:
            false
        }
    }

    private static func measure(_ x: Double, _ scale: SignalKind.Curve.Scale) -> Double {
        scale == .log ? Logarithm.log(x) : x
    }
}
