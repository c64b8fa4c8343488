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
        change(slot) { $0.set(mark, value) }
    }

    /// A row while it is written: its memory is asked for once for all of its words.
    @safe
    struct Row {
        fileprivate let words: UnsafeMutablePointer<UInt64>
        fileprivate let capacity: Int
        fileprivate let slot: Int

        subscript(column: Column) -> UInt64 {
            @inline(__always) get { unsafe words[column.rawValue * capacity + slot] }
            @inline(__always) nonmutating set { unsafe words[column.rawValue * capacity + slot] = newValue }
        }

        /// Gives the row a mark, of which the lowest 16 bits count.
        @inline(__always)
        func set(_ mark: Mark, _ value: UInt64) {
            unsafe UnsafeMutableRawPointer(words).storeBytes(
                of: UInt16(truncatingIfNeeded: value),
                toByteOffset: WordColumns.place(of: mark.rawValue, capacity) + slot * 2,
                as: UInt16.self
            )
        }
    }

    /// Writes to the row in `slot`.
    @inline(__always)
    mutating func change(_ slot: Int, _ body: (Row) -> Void) {
        let capacity = capacity
        precondition(slot >= 0 && slot < capacity)
        unsafe words.withUnsafeMutableBufferPointer { words in
            guard let first = words.baseAddress else { return }
            unsafe body(Row(words: first, capacity: capacity, slot: slot))
        }
    }

    /// How many bytes there are before the marks of a kind.
    @inline(__always)
    private static func place(of mark: Int, _ capacity: Int) -> Int {
        (Column.total * 8 + mark * 2) * capacity
    }

    /// The first slot whose row has the mark `value` and of which `matches` holds.
    @inline(__always)
    func firstSlot(_ mark: Mark, _ value: UInt64, where matches: (Int) -> Bool) -> Int? {
        guard highest > lowest else { return nil }
        let slots = slots
        let first = Self.place(of: mark.rawValue, capacity)
        let wanted = UInt16(truncatingIfNeeded: value)
        return unsafe words.withUnsafeBytes { bytes in
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let place = first + slot * 2
                // Among many, four times eight at once.
                if slot + 32 <= slots.upperBound,
                    unsafe !Self.hasMark(bytes.loadUnaligned(fromByteOffset: place, as: SIMD32.self), wanted)
                {
                    slot += 32
                    continue
                }
                let marks = unsafe bytes.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt16>.self)
                if Self.hasMark(marks, wanted) {
                    for place in slot..<min(slot + 8, slots.upperBound)
                    where marks[place - slot] == wanted && matches(place) {
                        return place
                    }
                }
                slot += 8
            }
            return nil
        }
    }

    @inline(__always)
    private static func hasMark(_ marks: SIMD32<UInt16>, _ wanted: UInt16) -> Bool {
        let wanted = SIMD8<UInt16>(repeating: wanted)
        let half = marks.lowHalf.lowHalf .== wanted .| marks.lowHalf.highHalf .== wanted
        let other = marks.highHalf.lowHalf .== wanted .| marks.highHalf.highHalf .== wanted
        return isAny(half .| other)
    }

    @inline(__always)
    private static func hasMark(_ marks: SIMD8<UInt16>, _ wanted: UInt16) -> Bool {
        isAny(marks .== SIMD8(repeating: wanted))
    }

    /// Whether any is set: two comparisons, where the standard library's `any` makes eight.
    @inline(__always)
    private static func isAny(_ marks: SIMDMask<SIMD8<Int16>>) -> Bool {
        let bits = unsafe unsafeBitCast(
            SIMD8<UInt16>(repeating: 0).replacing(with: .max, where: marks),
            to: SIMD2<UInt64>.self
        )
        return bits[0] | bits[1] != 0
    }

    // MARK: Rows

    /// Adds a row at the end, whose words mean nothing yet, and answers its slot.
    ///
    /// Other rows may be in other slots than before.
    mutating func append() -> Int {
        if Int(highest) == capacity { makeRoom() }
        highest += 1
        return Int(highest) - 1
    }

    /// Adds a row, whose words mean nothing yet, in front of the one in `slot`, or at the end, and answers its slot.
    ///
    /// Other rows may be in other slots than before. There must be no gaps.
    mutating func insert(before slot: Int) -> Int {
        let place = slot - Int(lowest)
        let last = append()
        let wanted = place + Int(lowest)
        if wanted < last { move([wanted..<last], to: wanted + 1) }
        return wanted
    }

    /// Takes the first row out, where there are no gaps.
    mutating func removeFirst() {
        lowest += 1
    }

    /// Takes out the row in `slot`, which leaves a gap there: its word in `column` gets the bit `gap`.
    mutating func remove(at slot: Int, _ column: Column, _ gap: UInt64) {
        self[column, slot] |= gap
        gaps += 1
        // What is taken out is most often the oldest, and what is in front of all rows is no gap.
        while gaps > 0, self[column, Int(lowest)] & gap != 0 {
            lowest += 1
            gaps -= 1
        }
    }

    /// Whether the next row finds a slot only if rows are moved together or more memory is taken, and enough slots are
    /// lost between and in front of them.
    var wantsClosing: Bool { Int(highest) == capacity && Int(gaps + lowest) >= max(1, capacity / 8) }

    /// Moves the rows together, so that no slot is left for those whose word in `column` has the bit `gap`.
    mutating func close(_ column: Column, _ gap: UInt64) {
        guard gaps > 0 else { return moveToFront() }
        var kept: [Range<Int>] = []
        for slot in slots where self[column, slot] & gap == 0 {
            if let last = kept.last, last.upperBound == slot {
                kept[kept.count - 1] = last.lowerBound..<slot + 1
            } else {
                kept.append(slot..<slot + 1)
            }
        }
        move(kept, to: 0)
        highest = Int32(count)
        (lowest, gaps) = (0, 0)
    }

    private mutating func moveToFront() {
        move([slots], to: 0)
        highest -= lowest
        lowest = 0
    }

    /// Moves rows, one behind the other, to the slots from `first` on.
    private mutating func move(_ rows: [Range<Int>], to first: Int) {
        let capacity = capacity
        unsafe words.withUnsafeMutableBytes { bytes in
            func move(_ size: Int, in column: UnsafeMutableRawBufferPointer) {
                var place = first * size
                for slots in rows {
                    let count = slots.count * size
                    unsafe UnsafeMutableRawBufferPointer(rebasing: column[place..<place + count]).copyMemory(
                        from: UnsafeRawBufferPointer(
                            rebasing: column[slots.lowerBound * size..<slots.upperBound * size]
                        )
                    )
                    place += count
                }
            }
            for column in 0..<Column.total {
                let start = column * capacity * 8
                unsafe move(
                    8,
                    in: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + capacity * 8])
                )
            }
            for mark in 0..<Mark.total {
                let start = Self.place(of: mark, capacity)
                unsafe move(
                    2,
                    in: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + capacity * 2])
                )
            }
        }
    }

    private mutating func makeRoom() {
        if Int(lowest) >= max(1, capacity / 8) {
            moveToFront()
        } else {
            // An account that remembers many signals remembers as many as it may: no more is taken than is needed.
            rebuild(capacity: max(2, capacity < 64 ? capacity * 2 : capacity + capacity / 4))
        }
    }

    /// Moves all rows to the beginning of a piece of memory for `larger` rows.
    private mutating func rebuild(capacity larger: Int) {
        let (old, capacity, first, count) = (words, capacity, Int(lowest), slots.count)
        let size = Column.total * larger + (Mark.total * larger + 11) / 4
        words = unsafe Array(unsafeUninitializedCapacity: size) { words, initialized in
            unsafe words.initialize(repeating: 0)
            initialized = size
            let bytes = UnsafeMutableRawBufferPointer(words)
            unsafe old.withUnsafeBytes { old in
                func copy(_ size: Int, from start: Int, to place: Int) {
                    let start = start + first * size
                    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + count * size])
                        .copyMemory(
                            from: UnsafeRawBufferPointer(rebasing: old[start..<start + count * size])
                        )
                }
                for column in 0..<Column.total {
                    copy(8, from: column * capacity * 8, to: column * larger * 8)
                }
                for mark in 0..<Mark.total {
                    copy(2, from: Self.place(of: mark, capacity), to: Self.place(of: mark, larger))
                }
            }
        }
        capacityWord = Int32(larger)
        (lowest, highest) = (0, Int32(count))
    }
}

/// The names of columns, numbered from 0.
protocol WordColumn: RawRepresentable<Int>, Sendable {
    /// How many there are.
    static var total: Int { get }
}
