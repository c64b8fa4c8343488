// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// JSON in the making, safe to show on a terminal and to keep in a log.
///
/// Beyond what JSON demands it escapes all that can move a cursor, colour a terminal, reorder text or break a
/// line: control characters of both ranges, bidirectional marks, line and paragraph separators.
struct JSONText {
    /// The UTF-8 bytes written so far.
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Opens an object.
    mutating func openObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    /// Closes the object that was opened last.
    mutating func closeObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Opens an array.
    mutating func openArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    /// Closes the array that was opened last.
    mutating func closeArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes the name of the member whose value comes next.
    mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, cut after `limit` bytes of UTF-8.
    mutating func string(_ text: String, limit: Int = .max) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        Self.escape(text, limit: limit, into: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a number, `true` or `false`, whose text must be JSON already.
    mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Writes an array of strings.
    mutating func strings(_ texts: [String]) {
        openArray()
        for text in texts { string(text) }
        closeArray()
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// Appends `text` with everything escaped that could do harm, cut after `limit` bytes of the text.
    static func escape(_ text: String, limit: Int, into bytes: inout [UInt8]) {
        var taken = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if width > limit - taken {
                let left = text.utf8.count - taken
                bytes.append(contentsOf: "… (\(left) bytes cut)".utf8)
                return
            }
            taken += width
            switch scalar {
            case "\"": bytes.append(contentsOf: #"\""#.utf8)
            case "\\": bytes.append(contentsOf: #"\\"#.utf8)
            case "\n": bytes.append(contentsOf: #"\n"#.utf8)
            case "\r": bytes.append(contentsOf: #"\r"#.utf8)
            case "\t": bytes.append(contentsOf: #"\t"#.utf8)
            default:
                guard isHarmful(scalar) else {
                    bytes.append(contentsOf: String(scalar).utf8)
                    continue
                }
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    bytes.append(contentsOf: #"\u"#.utf8)
                    bytes.append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                    bytes.append(contentsOf: digits.utf8)
                }
            }
        }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true  // controls, ANSI escapes among them
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // order and invisible
        case 0x2028, 0x2029, 0xFEFF: true  // line ends to some readers, byte order mark
        case 0xE0000...0xE007F: true  // tags, invisible
        default: false
        }
    }
}
