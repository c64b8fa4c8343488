// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension SignalDetail {
    /// How many attributes are kept.
    private static let attributeLimit = 4
    /// How many bytes of a text are kept.
    private static let textLimit = 80
    /// How many bytes of all texts together are kept.
    private static let totalLimit = 160

    /// What is worth keeping of `signal`: the first four of `names` that it has.
    ///
    /// A list is kept as one text, its elements joined by `, `.
    public init(of signal: Signal) {
        self.init()
        var room = Self.totalLimit
        guard !signal.attributes.isEmpty else { return }
        attributes.reserveCapacity(min(signal.attributes.count, Self.attributeLimit))
        for name in Self.names {
            guard let value = signal[attribute: name] else { continue }
            attributes.append(Attribute(name, Self.cut(value, room: &room)))
            if attributes.count == Self.attributeLimit { return }
        }
    }

    private static func cut(_ value: AttributeValue, room: inout Int) -> AttributeValue {
        switch value {
        case .string(let text): cut(text, room: &room)
        case .strings(let texts): cut(texts.joined(separator: ", "), room: &room)
        case .number, .boolean: value
        }
    }

    private static func cut(_ text: String, room: inout Int) -> AttributeValue {
        let kept = KeptText.cut(text, to: min(textLimit, room))
        room -= kept.utf8.count
        return .string(kept)
    }
}
