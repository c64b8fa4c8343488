// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What signals must have in common to count once: a hash of their values of the `by` attributes.
enum CollapseKey {
    /// The key of `signal` under `collapse`; nil if one of the attributes is missing, which matches nothing.
    static func key(of signal: Signal, by collapse: SignalKind.Collapse) -> UInt64? {
        var bytes: [UInt8] = []
        for name in collapse.by {
            guard let value = signal[attribute: name] else { return nil }
            append(value, to: &bytes)
        }
        return EventIdentity.hash(source: "values".utf8.span, id: bytes.span)
    }

    /// A byte that tells the type, then the value; every text ends with a byte that no UTF-8 holds.
    private static func append(_ value: AttributeValue, to bytes: inout [UInt8]) {
        switch value {
        case .string(let text):
            bytes.append(1)
            append(text, to: &bytes)
        case .number(let number):
            bytes.append(2)
            let bits = (number == 0 ? 0 : number).bitPattern
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
        case .boolean(let flag):
            bytes.append(flag ? 4 : 3)
        case .strings(let texts):
            bytes.append(5)
            for text in texts { append(text, to: &bytes) }
            bytes.append(0xfe)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 { bytes.append(FoldedText.folded(byte)) }
        bytes.append(0xff)
    }
}
