// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension FieldTest {
    /// How well `value` passes: 0…1; nil where the test cannot tell (a range over what is not a number).
    public func score(_ value: AttributeValue) -> Double? {
        switch self {
        case .range(let low, let high, let softLow, let softHigh):
            guard case .number(let x) = value else { return nil }
            return Self.score(x, low, high, softLow, softHigh)
        case .isIn(let choices):
            return Self.matches(value, anyOf: choices) ? 1 : 0
        case .hasAny(let words):
            return words.contains { Self.words(value, contain: $0) } ? 1 : 0
        case .hasAll(let words):
            return words.allSatisfy { Self.words(value, contain: $0) } ? 1 : 0
        }
    }

    /// Whether `value` passes; a range is taken without its soft edges; nil where the test cannot tell.
    public func isPassed(by value: AttributeValue) -> Bool? {
        if case .range(let low, let high, _, _) = self {
            guard case .number(let x) = value else { return nil }
            return low <= x && x <= high
        }
        return score(value).map { $0 == 1 }
    }

    /// 1 within the range, 0 at the soft edges and beyond, a straight line between.
    private static func score(
        _ x: Double,
        _ low: Double,
        _ high: Double,
        _ softLow: Double?,
        _ softHigh: Double?
    ) -> Double {
        if x < low {
            guard let softLow, x > softLow else { return 0 }
            return (x - softLow) / (low - softLow)
        }
        if x > high {
            guard let softHigh, x < softHigh else { return 0 }
            return (softHigh - x) / (softHigh - high)
        }
        return 1
    }

    /// Whether `value`, or any of its texts, is one of `choices`.
    private static func matches(_ value: AttributeValue, anyOf choices: [AttributeValue]) -> Bool {
        choices.contains { choice in
            switch (value, choice) {
            case (.number(let left), .number(let right)): left == right
            case (.boolean(let left), .boolean(let right)): left == right
            case (.string, .string(let word)), (.strings, .string(let word)): words(value, contain: word)
            default: false
            }
        }
    }

    /// Whether `word` is the text, or one of the texts, of `value`.
    private static func words(_ value: AttributeValue, contain word: String) -> Bool {
        switch value {
        case .string(let text): FoldedText.areEqual(text, word)
        case .strings(let texts): texts.contains { FoldedText.areEqual($0, word) }
        case .number, .boolean: false
        }
    }
}
