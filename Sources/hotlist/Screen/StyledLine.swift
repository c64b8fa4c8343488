// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One line of a terminal, in pieces of different styles.
struct StyledLine: Hashable {
    /// How a piece looks where colours are wanted; nothing is said by colour alone.
    enum Style: Hashable {
        case plain, strong, faint, good, bad, notable
    }

    /// A piece of one style.
    struct Piece: Hashable {
        var text: String
        var style: Style
    }

    private(set) var pieces: [Piece]

    /// A line of one piece.
    init(_ text: String = "", _ style: Style = .plain) {
        pieces = text.isEmpty ? [] : [Piece(text: text, style: style)]
    }

    /// Adds a piece at the end.
    mutating func append(_ text: String, _ style: Style = .plain) {
        pieces.append(Piece(text: text, style: style))
    }

    /// The text without its styles.
    var text: String { pieces.map(\.text).joined() }

    /// The line in at most `columns` columns, with the terminal's codes for styles where `isColored`.
    func rendered(columns: Int, isColored: Bool) -> String {
        var left = columns
        var line = ""
        for piece in pieces where left > 0 {
            let text = PrintableText.cut(piece.text, to: left)
            left -= PrintableText.width(text)
            line += isColored ? piece.style.code + text + piece.style.end : text
        }
        guard !isColored else { return line }
        // Spaces at the end of a line are nothing that files need.
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension StyledLine.Style {
    /// Select graphic rendition (ECMA-48).
    fileprivate var code: String {
        switch self {
        case .plain: ""
        case .strong: "\u{1B}[1m"
        case .faint: "\u{1B}[2m"
        case .good: "\u{1B}[32m"
        case .bad: "\u{1B}[31m"
        case .notable: "\u{1B}[36m"
        }
    }

    fileprivate var end: String { self == .plain ? "" : "\u{1B}[0m" }
}
