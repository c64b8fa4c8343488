// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The signals that an account remembers, in journal order.
///
/// An index stays that of its signal until the next one is appended.
public struct SignalHistory: Sendable {
    /// The parts of a signal that are a word each; `shape` holds the kind, the status and which of the optional ones
    /// there are, `text` where in `texts` people are told of it.
    enum Column: Int, WordColumn {
        case identity, offset, time, strength, person, groupKey, group, shape, text
        static let total = 9
    }

    /// What is looked for: an identity; the kind, person and day that share places; a group.
    enum Mark: Int, WordColumn {
        case identity, place, group
        static let total = 3
    }

    /// The parts of the word `shape`: the kind in the lowest 16 bits, then which of the optional parts there are, then
    /// the status in 2 bits.
    private enum Shape {
        static let kind: UInt64 = 0xffff
        static let person: UInt64 = 1 << 16
        static let groupKey: UInt64 = 1 << 17
        static let group: UInt64 = 1 << 18
        static let statusPlace: UInt64 = 19
        static let status: UInt64 = 0b11 << statusPlace
        /// There is no signal any more.
        static let gap: UInt64 = 1 << 63
    }

    /// How many signals of a kind there are, and the slot before which there are none.
    private struct KindCount: Sendable {
        var count = 0
        var first = 0
    }

    private(set) var rows = WordColumns<Column, Mark>()
    private(set) var texts = SignalTexts()
    /// How many signals do not count, and the slot before which there are none.
    private var uncounted = KindCount()
    /// The same for each kind, once that has been asked for.
    private var kinds: [KindCount] = []

    /// No signals.
    public init() {}

    /// The bytes of memory that the signals take, and what people are told of them.
    public var byteCount: (signals: Int, texts: Int) { (rows.byteCount, texts.byteCount) }

    /// Makes room for `count` signals in all.
    mutating func reserve(_ count: Int) {
        rows.reserve(count)
    }

    /// Adds a signal, which is later in the journal than the others.
    public mutating func append(_ signal: RememberedSignal) {
        closeGaps()
        append(signal.terms, text: texts.append(id: signal.id, signal.detail))
    }

    /// Adds a signal, which is later in the journal than the others, with what is worth keeping of `told`; its slot.
    mutating func append(_ terms: SignalTerms, telling told: borrowing CompactSignal) -> Int {
        closeGaps()
        return append(terms, text: texts.append(told))
    }

    @discardableResult
    private mutating func append(_ terms: SignalTerms, text: UInt64) -> Int {
        let slot = rows.append()
        rows.change(slot) { row in
            row[.identity] = terms.identity
            row[.offset] = UInt64(bitPattern: terms.offset)
            row[.time] = UInt64(bitPattern: terms.time.milliseconds)
            row[.strength] = terms.strength.bitPattern
            row[.person] = terms.person ?? 0
            row[.groupKey] = terms.groupKey ?? 0
            row[.group] = UInt64(bitPattern: terms.group ?? 0)
            row[.shape] =
                UInt64(terms.kind) | (terms.person == nil ? 0 : Shape.person)
                | (terms.groupKey == nil ? 0 : Shape.groupKey) | (terms.group == nil ? 0 : Shape.group)
                | UInt64(terms.status.rawValue) << Shape.statusPlace
            row[.text] = text
            row.set(.identity, terms.identity)
            row.set(.place, terms.placeMark)
            row.set(.group, UInt64(bitPattern: terms.group ?? 0))
        }
        if terms.status != .counted { noteUncounted(slot) }
        if !kinds.isEmpty { kinds[terms.kind].count += 1 }
        return slot
    }

    /// Takes the signal in `slot` out.
    mutating func remove(at slot: Int) {
        let shape = rows[.shape, slot]
        if Self.status(in: shape) != .counted { uncounted.count -= 1 }
        if !kinds.isEmpty { kinds[Int(shape & Shape.kind)].count -= 1 }
        texts.remove(rows[.text, slot])
        rows.remove(at: slot, .shape, Shape.gap)
    }

    /// Notes what became of the signal in `slot`.
    mutating func setStatus(_ status: RememberedSignal.Status, at slot: Int) {
        let shape = rows[.shape, slot]
        if Self.status(in: shape) != .counted { uncounted.count -= 1 }
        if status != .counted { noteUncounted(slot) }
        rows[.shape, slot] = shape & ~Shape.status | UInt64(status.rawValue) << Shape.statusPlace
    }

    /// Notes the group of the signal in `slot`.
    mutating func setGroup(_ group: Int64?, at slot: Int) {
        let shape = rows[.shape, slot] & ~Shape.group
        rows[.group, slot] = UInt64(bitPattern: group ?? 0)
        rows.set(.group, slot, UInt64(bitPattern: group ?? 0))
        rows[.shape, slot] = group == nil ? shape : shape | Shape.group
    }

    private mutating func noteUncounted(_ slot: Int) {
        uncounted.first = uncounted.count == 0 ? slot : Swift.min(uncounted.first, slot)
        uncounted.count += 1
    }

    /// Moves signals, and what is told of them, together once too much room is lost between them.
    private mutating func closeGaps() {
        if rows.wantsClosing {
            rows.close(.shape, Shape.gap)
            uncounted.first = 0
            for kind in kinds.indices { kinds[kind].first = 0 }
        }
        guard texts.isSparse else { return }
        var dense = SignalTexts()
        dense.reserve(texts.usedByteCount * 2)
        for slot in indices { rows[.text, slot] = dense.append(rows[.text, slot], of: texts) }
        texts = dense
    }

    // MARK: Looking for signals

    /// Where the signal of this identity is.
    func slot(ofIdentity identity: UInt64) -> Int? {
        rows.firstSlot(.identity, identity) { slot in
            rows[.identity, slot] == identity && isSignal(slot)
        }
    }

    /// Whether at least `limit` signals with a place, 1 or more, share places with `signal`.
    func areHeld(_ limit: Int, placesSharedBy signal: SignalTerms) -> Bool {
        var held = 0
        let last = rows.firstSlot(.place, signal.placeMark) { slot in
            guard sharesPlaces(slot, with: signal) else { return false }
            let status = status(at: slot)
            if status == .counted || status == .collapsed { held += 1 }
            return held == limit
        }
        return last != nil
    }

    /// The first live signal without a place that shares places with `signal`.
    func heir(of signal: SignalTerms) -> Int? {
        rows.firstSlot(.place, signal.placeMark) { slot in
            sharesPlaces(slot, with: signal) && status(at: slot) == .overCap
        }
    }

    /// The member of a group that counts.
    func best(ofGroup group: Int64) -> Int? {
        rows.firstSlot(.group, UInt64(bitPattern: group)) { slot in
            isMember(slot, of: group) && status(at: slot) == .counted
        }
    }

    /// The member of a group that should count next.
    func next(ofGroup group: Int64) -> Int? {
        var best: (terms: SignalTerms, slot: Int)?
        _ = rows.firstSlot(.group, UInt64(bitPattern: group)) { slot in
            guard isMember(slot, of: group), status(at: slot) == .collapsed else { return false }
            let terms = terms(at: slot)
            if best.map({ terms.isBetter(than: $0.terms) }) ?? true { best = (terms, slot) }
            return false
        }
        return best?.slot
    }

    /// The signal to forget: the first that does not count, or else the first of the kind with the most.
    mutating func victim(kinds count: Int) -> Int {
        if uncounted.count > 0 {
            uncounted.first = first(from: uncounted.first) { status(at: $0) != .counted }
            return uncounted.first
        }
        if kinds.isEmpty {
            kinds = Array(repeating: KindCount(), count: count)
            for slot in indices { kinds[kind(at: slot)].count += 1 }
        }
        var largest = 0
        for kind in kinds.indices where kinds[kind].count > kinds[largest].count { largest = kind }
        kinds[largest].first = first(from: kinds[largest].first) { kind(at: $0) == largest }
        return kinds[largest].first
    }

    /// The first slot from `slot` on with a signal of which `matches` holds.
    private func first(from slot: Int, where matches: (Int) -> Bool) -> Int {
        var slot = Swift.max(slot, rows.slots.lowerBound)
        while slot < rows.slots.upperBound - 1, !isSignal(slot) || !matches(slot) { slot += 1 }
        return slot
    }

    /// The latest time of the signals that count; nil without any.
    var latestCounted: Timestamp? {
        var latest: Timestamp?
        for slot in indices where status(at: slot) == .counted {
            latest = Swift.max(latest ?? time(at: slot), time(at: slot))
        }
        return latest
    }

    /// Whether the signal in `left` has the lower id in byte order.
    func idPrecedes(_ left: Int, _ right: Int) -> Bool {
        texts.idPrecedes(rows[.text, left], rows[.text, right])
    }

    // MARK: Words

    /// What the signal in `slot` counts by.
    func terms(at slot: Int) -> SignalTerms {
        let shape = rows[.shape, slot]
        return SignalTerms(
            identity: rows[.identity, slot],
            offset: Int64(bitPattern: rows[.offset, slot]),
            time: time(at: slot),
            strength: Double(bitPattern: rows[.strength, slot]),
            person: shape & Shape.person == 0 ? nil : rows[.person, slot],
            groupKey: shape & Shape.groupKey == 0 ? nil : rows[.groupKey, slot],
            group: shape & Shape.group == 0 ? nil : Int64(bitPattern: rows[.group, slot]),
            kind: Int(shape & Shape.kind),
            status: Self.status(in: shape)
        )
    }

    /// What became of the signal in `slot`.
    @inline(__always)
    func status(at slot: Int) -> RememberedSignal.Status {
        Self.status(in: rows[.shape, slot])
    }

    @inline(__always)
    private static func status(in shape: UInt64) -> RememberedSignal.Status {
        RememberedSignal.Status(rawValue: UInt8(shape >> Shape.statusPlace & 0b11)) ?? .retracted
    }

    private func time(at slot: Int) -> Timestamp {
        Timestamp(milliseconds: Int64(bitPattern: rows[.time, slot]))
    }

    @inline(__always)
    private func kind(at slot: Int) -> Int {
        Int(rows[.shape, slot] & Shape.kind)
    }

    @inline(__always)
    private func isSignal(_ slot: Int) -> Bool {
        rows[.shape, slot] & Shape.gap == 0
    }

    private func isMember(_ slot: Int, of group: Int64) -> Bool {
        rows[.group, slot] == UInt64(bitPattern: group)
            && rows[.shape, slot] & (Shape.group | Shape.gap) == Shape.group
    }

    /// Whether there is a signal in `slot` of the kind, person and day of `signal`.
    private func sharesPlaces(_ slot: Int, with signal: SignalTerms) -> Bool {
        let shape = rows[.shape, slot]
        return shape & Shape.gap == 0 && Int(shape & Shape.kind) == signal.kind
            && rows[.person, slot] == signal.person ?? 0
            && (shape & Shape.person != 0) == (signal.person != nil)
            && SignalTerms.day(of: time(at: slot).milliseconds) == signal.day
    }
}

extension SignalHistory: Collection, ExpressibleByArrayLiteral, Hashable {
    /// That of the first signal.
    public var startIndex: Int { index(after: rows.slots.lowerBound - 1) }
    /// Behind the last signal.
    public var endIndex: Int { rows.slots.upperBound }
    /// How many signals there are.
    public var count: Int { rows.count }

    /// The index of the signal behind that at `index`.
    public func index(after index: Int) -> Int {
        var next = index + 1
        while next < endIndex, !isSignal(next) { next += 1 }
        return next
    }

    /// The signal at `index`.
    public subscript(index: Int) -> RememberedSignal {
        let (id, detail) = texts.read(rows[.text, index])
        return RememberedSignal(terms: terms(at: index), id: id, detail: detail)
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
