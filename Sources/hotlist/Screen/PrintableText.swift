// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Text as a terminal shows it: vendors write names and reasons, and terminals obey what is written to them.
enum PrintableText {
    /// `text` without what would move the cursor, change colours or turn the direction of writing.
    static func clean(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isHarmless(scalar) ? scalar : " ") }
        return String(clean)
    }

    /// How many columns `text` takes.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// `text` in at most `columns` columns; what is cut off is marked by an ellipsis.
    static func cut(_ text: String, to columns: Int) -> String {
        if width(text) <= columns { return text }
        guard columns > 0 else { return "" }
        var left = columns - 1
        var cut = ""
        for character in text {
            let needed = width(String(character))
            if needed > left { break }
            left -= needed
            cut.append(character)
        }
        return cut + "…"
    }

    /// `text` in exactly `columns` columns.
    static func fit(_ text: String, to columns: Int, atRight: Bool = false) -> String {
        let cut = cut(text, to: columns)
        let space = String(repeating: " ", count: max(0, columns - width(cut)))
        return atRight ? space + cut : cut + space
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        // Joiners belong to what they join; the others of this category turn the direction.
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The blocks that terminals show two columns wide: Hangul, CJK, full-width forms, emoji.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD,
    ]
}
