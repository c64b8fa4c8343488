// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// Names of members that a mapping looks at, each with a number from 0, so that one pass over an object finds them all.
///
/// An open-addressing table of a byte for each place; few names share a length, a first and a last letter.
struct MemberNames: Sendable {
    /// More names than any mapping has, and the numbers fit into bytes.
    static let limit = 128

    private(set) var count = 0
    private var slots = [UInt8](repeating: 0, count: 256)
    /// Where in `bytes` each name stands.
    private var names: [Range<Int>] = []
    private var bytes: [UInt8] = []

    /// The number of `name`, which it gets if it has none; nil if there are too many names.
    mutating func number(of name: [UInt8]) -> Int? {
        let place = place(of: name.span)
        if slots[place] != 0 { return Int(slots[place]) - 1 }
        guard count < Self.limit else { return nil }
        names.append(bytes.count..<(bytes.count + name.count))
        bytes += name
        count += 1
        slots[place] = UInt8(truncatingIfNeeded: count)
        return count - 1
    }

    /// The number of `name`; nil for any other name.
    func number(named name: Span<UInt8>) -> Int? {
        let slot = slots[place(of: name)]
        return slot == 0 ? nil : Int(slot) - 1
    }

    /// The slot that the name is in, or the free one where it belongs.
    private func place(of name: Span<UInt8>) -> Int {
        var place = Self.hash(name)
        while slots[place] != 0, !holds(names[Int(slots[place]) - 1], name) {
            place = (place + 1) & 255
        }
        return place
    }

    private func holds(_ range: Range<Int>, _ name: Span<UInt8>) -> Bool {
        bytes.span.extracting(range).isEqual(to: name)
    }

    private static func hash(_ name: Span<UInt8>) -> Int {
        guard !name.isEmpty else { return 0 }
        return (name.count &* 41 &+ Int(name[0]) &* 7 &+ Int(name[name.count - 1])) & 255
    }
}
