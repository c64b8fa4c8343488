// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Company names made comparable, so that `Acme, Inc.` and `ACME` are one alias.
enum CompanyName {
    /// Words at the end of a name that say only which kind of legal person it is.
    private static let legalForms: Set<String> = [
        "bv", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "ltd", "plc",
        "pty",
        "sarl", "srl",
    ]

    /// The name in its comparable form; nil where nothing is left of it.
    ///
    /// ASCII letters fold to lower case and other characters stay; dots and apostrophes go; every other run of
    /// ASCII punctuation and white space becomes one space, `&` becomes `and`; legal forms at the end go, unless
    /// nothing would be left.
    static func normalized(_ name: String) -> String? {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        func finish() {
            if !word.isEmpty { words.append(word) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
                word.append(byte)
            case UInt8(ascii: "."), UInt8(ascii: "'"): continue
            case UInt8(ascii: "&"):
                finish()
                words.append(Array("and".utf8))
            default: finish()
            }
        }
        finish()
        while words.count > 1, let last = words.last,
            legalForms.contains(String(decoding: last, as: UTF8.self))
        {
            words.removeLast()
        }
        guard !words.isEmpty else { return nil }
        return String(decoding: Array(words.joined(separator: [UInt8(ascii: " ")])), as: UTF8.self)
    }
}
