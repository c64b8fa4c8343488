// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The signals that an account remembers, in journal order.
///
/// An index stays that of its signal until the next one is appended.
public struct SignalHistory: Sendable {
    /// The parts of a signal that are a word each: `identity` without what its mark holds; `shape` holds the kind, the
    /// status and which of the optional ones there are; `textEnd` and `textBytes` where in `texts` people are told of it:
    /// an end is as good as a beginning, and never 0, so that the column need not be widened for the second signal.
    enum Column: Int, WordColumn {
        case identity, offset, time, strength, person, groupKey, group, shape, textEnd, textBytes
        static let total = 10
    }

    /// What is looked for: an identity; the kind, person and day that share places; a group.
    enum Mark: Int, WordColumn {
        case identity, place, group
        static let total = 3
    }

    /// The parts of the word `shape`: the status in the lowest 2 bits, then which of the optional parts there are, then
    /// the kind.
    private enum Shape {
        static let status: UInt64 = 0b11
        static let person: UInt64 = 1 << 2
        static let groupKey: UInt64 = 1 << 3
        static let group: UInt64 = 1 << 4
        /// There is no signal any more.
        static let gap: UInt64 = 1 << 5
        static let kindPlace: UInt64 = 6
    }

    /// How many signals of a kind there are, and the slot before which there are none.
    private struct KindCount: Sendable {
        var count: Int32 = 0
        var first: Int32 = 0
    }

    typealias Rows = WordColumns<Column, Mark>

    private(set) var rows = Rows()
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

    /// Adds a signal, which is later in the journal than the others, with what is worth keeping of `told`.
    mutating func append(_ terms: SignalTerms, telling told: borrowing CompactSignal) {
        closeGaps()
        append(terms, text: texts.append(told))
    }

    private mutating func append(_ terms: SignalTerms, text: Range<Int>) {
        let lowest = rows.slots.lowerBound
        let slot = rows.append { row in
            row.set(Column.identity, terms.identity >> 16)
            row.set(.offset, UInt64(bitPattern: terms.offset))
            row.set(.time, terms.time.columnWord)
            row.set(.strength, terms.strength.columnWord)
            row.set(.person, terms.person ?? 0)
            row.set(.groupKey, terms.groupKey ?? 0)
            // A signal that may open a group has room for it from the start; the shape says whether it has one.
            row.set(
                Column.group,
                UInt64(bitPattern: terms.group ?? (terms.groupKey == nil ? 0 : terms.offset))
            )
            row.set(
                .shape,
                UInt64(terms.status.rawValue) | (terms.person == nil ? 0 : Shape.person)
                    | (terms.groupKey == nil ? 0 : Shape.groupKey) | (terms.group == nil ? 0 : Shape.group)
                    | UInt64(terms.kind) << Shape.kindPlace
            )
            row.set(.textEnd, UInt64(text.upperBound))
            row.set(.textBytes, UInt64(text.count))
            row.set(Mark.identity, terms.identity)
            row.set(.place, terms.placeMark)
            row.set(Mark.group, UInt64(bitPattern: terms.group ?? 0))
        }
        // The rows have moved if they needed more room.
        if rows.slots.lowerBound != lowest { forgetFirsts() }
        if terms.status != .counted { noteUncounted(slot) }
        if !kinds.isEmpty { kinds[terms.kind].count += 1 }
    }

    /// Takes the signal in `slot` out.
    mutating func remove(at slot: Int) {
        let shape = rows[.shape, slot]
        if Self.status(in: shape) != .counted { uncounted.count -= 1 }
        if !kinds.isEmpty { kinds[Self.kind(in: shape)].count -= 1 }
        texts.remove(text(at: slot))
        rows.remove(at: slot, .shape, Shape.gap)
    }

    /// Notes what became of the signal in `slot`.
    mutating func setStatus(_ status: RememberedSignal.Status, at slot: Int) {
        let shape = rows[.shape, slot]
        if Self.status(in: shape) != .counted { uncounted.count -= 1 }
        if status != .counted { noteUncounted(slot) }
        rows[.shape, slot] = shape & ~Shape.status | UInt64(status.rawValue)
    }

    /// Notes the group of the signal in `slot`.
    mutating func setGroup(_ group: Int64?, at slot: Int) {
        let shape = rows[.shape, slot] & ~Shape.group
        rows[Column.group, slot] = UInt64(bitPattern: group ?? 0)
        rows.set(.group, slot, UInt64(bitPattern: group ?? 0))
        rows[.shape, slot] = group == nil ? shape : shape | Shape.group
    }

    private mutating func noteUncounted(_ slot: Int) {
        uncounted.first = uncounted.count == 0 ? Int32(slot) : Swift.min(uncounted.first, Int32(slot))
        uncounted.count += 1
    }

    /// Moves signals, and what is told of them, together once too much room is lost between them.
    private mutating func closeGaps() {
        if rows.wantsClosing {
            rows.close(.shape, Shape.gap)
            forgetFirsts()
        }
        guard texts.isSparse else { return }
        var dense = SignalTexts()
        dense.reserve(texts.usedByteCount * 2)
        for slot in indices {
            rows[.textEnd, slot] = UInt64(dense.append(text(at: slot), of: texts).upperBound)
        }
        texts = dense
    }

    /// Slots are others than before.
    private mutating func forgetFirsts() {
        uncounted.first = 0
        for kind in kinds.indices { kinds[kind].first = 0 }
    }

    // MARK: Looking for signals

    /// Where the signal of this identity is.
    func slot(ofIdentity identity: UInt64) -> Int? {
        rows.firstSlot(.identity, identity) { words, slot in
            Self.identity(words, slot) == identity && words[.shape, slot] & Shape.gap == 0
        }
    }

    /// Whether at least `limit` signals with a place, 1 or more, share places with `signal`.
    func areHeld(_ limit: Int, placesSharedBy signal: SignalTerms) -> Bool {
        var held = 0
        let last = rows.firstSlot(.place, signal.placeMark) { words, slot in
            guard Self.sharesPlaces(words, slot, with: signal) else { return false }
            let status = Self.status(in: words[.shape, slot])
            if status == .counted || status == .collapsed { held += 1 }
            return held == limit
        }
        return last != nil
    }

    /// The first live signal without a place that shares places with `signal`.
    func heir(of signal: SignalTerms) -> Int? {
        rows.firstSlot(.place, signal.placeMark) { words, slot in
            Self.sharesPlaces(words, slot, with: signal)
                && Self.status(in: words[.shape, slot]) == .overCap
        }
    }

    /// The member of a group that counts.
    func best(ofGroup group: Int64) -> Int? {
        rows.firstSlot(.group, UInt64(bitPattern: group)) { words, slot in
            Self.isMember(words, slot, of: group) && Self.status(in: words[.shape, slot]) == .counted
        }
    }

    /// The member of a group that should count next.
    func next(ofGroup group: Int64) -> Int? {
        var best: (terms: SignalTerms, slot: Int)?
        _ = rows.firstSlot(.group, UInt64(bitPattern: group)) { words, slot in
            let terms = Self.terms(words, slot)
            guard Self.isMember(words, slot, of: group), terms.status == .collapsed else { return false }
            if best.map({ terms.isBetter(than: $0.terms) }) ?? true { best = (terms, slot) }
            return false
        }
        return best?.slot
    }

    /// The signal to forget: the first that does not count, or else the first of the kind with the most.
    mutating func victim(kinds count: Int) -> Int {
        if uncounted.count > 0 {
            let slot = first(from: uncounted.first) { Self.status(in: $0) != .counted }
            uncounted.first = Int32(slot)
            return slot
        }
        if kinds.isEmpty {
            kinds = Array(repeating: KindCount(), count: count)
            for slot in indices { kinds[kind(at: slot)].count += 1 }
        }
        var largest = 0
        for kind in kinds.indices where kinds[kind].count > kinds[largest].count { largest = kind }
        let slot = first(from: kinds[largest].first) { Self.kind(in: $0) == largest }
        kinds[largest].first = Int32(slot)
        return slot
    }

    /// The first slot from `slot` on with a signal of whose shape `matches` holds.
    @inline(__always)
    private func first(from slot: Int32, where matches: (UInt64) -> Bool) -> Int {
        let slots = rows.slots
        return rows.withWords { words in
            var slot = Swift.max(Int(slot), slots.lowerBound)
            while slot < slots.upperBound - 1 {
                let shape = words[.shape, slot]
                if shape & Shape.gap == 0, matches(shape) { break }
                slot += 1
            }
            return slot
        }
    }

    /// The latest time of the signals that count; nil without any.
    var latestCounted: Timestamp? {
        var latest: Timestamp?
        forEachCountedBackwards { _, _, time, _ in latest = Swift.max(latest ?? time, time) }
        return latest
    }

    /// Gives each signal that counts to `body`, the last in the journal first.
    @inline(__always)
    func forEachCountedBackwards(
        _ body: (_ slot: Int, _ kind: Int, _ time: Timestamp, _ strength: Double) -> Void
    ) {
        rows.withWords { words in
            for slot in rows.slots.reversed() {
                let shape = words[.shape, slot]
                guard shape & Shape.gap == 0, Self.status(in: shape) == .counted else { continue }
                let strength = Double(columnWord: words[.strength, slot])
                body(slot, Self.kind(in: shape), Timestamp(columnWord: words[.time, slot]), strength)
            }
        }
    }

    /// Whether the signal in `left` has the lower id in byte order.
    func idPrecedes(_ left: Int, _ right: Int) -> Bool {
        texts.idPrecedes(text(at: left), text(at: right))
    }

    // MARK: Words

    /// What the signal in `slot` counts by.
    func terms(at slot: Int) -> SignalTerms {
        rows.withWords { Self.terms($0, slot) }
    }

    private static func terms(_ words: Rows.Words, _ slot: Int) -> SignalTerms {
        let shape = words[.shape, slot]
        return SignalTerms(
            identity: identity(words, slot),
            offset: Int64(bitPattern: words[.offset, slot]),
            time: Timestamp(columnWord: words[.time, slot]),
            strength: Double(columnWord: words[.strength, slot]),
            person: shape & Shape.person == 0 ? nil : words[.person, slot],
            groupKey: shape & Shape.groupKey == 0 ? nil : words[.groupKey, slot],
            group: shape & Shape.group == 0 ? nil : Int64(bitPattern: words[Column.group, slot]),
            kind: Self.kind(in: shape),
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
        RememberedSignal.Status(rawValue: UInt8(shape & Shape.status)) ?? .retracted
    }

    @inline(__always)
    private static func identity(_ words: Rows.Words, _ slot: Int) -> UInt64 {
        words[Column.identity, slot] << 16 | UInt64(words[Mark.identity, slot])
    }

    /// Where in `texts` people are told of the signal in `slot`.
    private func text(at slot: Int) -> Range<Int> {
        let end = Int(rows[.textEnd, slot])
        return end - Int(rows[.textBytes, slot])..<end
    }

    @inline(__always)
    private func kind(at slot: Int) -> Int {
        Self.kind(in: rows[.shape, slot])
    }

    @inline(__always)
    private static func kind(in shape: UInt64) -> Int {
        Int(shape >> Shape.kindPlace)
    }

    @inline(__always)
    private func isSignal(_ slot: Int) -> Bool {
        rows[.shape, slot] & Shape.gap == 0
    }

    private static func isMember(_ words: Rows.Words, _ slot: Int, of group: Int64) -> Bool {
        words[Column.group, slot] == UInt64(bitPattern: group)
            && words[.shape, slot] & (Shape.group | Shape.gap) == Shape.group
    }

    /// Whether there is a signal in `slot` of the kind, person and day of `signal`.
    private static func sharesPlaces(_ words: Rows.Words, _ slot: Int, with signal: SignalTerms) -> Bool {
        let shape = words[.shape, slot]
        return shape & Shape.gap == 0 && Self.kind(in: shape) == signal.kind
            && words[.person, slot] == signal.person ?? 0
            && (shape & Shape.person != 0) == (signal.person != nil)
            && signal.isOfSameDay(as: Timestamp(columnWord: words[.time, slot]))
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
        let (id, detail) = texts.read(text(at: index))
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
