// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Which attributes of a signal people are told: the first four of `SignalDetail.names` that it has.
struct ToldAttributes {
    /// How many there are.
    private(set) var count = 0
    /// The places of their names in `SignalDetail.names`, ascending, and their places among the signal's attributes.
    private var names = InlineArray<4, Int>(repeating: 0)
    private var values = InlineArray<4, Int>(repeating: 0)

    /// A name as it is looked for: its length and its first eight bytes, which no two names share, and all of it.
    private struct Name {
        let count: Int
        let head: UInt64
        let bytes: [UInt8]
    }

    private static let names = SignalDetail.names.map { name in
        let bytes = Array(name.utf8)
        return Name(count: bytes.count, head: head(of: bytes.span), bytes: bytes)
    }

    /// Those of `signal`.
    init(of signal: borrowing CompactSignal) {
        for place in signal.attributes.indices {
            if let name = Self.number(of: signal.attributes[place].name, in: signal) { insert(name, place) }
        }
    }

    /// The place of the name in `SignalDetail.names`, and that of the attribute.
    subscript(number: Int) -> (name: Int, attribute: Int) { (names[number], values[number]) }

    private static func number(of name: Range<Int>, in signal: borrowing CompactSignal) -> Int? {
        let head = head(of: signal.bytes.span.extracting(name))
        let names = Self.names
        for number in names.indices where names[number].head == head && names[number].count == name.count {
            let bytes = names[number].bytes
            return signal.holds(name, bytes.span) ? number : nil
        }
        return nil
    }

    private static func head(of name: Span<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for place in 0..<min(name.count, 8) { head = head << 8 | UInt64(name[place]) }
        return head
    }

    private mutating func insert(_ name: Int, _ value: Int) {
        var place = count
        if count < 4 {
            count += 1
        } else if name > names[3] {
            return
        } else {
            place = 3
        }
        while place > 0, names[place - 1] > name {
            names[place] = names[place - 1]
            values[place] = values[place - 1]
            place -= 1
        }
        names[place] = name
        values[place] = value
    }
}
