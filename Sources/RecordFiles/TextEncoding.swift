// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How the text of a file is written in bytes; all of them hold ASCII as it is.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// ISO 8859-1.
    case latin1
    /// Mac OS Roman, in which old spreadsheet exports come.
    case macroman

    /// The UTF-8 of the bytes 0x80 to 0xFF; nil for UTF-8 itself, which needs none.
    var upperHalf: [[UInt8]]? {
        switch self {
        case .utf8: nil
        case .latin1: Self.latin1Upper
        case .macroman: Self.macromanUpper
        }
    }

    private static let latin1Upper: [[UInt8]] = (0x80...0xFF).map { [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }

    private static let macromanUpper: [[UInt8]] = {
        let text =
            "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
            + "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
            + "¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ"
            + "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
        return text.unicodeScalars.map { Array(String($0).utf8) }
    }()
}
