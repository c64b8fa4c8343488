// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What the fold looks up in an account's memory.
extension AccountMemory {
    /// Where the signal of this identity is.
    func place(ofIdentity identity: UInt64) -> Int? {
        signals.firstIndex { $0.identity == identity }
    }

    /// Whether a retraction of this identity waits for its signal.
    func hasRetraction(of identity: UInt64) -> Bool {
        retractions.contains { $0.identity == identity }
    }

    /// How many places of the signal's kind, person and day are held, those of evicted signals included.
    func heldPlaces(sharedBy signal: RememberedSignal) -> Int {
        let remembered = signals.count { $0.hasPlace && $0.sharesPlaces(with: signal) }
        let evicted = evictedPlaces.first { $0.isShared(by: signal) }?.count
        return remembered + (evicted ?? 0)
    }

    /// The first live signal without a place that shares places with `signal`.
    func heir(of signal: RememberedSignal) -> Int? {
        signals.firstIndex { $0.status == .overCap && $0.sharesPlaces(with: signal) }
    }

    /// The oldest group of the signal's kind and values whose anchor lies within the window.
    func group(for signal: RememberedSignal, key: UInt64, window: Int64) -> Int? {
        groups.firstIndex { group in
            group.kind == signal.kind && group.key == key
                && abs(signal.time.milliseconds - group.anchor.milliseconds) <= window
        }
    }

    /// The remembered member of a group that counts.
    func best(ofGroup offset: Int64) -> Int? {
        signals.firstIndex { $0.group == offset && $0.status == .counted }
    }

    /// The member of a group that should count next; nil if there is none, or if the group was dropped for room.
    func next(ofGroup offset: Int64) -> Int? {
        guard groups.contains(where: { $0.offset == offset }) else { return nil }
        var best: Int?
        for place in signals.indices
        where signals[place].group == offset && signals[place].status == .collapsed {
            if let known = best, !signals[place].isBetter(than: signals[known]) { continue }
            best = place
        }
        return best
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
    var day: Int64 { floorDiv(time.milliseconds, 86_400_000) }

    /// Whether it is of the same kind, person and day; signals without a person share places.
    func sharesPlaces(with other: RememberedSignal) -> Bool {
        kind == other.kind && person == other.person && day == other.day
    }

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
