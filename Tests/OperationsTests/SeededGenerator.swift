// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Text of up to `length` scalars, most of them such as do harm.
    mutating func hostileText(length: Int) -> String {
        let nasty: [Unicode.Scalar] = [
            "\n", "\r", "\u{1B}", "\u{0}", "\u{7}", "\u{85}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{2028}",
            "\u{2029}", "\"", "\\", "{", "}", "<", "=", " ", "\u{FEFF}", "\u{E0041}", "é", "語", "😀", "a",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &self) {
            if Bool.random(using: &self) {
                text.append(nasty.randomElement(using: &self) ?? "a")
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)) {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
