// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What signals must have in common to count once: a hash of their values of the `by` attributes.
enum CollapseKey {
    /// The key of `signal` by the attributes of the names `by`, in UTF-8; nil if one of them is missing, which matches
    /// nothing.
    static func key(of signal: borrowing CompactSignal, by names: [[UInt8]]) -> UInt64? {
        var hash = EventIdentity.begin(source: "values".utf8.span)
        for name in names {
            guard let value = signal[attribute: name.span] else { return nil }
            add(value, of: signal, to: &hash)
        }
        return hash.finish()
    }

    /// A byte that tells the type, then the value; every text ends with a byte that no UTF-8 holds.
    private static func add(
        _ value: CompactSignal.Attribute.Value,
        of signal: borrowing CompactSignal,
        to hash: inout SipHash24
    ) {
        switch value {
        case .text(let text):
            hash.update(1)
            add(signal.bytes.span.extracting(text), to: &hash)
        case .number(let number):
            hash.update(2)
            let bits = (number == 0 ? 0 : number).bitPattern
            for shift in stride(from: 0, to: 64, by: 8) {
                hash.update(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
        case .boolean(let flag):
            hash.update(flag ? 4 : 3)
        case .texts(let texts):
            hash.update(5)
            for place in texts { add(signal.bytes.span.extracting(signal.lists[place]), to: &hash) }
            hash.update(0xfe)
        }
    }

    private static func add(_ text: Span<UInt8>, to hash: inout SipHash24) {
        for place in text.indices { hash.update(FoldedText.folded(text[place])) }
        hash.update(0xff)
    }
}
