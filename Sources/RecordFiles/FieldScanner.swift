// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Follows the quotes of a row of separated values.
///
/// A quote opens only at the beginning of a field and is text elsewhere; text after a closing quote is kept. So do
/// the readers that people compare with.
struct FieldScanner {
    /// What a byte of a row is.
    enum Step {
        /// Text of the field.
        case text
        /// Part of the quoting.
        case quote
        /// The end of the field.
        case separator
    }

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    private let separator: UInt8
    private var state = State.fieldStart

    init(separator: UInt8) {
        self.separator = separator
    }

    /// Whether a quote is open.
    var isQuoted: Bool { state == .quoted }

    /// Begins a row.
    mutating func reset() {
        state = .fieldStart
    }

    /// Says what the next byte is.
    mutating func step(_ byte: UInt8) -> Step {
        let quote = UInt8(ascii: "\"")
        switch state {
        case .quoted:
            guard byte == quote else { return .text }
            state = .quoteInQuoted
            return .quote
        case .quoteInQuoted where byte == quote:
            state = .quoted
            return .text
        case .fieldStart where byte == quote:
            state = .quoted
            return .quote
        default:
            guard byte == separator else {
                state = .plain
                return .text
            }
            state = .fieldStart
            return .separator
        }
    }
}
