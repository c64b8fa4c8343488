// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Rows of words in columns, all in one piece of memory: what is looked for among hundreds of rows lies side by side.
///
/// Rows are added at the end and taken out anywhere; those behind one that was taken out move up when rows are added,
/// and not before, so that until then a slot stays the same row's. Beside its words a row has marks of 16 bits, which
/// are searched first: eight of them at a time.
struct WordColumns<Column: WordColumn, Mark: WordColumn>: Sendable {
    /// One column after the other, `capacity` words each; then one mark after the other, `capacity` times 16 bits
    /// each; then eight marks more, so that the last ones can be read eight at a time.
    private(set) var words: [UInt64] = []
    private var capacityWord: Int32 = 0
    private var lowest: Int32 = 0
    private var highest: Int32 = 0
    /// How many slots below `highest`, from `lowest` on, hold no row any more.
    private var gaps: Int32 = 0

    /// No rows.
    init() {}

    /// How many rows there are.
    var count: Int { Int(highest - lowest - gaps) }

    /// The slots that rows may be in.
    var slots: Range<Int> { Int(lowest)..<Int(highest) }

    private var capacity: Int { Int(capacityWord) }

    /// The bytes of memory that the rows take.
    var byteCount: Int { words.capacity * 8 }

    /// Makes room for `count` rows in all.
    mutating func reserve(_ count: Int) {
        if count > capacity { rebuild(capacity: count) }
    }

    // MARK: Words

    subscript(column: Column, slot: Int) -> UInt64 {
        @inline(__always) get { words[column.rawValue * capacity + slot] }
        @inline(__always) set { words[column.rawValue * capacity + slot] = newValue }
    }

    /// Gives the row in `slot` a mark, of which the lowest 16 bits count.
    @inline(__always)
    mutating func set(_ mark: Mark, _ slot: Int, _ value: UInt64) {
        setMark(at: mark.rawValue * capacity + slot, value)
    }

    /// The first slot whose row has the mark `value` and of which `matches` holds.
    @inline(__always)
    func firstSlot(_ mark: Mark, _ value: UInt64, where matches: (Int) -> Bool) -> Int? {
        guard highest > lowest else { return nil }
        let slots = slots
        let first = Column.total * capacity * 8 + mark.rawValue * capacity * 2
        let wanted = SIMD8<UInt16>(repeating: UInt16(truncatingIfNeeded: value))
        return unsafe words.withUnsafeBytes { bytes in
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let marks = unsafe bytes.loadUnaligned(
                    fromByteOffset: first + slot * 2,
                    as: SIMD8<UInt16>.self
                )
                // All ones where a mark differs: the halves are only all ones if every mark does.
                let differ = unsafe unsafeBitCast(
                    SIMD8<UInt16>(repeating: 0).replacing(with: .max, where: marks .!= wanted),
                    to: SIMD2<UInt64>.self
                )
                if differ[0] & differ[1] != .max {
                    for place in slot..<min(slot + 8, slots.upperBound)
                    where marks[place - slot] == wanted[0] && matches(place) {
                        return place
                    }
                }
                slot += 8
            }
            return nil
        }
    }

    // MARK: Rows

    /// Adds a row of zeros at the end, and answers its slot.
    ///
    /// Other rows may be in other slots than before.
    mutating func append() -> Int {
        if Int(highest) == capacity { makeRoom() }
        highest += 1
        let slot = Int(highest) - 1
        for column in 0..<Column.total { words[column * capacity + slot] = 0 }
        return slot
    }

    /// Adds a row of zeros in front of the one in `slot`, or at the end, and answers its slot.
    ///
    /// Other rows may be in other slots than before. There must be no gaps.
    mutating func insert(before slot: Int) -> Int {
        let place = slot - Int(lowest)
        var last = append()
        let wanted = place + Int(lowest)
        while last > wanted {
            copy(last - 1, to: last)
            last -= 1
        }
        for column in 0..<Column.total { words[column * capacity + wanted] = 0 }
        return wanted
    }

    /// Leaves a gap where a row was; the row's own words say so, as `close` reads them.
    mutating func leaveGap() {
        gaps += 1
    }

    /// Takes the first row out, where there are no gaps.
    mutating func removeFirst() {
        lowest += 1
    }

    /// Moves the rows together, so that no slot is left for those whose word in `column` has the bit `gap`.
    mutating func close(_ column: Column, _ gap: UInt64) {
        guard gaps > 0 else { return }
        let slots = slots
        for mark in 0..<Mark.total {
            var next = slots.lowerBound
            for slot in slots where words[column.rawValue * capacity + slot] & gap == 0 {
                setMark(at: mark * capacity + next, self.mark(at: mark * capacity + slot))
                next += 1
            }
        }
        // The one that tells the gaps goes last.
        for other in 0..<Column.total where other != column.rawValue {
            close(other, by: column.rawValue, gap)
        }
        close(column.rawValue, by: column.rawValue, gap)
        highest -= gaps
        gaps = 0
    }

    private mutating func close(_ closed: Int, by column: Int, _ gap: UInt64) {
        let (slots, capacity) = (slots, capacity)
        unsafe words.withUnsafeMutableBufferPointer { words in
            var next = closed * capacity + slots.lowerBound
            for slot in slots where unsafe words[column * capacity + slot] & gap == 0 {
                unsafe words[next] = words[closed * capacity + slot]
                next += 1
            }
        }
    }

    /// Whether the next row finds a slot only if gaps are closed or more memory is taken, and gaps are worth it.
    var wantsClosing: Bool { Int(highest) == capacity && Int(gaps) >= max(1, capacity / 8) }

    private mutating func copy(_ slot: Int, to other: Int) {
        for column in 0..<Column.total {
            words[column * capacity + other] = words[column * capacity + slot]
        }
        for mark in 0..<Mark.total {
            setMark(at: mark * capacity + other, self.mark(at: mark * capacity + slot))
        }
    }

    /// The mark at `place` among all marks.
    private func mark(at place: Int) -> UInt64 {
        words[Column.total * capacity + place / 4] &>> UInt64(place % 4 * 16) & 0xffff
    }

    /// In the order in which a little-endian machine reads several at once.
    @inline(__always)
    private mutating func setMark(at place: Int, _ value: UInt64) {
        let word = Column.total * capacity + place / 4
        let shift = UInt64(place % 4 * 16)
        words[word] = words[word] & ~(0xffff &<< shift) | (value & 0xffff) &<< shift
    }

    private mutating func makeRoom() {
        if Int(lowest) >= max(1, capacity / 8) {
            rebuild(capacity: capacity)
        } else {
            // An account that remembers many signals remembers as many as it may: no more is taken than is needed.
            rebuild(capacity: max(2, capacity < 64 ? capacity * 2 : capacity + capacity / 4))
        }
    }

    /// Moves all rows to the beginning of a piece of memory for `larger` rows.
    private mutating func rebuild(capacity larger: Int) {
        var rebuilt = Self()
        rebuilt.words = Array(repeating: 0, count: Column.total * larger + (Mark.total * larger + 11) / 4)
        rebuilt.capacityWord = Int32(larger)
        rebuilt.highest = highest - lowest
        rebuilt.gaps = gaps
        let first = Int(lowest)
        for row in 0..<Int(highest - lowest) {
            for column in 0..<Column.total {
                rebuilt.words[column * larger + row] = words[column * capacity + first + row]
            }
            for mark in 0..<Mark.total {
                rebuilt.setMark(at: mark * larger + row, self.mark(at: mark * capacity + first + row))
            }
        }
        self = rebuilt
    }
}

/// The names of columns, numbered from 0.
protocol WordColumn: RawRepresentable<Int>, Sendable {
    /// How many there are.
    static var total: Int { get }
}
