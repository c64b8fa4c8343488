// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A pattern of text with `*` for any run of characters; ASCII letters match in either case.
public struct TextPattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    public let description: String
    /// The parts between the stars, folded; one part means no star.
    private let parts: [[UInt8]]

    /// The pattern written as `text`; `\*` is a star, `\\` a backslash.
    public init(_ text: String) {
        description = text
        var parts: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\") where !isEscaped:
                isEscaped = true
                continue
            case UInt8(ascii: "*") where !isEscaped:
                parts.append([])
            default:
                parts[parts.count - 1].append(FoldedText.folded(byte))
            }
            isEscaped = false
        }
        self.parts = parts
    }

    /// Whether the whole of `text` fits.
    func matches(_ text: String) -> Bool {
        let bytes = text.utf8.map { FoldedText.folded($0) }
        guard let first = parts.first, let last = parts.last else { return false }
        guard parts.count > 1 else { return bytes == first }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first),
            bytes.reversed().starts(with: last.reversed())
        else { return false }
        // Each part in between takes its first place after the one before: if any choice fits, this one does.
        var rest = bytes[first.count..<(bytes.count - last.count)]
        for part in parts.dropFirst().dropLast() {
            guard let place = Self.find(part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }

    private static func find(_ part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= part.count else { return nil }
        return (text.startIndex...(text.endIndex - part.count)).first { text[$0...].starts(with: part) }
    }
}
