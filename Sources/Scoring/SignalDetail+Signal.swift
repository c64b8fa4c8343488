// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension SignalDetail {
    /// How many attributes are kept.
    private static let attributeLimit = 4
    /// How many bytes of a text are kept.
    private static let textLimit = 80

    /// What is worth keeping of `signal`: the first four of `names` that it has.
    ///
    /// A list is kept as one text, its elements joined by `, `.
    public init(of signal: Signal) {
        self.init()
        for name in Self.names {
            guard let value = signal[attribute: name] else { continue }
            attributes.append(Attribute(name, Self.cut(value)))
            if attributes.count == Self.attributeLimit { return }
        }
    }

    private static func cut(_ value: AttributeValue) -> AttributeValue {
        switch value {
        case .string(let text): .string(cut(text))
        case .strings(let texts): .string(cut(texts.joined(separator: ", ")))
        case .number, .boolean: value
        }
    }

    /// The longest prefix of whole Unicode scalars within the limit.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > textLimit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: textLimit)
        while text.utf8[end] & 0xc0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
