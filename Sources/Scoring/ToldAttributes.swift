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

    /// The names in UTF-8.
    private static let names = SignalDetail.names.map { Array($0.utf8) }

    /// Those of `signal`.
    init(of signal: borrowing CompactSignal) {
        for place in signal.attributes.indices {
            if let name = Self.number(of: signal.attributes[place].name, in: signal) { insert(name, place) }
        }
    }

    /// The place of the name in `SignalDetail.names`, and that of the attribute.
    subscript(number: Int) -> (name: Int, attribute: Int) { (names[number], values[number]) }

    private static func number(of name: Range<Int>, in signal: borrowing CompactSignal) -> Int? {
        for (number, known) in names.enumerated() {
            if signal.holds(name, known.span) { return number }
        }
        return nil
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
