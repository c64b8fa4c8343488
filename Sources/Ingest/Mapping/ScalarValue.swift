// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// A scalar or a list of texts, with whole numbers kept exact until it is known what they become.
enum ScalarValue {
    case text(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case list([String])

    init(_ value: AttributeValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .boolean(let flag): self = .boolean(flag)
        case .strings(let words): self = .list(words)
        }
    }

    /// The value as it stands in an event.
    var attribute: AttributeValue {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number): .number(Double(number))
        case .number(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .list(let words): .strings(words)
        }
    }

    /// The JSON form of a scalar, text without quotes; nil for a list.
    var text: String? {
        switch self {
        case .text(let text): return text
        case .integer(let number): return String(number)
        case .boolean(let flag): return flag ? "true" : "false"
        case .list: return nil
        case .number(let number):
            var writer = JSONWriter()
            writer.number(number)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    /// Whether nothing is said: blank text, or a list without elements.
    var isAbsent: Bool {
        switch self {
        case .text(let text): text.utf8.allSatisfy { $0 <= 0x20 }
        case .list(let words): words.isEmpty
        default: false
        }
    }

    /// The number that a text is, by JSON's grammar with a `+` allowed and spaces around; nil for other text.
    static func number(_ text: String) -> Double? {
        let bytes = Array(trimmed(text).utf8)
        guard bytes.count <= 64 else { return nil }
        var index = 0
        func digits() -> Int {
            let start = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
            return index - start
        }
        func skip(_ choices: UInt8...) -> Bool {
            guard index < bytes.count, choices.contains(bytes[index]) else { return false }
            index += 1
            return true
        }
        _ = skip(UInt8(ascii: "-"), UInt8(ascii: "+"))
        let whole = index
        guard digits() > 0 else { return nil }
        // A leading zero marks a code, such as a postal code, and not a number.
        guard bytes[whole] != UInt8(ascii: "0") || index == whole + 1 else { return nil }
        if skip(UInt8(ascii: ".")) { guard digits() > 0 else { return nil } }
        if skip(UInt8(ascii: "e"), UInt8(ascii: "E")) {
            _ = skip(UInt8(ascii: "-"), UInt8(ascii: "+"))
            guard digits() > 0 else { return nil }
        }
        guard index == bytes.count, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
        else {
            return nil
        }
        return value
    }

    /// The truth value that a text is; nil for other text.
    static func boolean(_ text: String) -> Bool? {
        switch FoldedText.folded(trimmed(text)) {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }

    /// The text without spaces and control characters at its ends.
    static func trimmed(_ text: String) -> String {
        var rest = text.utf8[...]
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return rest.count == text.utf8.count ? text : String(Substring(rest))
    }
}
