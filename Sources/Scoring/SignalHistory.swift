// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The signals that an account remembers, in journal order.
///
/// Columns in one piece of memory: what is looked for among hundreds of signals (an identity, a person, a status) lies
/// side by side. Signals come at the end and mostly go near the beginning, so either side is moved, whichever is
/// shorter.
public struct SignalHistory: Sendable {
    /// The parts of a signal that are a word each; `shape` holds the kind, the status and which of the optional ones
    /// there are.
    private enum Column: Int, CaseIterable {
        case identity, offset, time, strength, person, groupKey, group, shape
    }

    /// What people are told of a signal.
    private struct Text: Sendable {
        var id: String
        var detail: SignalDetail

        /// Where there is no signal.
        static let none = Text(id: "", detail: SignalDetail())
    }

    /// Which of a signal's optional parts there are.
    private enum Presence {
        static let person: UInt64 = 1 << 16
        static let groupKey: UInt64 = 1 << 17
        static let group: UInt64 = 1 << 18
    }

    /// One column after the other, `capacity` words each.
    private var words: [UInt64] = []
    /// `capacity` texts, empty ones where there is no signal.
    private var texts: [Text] = []
    /// The slots that hold signals.
    private var slots: Range<Int> = 0..<0
    /// How many signals there are of each kind, once that has been asked for.
    private var sizes: [Int] = []

    /// No signals.
    public init() {}

    private var capacity: Int { texts.count }

    /// Makes room for `count` signals in all.
    mutating func reserve(_ count: Int) {
        if count > capacity { grow(to: count) }
    }

    /// Adds a signal, which is later in the journal than the others.
    public mutating func append(_ signal: RememberedSignal) {
        if slots.upperBound == capacity { makeRoom() }
        let slot = slots.upperBound
        set(.identity, slot, signal.identity)
        set(.offset, slot, UInt64(bitPattern: signal.offset))
        set(.time, slot, UInt64(bitPattern: signal.time.milliseconds))
        set(.strength, slot, signal.strength.bitPattern)
        set(.person, slot, signal.person ?? 0)
        set(.groupKey, slot, signal.groupKey ?? 0)
        set(.group, slot, UInt64(bitPattern: signal.group ?? 0))
        set(.shape, slot, Self.shape(of: signal))
        texts[slot] = Text(id: signal.id, detail: signal.detail)
        slots = slots.lowerBound..<slot + 1
        if !sizes.isEmpty { sizes[signal.kind] += 1 }
    }

    /// Takes the signal at `place` out.
    mutating func remove(at place: Int) -> RememberedSignal {
        let signal = self[place]
        let slot = slots.lowerBound + place
        if place < count / 2 {
            move(slots.lowerBound..<slot, by: 1)
            texts[slots.lowerBound] = .none
            slots = slots.lowerBound + 1..<slots.upperBound
        } else {
            move(slot + 1..<slots.upperBound, by: -1)
            texts[slots.upperBound - 1] = .none
            slots = slots.lowerBound..<slots.upperBound - 1
        }
        if !sizes.isEmpty { sizes[signal.kind] -= 1 }
        return signal
    }

    /// Notes what became of the signal at `place`.
    mutating func setStatus(_ status: RememberedSignal.Status, at place: Int) {
        let slot = slots.lowerBound + place
        set(.shape, slot, word(.shape, slot) & ~(0b11 << 19) | UInt64(status.rawValue) << 19)
    }

    /// Notes the group of the signal at `place`.
    mutating func setGroup(_ group: Int64?, at place: Int) {
        let slot = slots.lowerBound + place
        set(.group, slot, UInt64(bitPattern: group ?? 0))
        let shape = word(.shape, slot) & ~Presence.group
        set(.shape, slot, group == nil ? shape : shape | Presence.group)
    }

    // MARK: Looking for signals

    /// Where the signal of this identity is.
    func place(ofIdentity identity: UInt64) -> Int? {
        firstPlace(.identity, identity) { _ in true }
    }

    /// How many signals with a place share places with `signal`.
    func heldPlaces(sharedBy signal: RememberedSignal) -> Int {
        var held = 0
        _ = firstPlace(.person, signal.person ?? 0) { place in
            if isHeld(place), sharesPlaces(place, with: signal) { held += 1 }
            return false
        }
        return held
    }

    /// The first live signal without a place that shares places with `signal`.
    func heir(of signal: RememberedSignal) -> Int? {
        firstPlace(.person, signal.person ?? 0) { place in
            status(at: place) == .overCap && sharesPlaces(place, with: signal)
        }
    }

    /// The member of a group that counts.
    func best(ofGroup group: Int64) -> Int? {
        firstPlace(.group, UInt64(bitPattern: group)) { place in
            status(at: place) == .counted && hasGroup(place)
        }
    }

    /// The member of a group that should count next.
    func next(ofGroup group: Int64) -> Int? {
        var best: RememberedSignal?
        var bestPlace: Int?
        _ = firstPlace(.group, UInt64(bitPattern: group)) { place in
            guard status(at: place) == .collapsed, hasGroup(place) else { return false }
            let signal = self[place]
            if best.map({ signal.isBetter(than: $0) }) ?? true { (best, bestPlace) = (signal, place) }
            return false
        }
        return bestPlace
    }

    /// The signal to forget: the first that does not count, or else the first of the kind with the most.
    mutating func victim(kinds: Int) -> Int {
        for place in 0..<count where status(at: place) != .counted { return place }
        if sizes.isEmpty {
            sizes = Array(repeating: 0, count: kinds)
            for place in 0..<count { sizes[kind(at: place)] += 1 }
        }
        var largest = 0
        for kind in sizes.indices where sizes[kind] > sizes[largest] { largest = kind }
        for place in 0..<count where kind(at: place) == largest { return place }
        return 0
    }

    /// The latest time of the signals that count; nil without any.
    var latestCounted: Timestamp? {
        var latest: Timestamp?
        for place in 0..<count where status(at: place) == .counted {
            let time = Timestamp(milliseconds: Int64(bitPattern: word(.time, slots.lowerBound + place)))
            latest = Swift.max(latest ?? time, time)
        }
        return latest
    }

    /// The first place whose word in `column` is `value` and of which `matches` holds.
    @inline(__always)
    private func firstPlace(_ column: Column, _ value: UInt64, where matches: (Int) -> Bool) -> Int? {
        let first = column.rawValue * capacity + slots.lowerBound
        return unsafe words.withUnsafeBufferPointer { words in
            let words = unsafe UnsafeBufferPointer(rebasing: words[first..<first + count])
            var place = 0
            // Eight at a time without a branch, which the compiler makes vectors of.
            while place + 8 <= words.count {
                var differences: UInt64 = .max
                for lane in 0..<8 {
                    let isSame: UInt64 = unsafe words[place + lane] == value ? 0 : .max
                    differences &= isSame
                }
                if differences == 0 {
                    for lane in place..<place + 8 where unsafe words[lane] == value && matches(lane) {
                        return lane
                    }
                }
                place += 8
            }
            while place < words.count {
                if unsafe words[place] == value, matches(place) { return place }
                place += 1
            }
            return nil
        }
    }

    // MARK: Words

    @inline(__always)
    private func word(_ column: Column, _ slot: Int) -> UInt64 {
        words[column.rawValue * capacity + slot]
    }

    @inline(__always)
    private mutating func set(_ column: Column, _ slot: Int, _ word: UInt64) {
        words[column.rawValue * capacity + slot] = word
    }

    /// The kind in 16 bits, what there is in 3, the status in 2.
    private static func shape(of signal: RememberedSignal) -> UInt64 {
        UInt64(signal.kind) | (signal.person == nil ? 0 : Presence.person)
            | (signal.groupKey == nil ? 0 : Presence.groupKey) | (signal.group == nil ? 0 : Presence.group)
            | UInt64(signal.status.rawValue) << 19
    }

    @inline(__always)
    private func kind(at place: Int) -> Int {
        Int(word(.shape, slots.lowerBound + place) & 0xffff)
    }

    /// What became of the signal at `place`.
    @inline(__always)
    func status(at place: Int) -> RememberedSignal.Status {
        let shape = word(.shape, slots.lowerBound + place)
        return RememberedSignal.Status(rawValue: UInt8(shape >> 19 & 0b11)) ?? .retracted
    }

    private func hasGroup(_ place: Int) -> Bool {
        word(.shape, slots.lowerBound + place) & Presence.group != 0
    }

    private func isHeld(_ place: Int) -> Bool {
        let status = status(at: place)
        return status == .counted || status == .collapsed
    }

    /// Whether the signal at `place`, whose person's word is the same, is of the kind, person and day of `signal`.
    private func sharesPlaces(_ place: Int, with signal: RememberedSignal) -> Bool {
        let slot = slots.lowerBound + place
        return kind(at: place) == signal.kind
            && (word(.shape, slot) & Presence.person != 0) == (signal.person != nil)
            && RememberedSignal.day(of: Int64(bitPattern: word(.time, slot))) == signal.day
    }

    // MARK: Slots

    /// Makes room for another signal at the end.
    private mutating func makeRoom() {
        if slots.lowerBound >= Swift.max(1, capacity / 4) {
            let free = slots.lowerBound
            move(slots, by: -free)
            for slot in slots.count..<slots.upperBound { texts[slot] = .none }
            slots = 0..<slots.count
            return
        }
        grow(to: Swift.max(2, capacity * 2))
    }

    private mutating func grow(to larger: Int) {
        var moved = [UInt64](repeating: 0, count: larger * Column.allCases.count)
        for column in 0..<Column.allCases.count {
            for place in 0..<count {
                moved[column * larger + place] = words[column * capacity + slots.lowerBound + place]
            }
        }
        texts = Array(texts[slots]) + Array(repeating: .none, count: larger - count)
        words = moved
        slots = 0..<slots.count
    }

    /// Moves what is in these slots to others.
    private mutating func move(_ moved: Range<Int>, by distance: Int) {
        guard !moved.isEmpty else { return }
        let capacity = capacity
        unsafe words.withUnsafeMutableBufferPointer { words in
            for column in 0..<Column.allCases.count {
                let from = column * capacity + moved.lowerBound
                // Within one column, so that regions may overlap: memmove.
                _ = unsafe words[from + distance..<from + distance + moved.count].update(
                    fromContentsOf: UnsafeBufferPointer(rebasing: words[from..<from + moved.count])
                )
            }
        }
        if distance > 0 {
            for slot in moved.reversed() { texts[slot + distance] = texts[slot] }
        } else {
            for slot in moved { texts[slot + distance] = texts[slot] }
        }
    }
}

extension SignalHistory: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable {
    /// The first place.
    public var startIndex: Int { 0 }
    /// Behind the last place.
    public var endIndex: Int { slots.count }

    /// The signal at `place`.
    public subscript(place: Int) -> RememberedSignal {
        let slot = slots.lowerBound + place
        let shape = word(.shape, slot)
        return RememberedSignal(
            identity: word(.identity, slot),
            offset: Int64(bitPattern: word(.offset, slot)),
            time: Timestamp(milliseconds: Int64(bitPattern: word(.time, slot))),
            strength: Double(bitPattern: word(.strength, slot)),
            person: shape & Presence.person == 0 ? nil : word(.person, slot),
            groupKey: shape & Presence.groupKey == 0 ? nil : word(.groupKey, slot),
            group: shape & Presence.group == 0 ? nil : Int64(bitPattern: word(.group, slot)),
            kind: kind(at: place),
            status: status(at: place),
            id: texts[slot].id,
            detail: texts[slot].detail
        )
    }

    /// The given signals, which are in journal order.
    public init(_ signals: some Sequence<RememberedSignal>) {
        for signal in signals { append(signal) }
    }

    /// The given signals, which are in journal order.
    public init(arrayLiteral signals: RememberedSignal...) {
        self.init(signals)
    }

    /// Whether the signals are the same.
    public static func == (left: SignalHistory, right: SignalHistory) -> Bool {
        left.elementsEqual(right)
    }

    /// Hashes the signals.
    public func hash(into hasher: inout Hasher) {
        for signal in self { hasher.combine(signal) }
    }
}
