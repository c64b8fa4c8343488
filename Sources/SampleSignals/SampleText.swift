// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Ids in the forms that other systems give them.
enum SampleText {
    /// A version 4 UUID.
    static func uuid(_ random: inout SplitMix64) -> String {
        let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Array((hexadecimal(high) + hexadecimal(low)).utf8)
        var text: [UInt8] = []
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Sixteen lower-case hexadecimal digits.
    static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Letters and digits.
    static func base62(_ random: inout SplitMix64, count: Int) -> String {
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        return String(decoding: (0..<count).map { _ in letters[random.below(letters.count)] }, as: UTF8.self)
    }
}
