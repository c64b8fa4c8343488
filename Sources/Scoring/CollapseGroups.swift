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

    /// In `shape`, below the kind: the member that counts is not remembered.
    private static let evicted: UInt64 = 1

    private(set) var rows = WordColumns<Column, Mark>()

    /// No groups.
    public init() {}

    /// The bytes of memory that the groups take.
    public var byteCount: Int { rows.memory.byteCount }

    /// The oldest group of the kind and values whose anchor lies within the window around `time`.
    func slot(kind: Int, key: UInt64, around time: Timestamp, window: Int64) -> Int? {
        rows.firstSlot(.key, key) { words, slot in
            words[Column.key, slot] == key && Int(words[.shape, slot] >> 1) == kind
                && abs(time.milliseconds - Timestamp(columnWord: words[.anchor, slot]).milliseconds) <= window
        }
    }

    /// The group whose first member has this offset; nil if it was dropped for room.
    func slot(ofOffset offset: Int64) -> Int? {
        rows.firstSlot(.offset, UInt64(bitPattern: offset)) { words, slot in
            words[Column.offset, slot] == UInt64(bitPattern: offset)
        }
    }

    /// The offset of the group in `slot`.
    func offset(at slot: Int) -> Int64 { Int64(bitPattern: rows[Column.offset, slot]) }

    /// The member that counts for the group in `slot`, if it is not remembered any more.
    func evicted(at slot: Int) -> CollapseGroup.Evicted? {
        guard rows[.shape, slot] & Self.evicted != 0 else { return nil }
        return CollapseGroup.Evicted(
            strength: Double(columnWord: rows[.strength, slot]),
            time: Timestamp(columnWord: rows[.time, slot]),
            offset: Int64(bitPattern: rows[.evictedOffset, slot])
        )
    }

    /// Notes which member counts for the group in `slot` without being remembered.
    mutating func setEvicted(_ evicted: CollapseGroup.Evicted?, at slot: Int) {
        rows[.shape, slot] = Self.shape(kind: kind(at: slot), evicted)
        rows[.strength, slot] = evicted?.strength.columnWord ?? 0
        rows[.time, slot] = evicted?.time.columnWord ?? 0
        rows[.evictedOffset, slot] = UInt64(bitPattern: evicted?.offset ?? 0)
    }

    private static func shape(kind: Int, _ evicted: CollapseGroup.Evicted?) -> UInt64 {
        UInt64(kind) << 1 | (evicted == nil ? 0 : Self.evicted)
    }

    /// Adds a group in its place by offset; of more than `limit` the oldest goes, and its members stay as they are.
    mutating func open(_ group: CollapseGroup, limit: Int) {
        insert(group)
        if rows.count > limit { rows.removeFirst() }
    }

    private mutating func insert(_ group: CollapseGroup) {
        var before = rows.slots.upperBound
        while before > rows.slots.lowerBound, offset(at: before - 1) > group.offset { before -= 1 }
        _ = rows.insert(before: before) { row in
            row.set(Column.key, group.key)
            row.set(Column.offset, UInt64(bitPattern: group.offset))
            row.set(.anchor, group.anchor.columnWord)
            row.set(.shape, Self.shape(kind: group.kind, group.evicted))
            row.set(.strength, group.evicted?.strength.columnWord ?? 0)
            row.set(.time, group.evicted?.time.columnWord ?? 0)
            row.set(.evictedOffset, UInt64(bitPattern: group.evicted?.offset ?? 0))
            row.set(Mark.key, group.key)
            row.set(Mark.offset, UInt64(bitPattern: group.offset))
        }
    }

    private func kind(at slot: Int) -> Int { Int(rows[.shape, slot] >> 1) }
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
            key: rows[Column.key, index],
            offset: offset(at: index),
            anchor: Timestamp(columnWord: rows[.anchor, index]),
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
