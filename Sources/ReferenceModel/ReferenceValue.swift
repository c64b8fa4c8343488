// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The value of a signal's attribute or a profile's field.
package enum ReferenceValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case texts([String])

    /// The value in `json`; nil for null and for what is not flat.
    init?(_ json: ReferenceJSON) {
        switch json {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .flag(let flag): self = .flag(flag)
        case .array(let elements): self = .texts(elements.compactMap(\.text))
        case .object, .null: return nil
        }
    }

    /// Its words in small letters: of a set all, of a text the one, otherwise none.
    var words: [String] {
        switch self {
        case .text(let text): [text.lowercased()]
        case .texts(let texts): texts.map { $0.lowercased() }
        case .number, .flag: []
        }
    }

    /// What is equal for values that collapse, and for no others.
    var equality: String {
        switch self {
        case .text(let text): "s" + text.lowercased()
        case .number(let number): "n\(number)"
        case .flag(let flag): "b\(flag)"
        case .texts(let texts): "l" + texts.map { $0.lowercased() }.joined(separator: "\u{0}")
        }
    }
}
