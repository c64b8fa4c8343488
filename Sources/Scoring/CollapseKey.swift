// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What signals must have in common to count once: a hash of their values of the `by` attributes.
enum CollapseKey {
    /// The key of `signal` by the attributes of the names `by`, in UTF-8; nil if one of them is missing, which matches
    /// nothing.
    static func key(of signal: borrowing CompactSignal, by names: [[UInt8]]) -> UInt64? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        for name in names {
            guard let value = signal[attribute: name.span] else { return nil }
            append(value, of: signal, to: &bytes)
        }
        return EventIdentity.hash(source: "values".utf8.span, id: bytes.span)
    }

    /// A byte that tells the type, then the value; every text ends with a byte that no UTF-8 holds.
    private static func append(
        _ value: CompactSignal.Attribute.Value,
        of signal: borrowing CompactSignal,
        to bytes: inout [UInt8]
    ) {
        switch value {
        case .text(let text):
            bytes.append(1)
            append(signal.bytes.span.extracting(text), to: &bytes)
        case .number(let number):
            bytes.append(2)
            let bits = (number == 0 ? 0 : number).bitPattern
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
        case .boolean(let flag):
            bytes.append(flag ? 4 : 3)
        case .texts(let texts):
            bytes.append(5)
            for place in texts { append(signal.bytes.span.extracting(signal.lists[place]), to: &bytes) }
            bytes.append(0xfe)
        }
    }

    private static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        for place in text.indices { bytes.append(FoldedText.folded(text[place])) }
        bytes.append(0xff)
    }
}
