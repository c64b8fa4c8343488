// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension FieldTest: CustomStringConvertible {
    /// The test as model files write it, such as `in: [software, fintech]`.
    public var description: String {
        switch self {
        case .isIn(let values): "in: [\(values.map(Self.text).joined(separator: ", "))]"
        case .range(let low, let high, let softLow, let softHigh):
            "range: [\(Self.text(low)), \(Self.text(high))]" + Self.soft(softLow, softHigh)
        case .hasAny(let words): "has_any: [\(words.joined(separator: ", "))]"
        case .hasAll(let words): "has_all: [\(words.joined(separator: ", "))]"
        }
    }

    private static func soft(_ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return "" }
        return ", soft: [\(text(low)), \(text(high))]"
    }

    private static func text(_ value: AttributeValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): text(number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .strings(let words): "[\(words.joined(separator: ", "))]"
        }
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? "\(number)"
    }
}
