// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON

/// Which attributes of a signal people are told: the first four of `SignalDetail.names` that it has.
struct ToldAttributes {
    /// How many there are.
    private(set) var count = 0
    /// The places of their names in `SignalDetail.names`, ascending, and their places among the signal's attributes.
    private var names = InlineArray<4, Int>(repeating: 0)
    private var values = InlineArray<4, Int>(repeating: 0)

    /// A name of up to sixteen bytes as it is looked for: its first and its last eight bytes, and how many there are.
    private struct Name: Equatable {
        let count: Int
        private var first: UInt64 = 0
        private var last: UInt64 = 0

        @inline(__always)
        init(_ name: Span<UInt8>) {
            count = name.count
            if count >= 8 {
                first = name.word(at: 0)
                last = name.word(at: count - 8)
            } else {
                for place in 0..<count { first = first << 8 | UInt64(name[place]) }
            }
        }
    }

    private static let names = SignalDetail.names.map { Name($0.utf8.span) }

    /// Those of `signal`.
    init(of signal: borrowing CompactSignal) {
        let names = Self.names
        for place in signal.attributes.indices {
            let name = Name(signal.bytes.span.extracting(signal.attributes[place].name))
            guard name.count <= 16 else { continue }
            for number in names.indices where names[number] == name {
                insert(number, place)
                break
            }
        }
    }

    /// The place of the name in `SignalDetail.names`, and that of the attribute.
    subscript(number: Int) -> (name: Int, attribute: Int) { (names[number], values[number]) }

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
