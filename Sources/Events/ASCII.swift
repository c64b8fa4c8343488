// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// Comparison of bytes with words of lower-case ASCII.
enum ASCII {
    /// Whether a text is `word`, its letters A to Z taken as a to z.
    static func equal(_ text: String, _ word: StaticString) -> Bool {
        text.utf8.count == word.utf8CodeUnitCount && hasPrefix(text.utf8.span, word)
    }

    /// Whether bytes begin with `word`, their letters A to Z taken as a to z.
    static func hasPrefix(_ bytes: Span<UInt8>, _ word: StaticString) -> Bool {
        guard bytes.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            word.indices.allSatisfy { unsafe lower(bytes[$0]) == word[$0] }
        }
    }

    /// Whether bytes are exactly `word`.
    @inline(__always)
    static func same(_ bytes: Span<UInt8>, _ word: StaticString) -> Bool {
        unsafe bytes.count == word.utf8CodeUnitCount && word.stands(at: 0, in: bytes.bytes)
    }

    /// Whether there is a control character, DEL included, among bytes of UTF-8.
    static func hasControl(_ bytes: Span<UInt8>) -> Bool {
        var position = 0
        while position + 8 <= bytes.count {
            let found = EightBytes.placesOfControls(in: bytes.word(at: position))
            if found & EightBytes.highestBits != 0 { return true }
            position += 8
        }
        while position < bytes.count {
            if bytes[position] < 0x20 || bytes[position] == 0x7F { return true }
            position += 1
        }
        return false
    }

    /// Whether a media type is JSON: `application/json`, `text/json` or one that ends with `+json`.
    static func isJSON(mediaType bytes: Span<UInt8>) -> Bool {
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: ";") { end += 1 }
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        let type = bytes.extracting(0..<end)
        if end == 16, hasPrefix(type, "application/json") { return true }
        if end == 9, hasPrefix(type, "text/json") { return true }
        return end > 5 && hasPrefix(type.extracting((end - 5)..<end), "+json")
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}
