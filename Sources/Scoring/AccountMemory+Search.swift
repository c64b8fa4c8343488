// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What the fold looks up in an account's memory.
extension AccountMemory {
    /// Whether a retraction of this identity waits for its signal.
    func hasRetraction(of identity: UInt64) -> Bool {
        retractions.contains { $0.identity == identity }
    }

    /// How many places of the signal's kind, person and day are held, those of evicted signals included.
    func heldPlaces(sharedBy signal: RememberedSignal) -> Int {
        signals.heldPlaces(sharedBy: signal) + (evictedPlaces.first { $0.isShared(by: signal) }?.count ?? 0)
    }

    /// The oldest group of the signal's kind and values whose anchor lies within the window.
    func group(for signal: RememberedSignal, key: UInt64, window: Int64) -> Int? {
        groups.firstIndex { group in
            group.kind == signal.kind && group.key == key
                && abs(signal.time.milliseconds - group.anchor.milliseconds) <= window
        }
    }

    /// The member of a group that should count next; nil if there is none, or if the group was dropped for room.
    func next(ofGroup offset: Int64) -> Int? {
        groups.contains { $0.offset == offset } ? signals.next(ofGroup: offset) : nil
    }

    /// Adds a group in its place by offset; of more than `limit` the oldest goes, and its members stay as they are.
    mutating func open(_ group: CollapseGroup, limit: Int) {
        let place = groups.firstIndex { $0.offset > group.offset } ?? groups.count
        groups.insert(group, at: place)
        if groups.count > limit { groups.removeFirst() }
    }

    /// Counts the place of an evicted signal as held; of more than `limit` records the oldest goes.
    mutating func keepPlace(of signal: RememberedSignal, limit: Int) {
        if let known = evictedPlaces.firstIndex(where: { $0.isShared(by: signal) }) {
            evictedPlaces[known].count += 1
            return
        }
        let places = EvictedPlaces(
            kind: signal.kind,
            person: signal.person,
            day: signal.day,
            count: 1,
            offset: signal.offset
        )
        let place = evictedPlaces.firstIndex { $0.offset > places.offset } ?? evictedPlaces.count
        evictedPlaces.insert(places, at: place)
        if evictedPlaces.count > limit { evictedPlaces.removeFirst() }
    }
}

extension RememberedSignal {
    /// Whether it has one of the places that its person has that day.
    var hasPlace: Bool { status == .counted || status == .collapsed }

    /// The number of its UTC day.
    var day: Int64 { Self.day(of: time.milliseconds) }

    /// The number of the UTC day of a time in milliseconds.
    static func day(of time: Int64) -> Int64 { floorDiv(time, 86_400_000) }

    /// Whether it goes before `other` in one group: the larger strength, then the lower offset.
    func isBetter(than other: RememberedSignal) -> Bool {
        isBetter(than: other.strength, at: other.offset)
    }

    /// Whether it goes before a member of the given strength and offset.
    func isBetter(than strength: Double, at offset: Int64) -> Bool {
        self.strength > strength || (self.strength == strength && self.offset < offset)
    }
}

extension EvictedPlaces {
    /// Whether `signal` is of the same kind, person and day.
    func isShared(by signal: RememberedSignal) -> Bool {
        kind == signal.kind && person == signal.person && day == signal.day
    }
}
