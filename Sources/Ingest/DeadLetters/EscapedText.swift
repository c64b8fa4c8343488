// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Text of unknown origin made safe for headers, logs and terminals.
enum EscapedText {
    /// `text` with control, format and private characters as `\u{…}`, cut to at most `limit` bytes.
    ///
    /// The cut falls between characters and is marked by `…`, which counts.
    static func escaped(_ text: String, limit: Int) -> String {
        let mark = "…"
        var result = ""
        // The result up to which the mark still fits.
        var lastFit = result.startIndex
        var size = 0
        for scalar in text.unicodeScalars {
            let piece = isSafe(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
            size += piece.utf8.count
            guard size <= limit else { return result[..<lastFit] + mark }
            result += piece
            if size + mark.utf8.count <= limit { lastFit = result.endIndex }
        }
        return result
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            false
        default: true
        }
    }
}
