// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The signals that an account remembers, in journal order.
///
/// An index stays that of its signal until the next one is appended.
public struct SignalHistory: Sendable {
    /// The words of a signal by which it is found.
    ///
    /// `shape` is a `SignalShape`; `entry` where its entry is, which holds the words that not every signal has, and what
    /// people are told of it (`SignalTexts`); `identity` without what its marks hold. That stands last, as the fewer bytes
    /// the last one takes, the more have to stand behind all rows.
    enum Column: Int, WordColumn {
        case offset, time, shape, entry, identity
        static let total = 5
    }

    /// What is looked for, by a first byte, and then by a second, so that few words of rows are waited for in vain: an
    /// identity; the kind, person and day that share places.
    ///
    /// A signal that may join a group has a byte of that in place of the second of the latter.
    enum Mark: Int, WordColumn {
        case identity, secondOfIdentity, place, secondOfPlaceOrGroup
        static let total = 4
    }

    /// How many signals of a kind there are, and the slot before which there are none.
    private struct KindCount: Sendable {
        var count: Int32 = 0
        var first: Int32 = 0
    }

    typealias Rows = WordColumns<Column, Mark>

    private(set) var rows = Rows()
    /// How many signals do not count, and the slot before which there are none.
    private var uncounted = KindCount()
    /// The same for each kind, once that has been asked for.
    private var kinds: [KindCount] = []

    /// No signals.
    public init() {}

    /// The bytes of memory that the signals take, and what people are told of them, with the room for more of each.
    public var byteCount: (signals: Int, texts: Int) {
        let rareBytes = indices.reduce(0) { $0 + shape(at: $1).rareBytes }
        let texts = rows.entryByteCount - rareBytes
        return (rows.memory.byteCount - texts, texts)
    }

    /// Makes room for `count` signals in all.
    mutating func reserve(_ count: Int) {
        rows.reserve(count)
    }

    /// Adds a signal, which is later in the journal than the others.
    public mutating func append(_ signal: RememberedSignal) {
        let largest = SignalEntryWriter.largest(id: signal.id, signal.detail)
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: largest) { room in
            var writer = unsafe SignalEntryWriter(room)
            writer.writeRareWords(of: signal.terms)
            writer.write(id: signal.id, signal.detail)
            unsafe append(signal.terms, entry: writer.written.span)
        }
    }

    /// Adds a signal, which is later in the journal than the others, with what is worth keeping of `told`.
    mutating func append(_ terms: SignalTerms, telling told: borrowing CompactSignal) {
        // Written aside and added at once: an array looks at itself for each byte that it takes.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SignalEntryWriter.largest) { room in
            var writer = unsafe SignalEntryWriter(room)
            writer.writeRareWords(of: terms)
            writer.write(told)
            unsafe append(terms, entry: writer.written.span)
        }
    }

    /// Adds a signal, which is later in the journal than the others, with its entry as `SignalEntryWriter` has written it.
    mutating func append(_ terms: SignalTerms, entry: borrowing Span<UInt8>) {
        if rows.wantsClosing(forEntry: entry.count) {
            rows.close(.shape, SignalShape.gap, entries: .entry)
            forgetFirsts()
        }
        let lowest = rows.slots.lowerBound
        let shape = SignalShape(terms)
        let group = terms.group.map { UInt64(bitPattern: $0) } ?? 0
        let slot = rows.append(entry: entry) { row, place in
            row.set(Column.identity, terms.identity >> 16)
            row.set(.offset, UInt64(bitPattern: terms.offset))
            row.set(.time, terms.time.columnWord)
            row.set(.shape, shape.word)
            row.set(.entry, place)
            row.set(Mark.identity, terms.identity)
            row.set(.secondOfIdentity, terms.identity >> 8)
            row.set(.place, terms.placeMark)
            row.set(.secondOfPlaceOrGroup, shape.has(.group) ? group : terms.placeMark >> 8)
        }
        // The rows have moved if they needed more room.
        if rows.slots.lowerBound != lowest { forgetFirsts() }
        if terms.status != .counted { noteUncounted(slot) }
        if !kinds.isEmpty { kinds[terms.kind].count += 1 }
    }

    /// Takes the signal in `slot` out.
    mutating func remove(at slot: Int) {
        let shape = shape(at: slot)
        if shape.status != .counted { uncounted.count -= 1 }
        if !kinds.isEmpty { kinds[shape.kind].count -= 1 }
        rows.remove(at: slot, .shape, SignalShape.gap)
    }

    /// Notes what became of the signal in `slot`.
    mutating func setStatus(_ status: RememberedSignal.Status, at slot: Int) {
        var shape = shape(at: slot)
        if shape.status != .counted { uncounted.count -= 1 }
        if status != .counted { noteUncounted(slot) }
        shape.status = status
        rows[.shape, slot] = shape.word
    }

    /// Notes the group of the signal in `slot`, which is one that may join a group.
    mutating func setGroup(_ group: Int64?, at slot: Int) {
        var shape = shape(at: slot)
        guard shape.has(.group) else { return }
        let word = UInt64(bitPattern: group ?? 0)
        rows.setEntryWord(word, at: Int(rows[.entry, slot]) + shape.bytes(before: .group))
        rows.set(.secondOfPlaceOrGroup, slot, word)
        shape.isInGroup = group != nil
        rows[.shape, slot] = shape.word
    }

    private mutating func noteUncounted(_ slot: Int) {
        uncounted.first = uncounted.count == 0 ? Int32(slot) : Swift.min(uncounted.first, Int32(slot))
        uncounted.count += 1
    }

    /// Slots are others than before.
    private mutating func forgetFirsts() {
        uncounted.first = 0
        for kind in kinds.indices { kinds[kind].first = 0 }
    }

    // MARK: Looking for signals

    /// Where the signal of this identity is.
    func slot(ofIdentity identity: UInt64) -> Int? {
        rows.firstSlot(.identity, and: .secondOfIdentity, identity) { words, slot in
            Self.identity(words, slot) == identity && !Self.shape(words, slot).isGap
        }
    }

    /// Whether at least `limit` signals with a place, 1 or more, share places with `signal`; `mayCollapse` says whether
    /// signals of its kind may join groups.
    func areHeld(_ limit: Int, placesSharedBy signal: SignalTerms, mayCollapse: Bool) -> Bool {
        var held = 0
        let second = mayCollapse ? nil : Mark.secondOfPlaceOrGroup
        let last = rows.firstSlot(.place, and: second, signal.placeMark) { words, slot in
            let shape = Self.shape(words, slot)
            guard Self.sharesPlaces(words, slot, shape, with: signal) else { return false }
            if shape.status == .counted || shape.status == .collapsed { held += 1 }
            return held == limit
        }
        return last != nil
    }

    /// The first live signal without a place that shares places with `signal`.
    func heir(of signal: SignalTerms) -> Int? {
        rows.firstSlot(.place, signal.placeMark) { words, slot in
            let shape = Self.shape(words, slot)
            return shape.status == .overCap && Self.sharesPlaces(words, slot, shape, with: signal)
        }
    }

    /// The member of a group that counts.
    func best(ofGroup group: Int64) -> Int? {
        rows.firstSlot(.secondOfPlaceOrGroup, UInt64(bitPattern: group)) { words, slot in
            let shape = Self.shape(words, slot)
            return shape.status == .counted && Self.isMember(words, slot, shape, of: group)
        }
    }

    /// The member of a group that should count next.
    func next(ofGroup group: Int64) -> Int? {
        var best: (terms: SignalTerms, slot: Int)?
        _ = rows.firstSlot(.secondOfPlaceOrGroup, UInt64(bitPattern: group)) { words, slot in
            let shape = Self.shape(words, slot)
            guard shape.status == .collapsed, Self.isMember(words, slot, shape, of: group) else {
                return false
            }
            let terms = Self.terms(words, slot)
            if best.map({ terms.isBetter(than: $0.terms) }) ?? true { best = (terms, slot) }
            return false
        }
        return best?.slot
    }

    /// The signal to forget: the first that does not count, or else the first of the kind with the most.
    mutating func victim(kinds count: Int) -> Int {
        if uncounted.count > 0 {
            let slot = first(from: uncounted.first) { $0.status != .counted }
            uncounted.first = Int32(slot)
            return slot
        }
        if kinds.isEmpty {
            kinds = Array(repeating: KindCount(), count: count)
            for slot in indices { kinds[shape(at: slot).kind].count += 1 }
        }
        var largest = 0
        for kind in kinds.indices where kinds[kind].count > kinds[largest].count { largest = kind }
        let slot = first(from: kinds[largest].first) { $0.kind == largest }
        kinds[largest].first = Int32(slot)
        return slot
    }

    /// The first slot from `slot` on with a signal of whose shape `matches` holds.
    @inline(__always)
    private func first(from slot: Int32, where matches: (SignalShape) -> Bool) -> Int {
        let slots = rows.slots
        return rows.withWords { words in
            var slot = Swift.max(Int(slot), slots.lowerBound)
            while slot < slots.upperBound - 1 {
                let shape = Self.shape(words, slot)
                if !shape.isGap, matches(shape) { break }
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
                let shape = Self.shape(words, slot)
                guard !shape.isGap, shape.status == .counted else { continue }
                let strength = Self.strength(words, slot, shape)
                body(slot, shape.kind, Timestamp(columnWord: words[.time, slot]), strength)
            }
        }
    }

    /// Whether the signal in `left` has the lower id in byte order.
    func idPrecedes(_ left: Int, _ right: Int) -> Bool {
        rows.memory.read(texts(at: left)) { left in
            rows.memory.read(texts(at: right)) { right in SignalTexts.idPrecedes(left, right) }
        }
    }

    // MARK: Words

    /// What the signal in `slot` counts by.
    func terms(at slot: Int) -> SignalTerms {
        rows.withWords { Self.terms($0, slot) }
    }

    /// What each signal counts by.
    var terms: [SignalTerms] {
        rows.withWords { words in
            var terms: [SignalTerms] = []
            terms.reserveCapacity(count)
            for slot in rows.slots where !Self.shape(words, slot).isGap {
                terms.append(Self.terms(words, slot))
            }
            return terms
        }
    }

    private static func terms(_ words: Rows.Words, _ slot: Int) -> SignalTerms {
        let shape = shape(words, slot)
        return SignalTerms(
            identity: identity(words, slot),
            offset: Int64(bitPattern: words[.offset, slot]),
            time: Timestamp(columnWord: words[.time, slot]),
            strength: strength(words, slot, shape),
            person: rareWord(.person, words, slot, shape),
            groupKey: rareWord(.groupKey, words, slot, shape),
            group: shape.isInGroup ? rareWord(.group, words, slot, shape).map(Int64.init(bitPattern:)) : nil,
            kind: shape.kind,
            status: shape.status
        )
    }

    /// What became of the signal in `slot`.
    @inline(__always)
    func status(at slot: Int) -> RememberedSignal.Status { shape(at: slot).status }

    @inline(__always)
    private func shape(at slot: Int) -> SignalShape { SignalShape(word: rows[.shape, slot]) }

    @inline(__always)
    private static func shape(_ words: Rows.Words, _ slot: Int) -> SignalShape {
        SignalShape(word: words[.shape, slot])
    }

    @inline(__always)
    private static func identity(_ words: Rows.Words, _ slot: Int) -> UInt64 {
        words[Column.identity, slot] << 16 | UInt64(words[.secondOfIdentity, slot]) << 8
            | UInt64(words[Mark.identity, slot])
    }

    /// A word that not every signal has; nil if this one has none.
    @inline(__always)
    private static func rareWord(
        _ rare: SignalShape.RareWord,
        _ words: Rows.Words,
        _ slot: Int,
        _ shape: SignalShape
    ) -> UInt64? {
        guard shape.has(rare) else { return nil }
        return words.entryWord(at: Int(words[.entry, slot]) + shape.bytes(before: rare))
    }

    @inline(__always)
    private static func strength(_ words: Rows.Words, _ slot: Int, _ shape: SignalShape) -> Double {
        rareWord(.strength, words, slot, shape).map(Double.init(bitPattern:)) ?? 1
    }

    /// Where in the rows' memory people are told of the signal in `slot`, and what follows.
    private func texts(at slot: Int) -> Range<Int> {
        let entry = Rows.entriesStart(rows.memory.head) + Int(rows[.entry, slot])
        return entry + shape(at: slot).rareBytes..<rows.memory.count
    }

    /// Gives what people are told of each signal, and what follows, to `body`, which must not keep it.
    @inline(__always)
    func forEachTexts(_ body: (Span<UInt8>) -> Void) {
        for slot in rows.slots where !shape(at: slot).isGap { rows.memory.read(texts(at: slot), body) }
    }

    private static func isMember(
        _ words: Rows.Words,
        _ slot: Int,
        _ shape: SignalShape,
        of group: Int64
    ) -> Bool {
        shape.isInGroup && !shape.isGap
            && rareWord(.group, words, slot, shape) == UInt64(bitPattern: group)
    }

    /// Whether there is a signal in `slot`, of this shape, of the kind, person and day of `signal`.
    private static func sharesPlaces(
        _ words: Rows.Words,
        _ slot: Int,
        _ shape: SignalShape,
        with signal: SignalTerms
    ) -> Bool {
        !shape.isGap && shape.kind == signal.kind
            && rareWord(.person, words, slot, shape) == signal.person
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
        while next < endIndex, shape(at: next).isGap { next += 1 }
        return next
    }

    /// The signal at `index`.
    public subscript(index: Int) -> RememberedSignal {
        let (id, detail) = rows.memory.read(texts(at: index)) { SignalTexts.read($0) }
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
