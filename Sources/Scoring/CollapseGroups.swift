// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The groups of an account's collapsing kinds, in order of their offsets.
public struct CollapseGroups: Sendable {
    /// The parts of a group; `shape` holds the kind, and whether the member that counts was evicted.
    enum Column: Int, WordColumn {
        case key, offset, anchor, shape, strength, time, evictedOffset
        static let total = 7
    }

    /// What is looked for.
    enum Mark: Int, WordColumn {
        case key, offset
        static let total = 2
    }

    /// In `shape`, above the kind: the member that counts is not remembered.
    private static let evicted: UInt64 = 1 << 16

    private(set) var rows = WordColumns<Column, Mark>()

    /// No groups.
    public init() {}

    /// The bytes of memory that the groups take.
    public var byteCount: Int { rows.byteCount }

    /// The oldest group of the kind and values whose anchor lies within the window around `time`.
    func slot(kind: Int, key: UInt64, around time: Timestamp, window: Int64) -> Int? {
        rows.firstSlot(.key, key) { slot in
            rows[.key, slot] == key && self.kind(at: slot) == kind
                && abs(time.milliseconds - Int64(bitPattern: rows[.anchor, slot])) <= window
        }
    }

    /// The group whose first member has this offset; nil if it was dropped for room.
    func slot(ofOffset offset: Int64) -> Int? {
        rows.firstSlot(.offset, UInt64(bitPattern: offset)) {
            rows[.offset, $0] == UInt64(bitPattern: offset)
        }
    }

    /// The offset of the group in `slot`.
    func offset(at slot: Int) -> Int64 { Int64(bitPattern: rows[.offset, slot]) }

    /// The member that counts for the group in `slot`, if it is not remembered any more.
    func evicted(at slot: Int) -> CollapseGroup.Evicted? {
        guard rows[.shape, slot] & Self.evicted != 0 else { return nil }
        return CollapseGroup.Evicted(
            strength: Double(bitPattern: rows[.strength, slot]),
            time: Timestamp(milliseconds: Int64(bitPattern: rows[.time, slot])),
            offset: Int64(bitPattern: rows[.evictedOffset, slot])
        )
    }

    /// Notes which member counts for the group in `slot` without being remembered.
    mutating func setEvicted(_ evicted: CollapseGroup.Evicted?, at slot: Int) {
        rows[.shape, slot] = UInt64(kind(at: slot)) | (evicted == nil ? 0 : Self.evicted)
        rows[.strength, slot] = (evicted?.strength ?? 0).bitPattern
        rows[.time, slot] = UInt64(bitPattern: evicted?.time.milliseconds ?? 0)
        rows[.evictedOffset, slot] = UInt64(bitPattern: evicted?.offset ?? 0)
    }

    /// Adds a group in its place by offset; of more than `limit` the oldest goes, and its members stay as they are.
    mutating func open(_ group: CollapseGroup, limit: Int) {
        insert(group)
        if rows.count > limit { rows.removeFirst() }
    }

    private mutating func insert(_ group: CollapseGroup) {
        var before = rows.slots.upperBound
        while before > rows.slots.lowerBound, offset(at: before - 1) > group.offset { before -= 1 }
        let slot = rows.insert(before: before)
        rows.change(slot) { row in
            row[.key] = group.key
            row[.offset] = UInt64(bitPattern: group.offset)
            row[.anchor] = UInt64(bitPattern: group.anchor.milliseconds)
            row[.shape] = UInt64(group.kind)
            row.set(.key, group.key)
            row.set(.offset, UInt64(bitPattern: group.offset))
        }
        setEvicted(group.evicted, at: slot)
    }

    private func kind(at slot: Int) -> Int { Int(rows[.shape, slot] & 0xffff) }
}

extension CollapseGroups: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable {
    /// That of the oldest group.
    public var startIndex: Int { rows.slots.lowerBound }
    /// Behind the newest group.
    public var endIndex: Int { rows.slots.upperBound }

    /// The group at `index`.
    public subscript(index: Int) -> CollapseGroup {
        CollapseGroup(
            kind: kind(at: index),
            key: rows[.key, index],
            offset: offset(at: index),
            anchor: Timestamp(milliseconds: Int64(bitPattern: rows[.anchor, index])),
            evicted: evicted(at: index)
        )
    }

    /// The given groups, put in order.
    public init(_ groups: some Sequence<CollapseGroup>) {
        for group in groups { insert(group) }
    }

    /// The given groups, put in order.
    public init(arrayLiteral groups: CollapseGroup...) {
        self.init(groups)
    }

    /// Whether the groups are the same.
    public static func == (left: CollapseGroups, right: CollapseGroups) -> Bool {
        left.elementsEqual(right)
    }

    /// Hashes the groups.
    public func hash(into hasher: inout Hasher) {
        for group in self { hasher.combine(group) }
    }
}
