// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension ScalarValue {
    /// The value with its text, or each text of its list, changed.
    func mapText(_ change: (String) -> String) -> ScalarValue {
        switch self {
        case .text(let text): .text(change(text))
        case .list(let words): .list(words.map(change))
        default: self
        }
    }

    /// The value that a value map says; nil where it drops the value.
    func replaced(by map: [String: AttributeValue], unmapped: FieldExpression.Unmapped) -> ScalarValue? {
        func replacement(_ value: ScalarValue) -> ScalarValue? {
            if let text = value.text, let found = map[FoldedText.folded(text)] { return ScalarValue(found) }
            switch unmapped {
            case .keep: return value
            case .drop: return nil
            case .replace(let constant): return ScalarValue(constant)
            }
        }
        guard case .list(let words) = self else { return replacement(self) }
        let replaced = words.compactMap { replacement(.text($0))?.text }
        return replaced.isEmpty ? nil : .list(replaced)
    }

    /// The value as what the mapping says it is.
    func converted(to conversion: FieldExpression.Conversion, name: String) throws(IngestFault) -> ScalarValue
    {
        switch (conversion, self) {
        case (.asIs, _), (.list, .list), (.number, .integer), (.number, .number), (.boolean, .boolean),
            (.text, .text):
            return self
        case (.text, _):
            if let text { return .text(text) }
        case (.list, _):
            if let text { return .list([text]) }
        case (.number, .text(let text)):
            if let number = Self.number(text) { return .number(number) }
        case (.boolean, .text(let text)):
            if let flag = Self.boolean(text) { return .boolean(flag) }
        case (.inferred, .text(let text)):
            if let number = Self.number(text) { return .number(number) }
            switch FoldedText.folded(Self.trimmed(text)) {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            default: return self
            }
        case (.inferred, _):
            return self
        case (.boolean, .integer(0)): return .boolean(false)
        case (.boolean, .integer(1)): return .boolean(true)
        case (.number, _), (.boolean, _):
            break
        }
        throw IngestFault(.badValue, "\(name) is not a \(conversion.rawValue)")
    }

    /// A number multiplied; anything else is an error.
    func scaled(by scale: Double, name: String) throws(IngestFault) -> ScalarValue {
        let number: Double
        switch self {
        case .integer(let whole): number = Double(whole)
        case .number(let value): number = value
        default: throw IngestFault(.badValue, "\(name) is not a number")
        }
        let product = number * scale
        guard product.isFinite else { throw IngestFault(.badValue, "\(name) is too large a number") }
        return .number(product)
    }

    /// Refuses texts and lists that are too long.
    func check(_ limits: IngestLimits, name: @autoclosure () -> String) throws(IngestFault) {
        switch self {
        case .text(let text):
            guard text.utf8.count <= limits.textBytes else {
                throw IngestFault(.textTooLong, "\(name()) is a text of more than \(limits.textBytes) bytes")
            }
        case .list(let words):
            guard words.count <= limits.words else {
                let problem = "is a list of more than \(limits.words) words"
                throw IngestFault(.tooManyAttributes, "\(name()) \(problem)")
            }
            for word in words where word.utf8.count > limits.textBytes {
                let problem = "holds a text of more than \(limits.textBytes) bytes"
                throw IngestFault(.textTooLong, "\(name()) \(problem)")
            }
        default:
            break
        }
    }
}
