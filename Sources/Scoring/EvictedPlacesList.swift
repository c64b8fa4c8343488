// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The places that an account's evicted signals hold, in order of their offsets.
public struct EvictedPlacesList: Sendable {
    /// The parts of a record; `shape` holds the kind, and whether there is a person.
    private enum Column: Int, WordColumn {
        case person, day, shape, count, offset
        static let total = 5
    }

    /// What is looked for: the kind, person and day.
    private enum Mark: Int, WordColumn {
        case place
        static let total = 1
    }

    /// In `shape`, below the kind: there is a person.
    private static let person: UInt64 = 1

    private var rows = WordColumns<Column, Mark>()

    /// No places.
    public init() {}

    /// The bytes of memory that the places take.
    public var byteCount: Int { rows.memory.byteCount }

    /// How many places of the signal's kind, person and day are held.
    func held(sharedBy signal: SignalTerms) -> Int {
        slot(sharedBy: signal).map { Int(rows[.count, $0]) } ?? 0
    }

    /// Counts the place of an evicted signal as held; of more than `limit` records the oldest goes.
    mutating func keep(_ signal: SignalTerms, limit: Int) {
        if let known = slot(sharedBy: signal) {
            rows[.count, known] += 1
            return
        }
        insert(
            EvictedPlaces(
                kind: signal.kind,
                person: signal.person,
                day: signal.day,
                count: 1,
                offset: signal.offset
            )
        )
        if rows.count > limit { rows.removeFirst() }
    }

    private func slot(sharedBy signal: SignalTerms) -> Int? {
        let shape = Self.shape(kind: signal.kind, person: signal.person)
        return rows.firstSlot(.place, signal.placeMark) { words, slot in
            words[.shape, slot] == shape && words[.person, slot] == signal.person ?? 0
                && Int64(bitPattern: words[.day, slot]) == signal.day
        }
    }

    private mutating func insert(_ places: EvictedPlaces) {
        var before = rows.slots.upperBound
        while before > rows.slots.lowerBound, offset(at: before - 1) > places.offset { before -= 1 }
        _ = rows.insert(before: before) { row in
            row.set(.person, places.person ?? 0)
            row.set(.day, UInt64(bitPattern: places.day))
            row.set(.shape, Self.shape(kind: places.kind, person: places.person))
            row.set(.count, UInt64(places.count))
            row.set(.offset, UInt64(bitPattern: places.offset))
            row.set(.place, SignalTerms.placeMark(kind: places.kind, person: places.person, day: places.day))
        }
    }

    private func offset(at slot: Int) -> Int64 { Int64(bitPattern: rows[.offset, slot]) }

    private static func shape(kind: Int, person: UInt64?) -> UInt64 {
        UInt64(kind) << 1 | (person == nil ? 0 : Self.person)
    }
}

extension EvictedPlacesList: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable {
    /// That of the oldest record.
    public var startIndex: Int { rows.slots.lowerBound }
    /// Behind the newest record.
    public var endIndex: Int { rows.slots.upperBound }

    /// The record at `index`.
    public subscript(index: Int) -> EvictedPlaces {
        let shape = rows[.shape, index]
        return EvictedPlaces(
            kind: Int(shape >> 1),
            person: shape & Self.person == 0 ? nil : rows[.person, index],
            day: Int64(bitPattern: rows[.day, index]),
            count: Int(rows[.count, index]),
            offset: offset(at: index)
        )
    }

    /// The given records, put in order.
    public init(_ places: some Sequence<EvictedPlaces>) {
        for places in places { insert(places) }
    }

    /// The given records, put in order.
    public init(arrayLiteral places: EvictedPlaces...) {
        self.init(places)
    }

    /// Whether the records are the same.
    public static func == (left: EvictedPlacesList, right: EvictedPlacesList) -> Bool {
        left.elementsEqual(right)
    }

    /// Hashes the records.
    public func hash(into hasher: inout Hasher) {
        for places in self { hasher.combine(places) }
    }
}
