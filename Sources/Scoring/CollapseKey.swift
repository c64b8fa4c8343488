// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What signals must have in common to count once: a hash of their values of the `by` attributes.
enum CollapseKey {
    /// The key of `signal` under `collapse`; nil if one of the attributes is missing, which matches nothing.
    static func key(of signal: Signal, by collapse: SignalKind.Collapse) -> UInt64? {
        var hash = StableHash()
        for name in collapse.by {
            guard let value = signal[attribute: name] else { return nil }
            combine(value, into: &hash)
        }
        return hash.value
    }

    /// A byte that tells the type, then the value; every text ends with a byte that no UTF-8 holds.
    private static func combine(_ value: AttributeValue, into hash: inout StableHash) {
        switch value {
        case .string(let text):
            hash.combine(1 as UInt8)
            combine(text, into: &hash)
        case .number(let number):
            hash.combine(2 as UInt8)
            hash.combine((number == 0 ? 0 : number).bitPattern)
        case .boolean(let flag):
            hash.combine(flag ? 4 : 3 as UInt8)
        case .strings(let texts):
            hash.combine(5 as UInt8)
            for text in texts { combine(text, into: &hash) }
            hash.combine(0xfe as UInt8)
        }
    }

    private static func combine(_ text: String, into hash: inout StableHash) {
        for byte in text.utf8 { hash.combine(FoldedText.folded(byte)) }
        hash.combine(0xff as UInt8)
    }
}
