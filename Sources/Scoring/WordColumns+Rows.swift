// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Rows come, go and move.
extension WordColumns {
    /// Adds a row at the end, as `fill` sets it, and answers its slot.
    ///
    /// Other rows may be in other slots than before.
    @inline(__always)
    mutating func append(_ fill: (inout Row) -> Void) -> Int {
        Self.withRow(fill) { append($0, Span()) }
    }

    /// Adds a row at the end, as `fill` sets it, with an entry, and answers its slot.
    ///
    /// `fill` is told where the entry will be. Other rows may be in other slots than before.
    @inline(__always)
    mutating func append(entry: Span<UInt8>, _ fill: (inout Row, UInt64) -> Void) -> Int {
        let place = UInt64(entryCount)
        return Self.withRow({ fill(&$0, place) }) { append($0, entry) }
    }

    @inline(__always)
    private mutating func append(_ row: borrowing Row, _ entry: Span<UInt8>) -> Int {
        if !appendInPlace(row, entry) {
            makeRoom(for: row, entry: entry.count)
            _ = appendInPlace(row, entry)
        }
        return Int(memory.head.highest) - 1
    }

    /// Adds a row at the end, and an entry, if there is room for them; whether there is.
    @inline(__always)
    private mutating func appendInPlace(_ row: borrowing Row, _ entry: Span<UInt8>) -> Bool {
        let head = memory.head
        guard head.highest < head.capacity, head.freeBytes >= entry.count else { return false }
        return unsafe memory.append(entry) { head, bytes in
            guard unsafe Self.write(row, at: Int(head.highest), head, bytes, inFrontOfOthers: false) else {
                return false
            }
            head.highest += 1
            return true
        }
    }

    /// Adds a row in front of the one in `slot`, or at the end, and answers its slot.
    ///
    /// Other rows may be in other slots than before. There must be no gaps and no entries.
    mutating func insert(before slot: Int, _ fill: (inout Row) -> Void) -> Int {
        Self.withRow(fill) { row in
            let place = slot - Int(memory.head.lowest)
            let last = append(row, Span())
            let wanted = place + Int(memory.head.lowest)
            guard wanted < last else { return last }
            move([wanted..<last], to: wanted + 1)
            unsafe memory.change { head, bytes in
                _ = unsafe Self.write(row, at: wanted, head, bytes, inFrontOfOthers: true)
            }
            return wanted
        }
    }

    /// Takes the first row out, where there are no gaps.
    mutating func removeFirst() {
        memory.changeHead { $0.lowest += 1 }
    }

    /// Takes out the row in `slot`, which leaves a gap there: its word in `column` gets the bit `gap`.
    mutating func remove(at slot: Int, _ column: Column, _ gap: UInt64) {
        self[column, slot] |= gap
        memory.changeHead { $0.gaps += 1 }
        // What is taken out is most often the oldest, and what is in front of all rows is no gap.
        while memory.head.gaps > 0, self[column, Int(memory.head.lowest)] & gap != 0 {
            memory.changeHead { head in
                head.lowest += 1
                head.gaps -= 1
            }
        }
    }

    // MARK: Moving rows together

    /// Whether the next row, with an entry of so many bytes, needs rows to be moved together or more memory to be taken,
    /// and enough slots are lost between and in front of them.
    func wantsClosing(forEntry count: Int) -> Bool {
        let head = memory.head
        guard head.highest == head.capacity || head.freeBytes < count else { return false }
        return head.gaps + head.lowest >= max(1, head.capacity / 8)
    }

    /// Moves the rows together, so that no slot is left for those whose word in `column` has the bit `gap`, and their
    /// entries, each of which stands where the row's word in `entries` says.
    mutating func close(_ column: Column, _ gap: UInt64, entries: Column) {
        let kept = memory.head.gaps > 0 ? slots(without: column, gap) : [slots]
        closeEntries(of: kept, entries)
        move(kept, to: 0)
        let count = UInt16(count)
        memory.changeHead { head in
            head.highest = count
            (head.lowest, head.gaps) = (0, 0)
        }
    }

    private func slots(without column: Column, _ gap: UInt64) -> [Range<Int>] {
        var kept: [Range<Int>] = []
        withWords { words in
            for slot in slots where words[column, slot] & gap == 0 {
                if let last = kept.last, last.upperBound == slot {
                    kept[kept.count - 1] = last.lowerBound..<slot + 1
                } else {
                    kept.append(slot..<slot + 1)
                }
            }
        }
        return kept
    }

    /// Moves the entries of these rows to the front, and notes in `column` where they are.
    private mutating func closeEntries(of kept: [Range<Int>], _ column: Column) {
        let (head, count) = (memory.head, entryCount)
        let first = Self.entriesStart(head)
        var end = 0
        for slots in kept where !slots.isEmpty {
            // The entry of a row ends where that of the next begins, whether that one is still there or not.
            let start = Int(self[column, slots.lowerBound])
            let next = slots.upperBound < head.highest ? Int(self[column, slots.upperBound]) : count
            let distance = UInt64(start - end)
            if distance > 0 {
                unsafe memory.change { _, bytes in
                    unsafe UnsafeMutableRawBufferPointer(
                        rebasing: bytes[first + end..<first + end + next - start]
                    )
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[first + start..<first + next]))
                    let width = head.widths[column.rawValue]
                    for slot in slots {
                        let place = Self.place(of: column.rawValue, slot, head)
                        let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                        let old = UInt64(littleEndian: word) & ColumnWidths.mask(width)
                        unsafe Self.store(old - distance, in: bytes, at: place, width)
                    }
                }
            }
            end += next - start
        }
        memory.removeLast(count - end)
    }

    private mutating func moveToFront() {
        move([slots], to: 0)
        memory.changeHead { head in
            head.highest -= head.lowest
            head.lowest = 0
        }
    }

    /// Moves rows, one behind the other, to the slots from `first` on.
    private mutating func move(_ rows: [Range<Int>], to first: Int) {
        unsafe memory.change { head, bytes in
            func move(_ size: Int, from start: Int) {
                var place = start + first * size
                for slots in rows {
                    let count = slots.count * size
                    let old = start + slots.lowerBound * size
                    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + count]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[old..<old + count])
                    )
                    place += count
                }
            }
            for mark in 0..<Mark.total { move(1, from: mark * Int(head.capacity)) }
            move(Self.rowBytes(head.widths), from: Self.place(of: 0, head))
        }
    }

    // MARK: Writing and room

    /// Writes a row to `slot`; false if a column is too narrow for its word, so that other words may be missing too.
    @inline(__always)
    private static func write(
        _ row: borrowing Row,
        at slot: Int,
        _ head: Head,
        _ bytes: UnsafeMutableRawBufferPointer,
        inFrontOfOthers: Bool
    ) -> Bool {
        let capacity = Int(head.capacity)
        precondition(slot >= 0 && slot < capacity)
        var start = 0
        for mark in 0..<Mark.total {
            unsafe bytes[start + slot] = row.mark(mark)
            start += capacity
        }
        start += slot * rowBytes(head.widths)
        // Each word also overwrites what stands behind it, which is written next, or at last again as it was. Where it is
        // nothing, it is not read, which would have to be waited for.
        let end = start + rowBytes(head.widths)
        let behind = inFrontOfOthers ? unsafe bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self) : 0
        for column in 0..<Column.total {
            let width = head.widths[column]
            let word = row.word(column)
            guard word & ~ColumnWidths.mask(width) == 0 else { return false }
            unsafe bytes.storeBytes(of: word.littleEndian, toByteOffset: start, as: UInt64.self)
            start += width
        }
        if inFrontOfOthers { unsafe bytes.storeBytes(of: behind, toByteOffset: end, as: UInt64.self) }
        return true
    }

    /// Makes room for one more row that holds these words, and for its entry.
    private mutating func makeRoom(for row: borrowing Row, entry: Int) {
        let head = memory.head
        var widths = head.widths
        for column in 0..<Column.total { widths.widen(column, for: row.word(column)) }
        let capacity = Int(head.capacity)
        if head.highest < head.capacity {
            rebuild(capacity: capacity, widths, entry: entry)
        } else if entry == 0, widths == head.widths, Int(head.lowest) >= max(1, capacity / 8) {
            moveToFront()
        } else {
            rebuild(capacity: Self.capacity(after: capacity), widths, entry: entry)
        }
    }

    /// For how many rows there is room next: most have few, and where there are many, no more is taken than is needed.
    private static func capacity(after capacity: Int) -> Int {
        capacity == 0 ? 1 : capacity + max(1, capacity / 5)
    }

    /// For how many bytes of entries there is room: as many as rows would need that have entries as those that are
    /// there, but not more than twice as many as there are.
    private static func entryRoom(for capacity: Int, rows: Int, entries: Int) -> Int {
        min(max(entries, entries * capacity / max(1, rows)), 2 * entries)
    }

    /// Moves all rows to the slots from `first` on in a piece of memory for `capacity` rows with columns of these widths,
    /// none of which is less than it was, and for another entry.
    mutating func rebuild(capacity: Int, _ widths: ColumnWidths, from first: Int = 0, entry: Int) {
        let (old, slots, entries) = (memory, slots, entryCount)
        let head = old.head
        var new = head
        new.capacity = UInt16(capacity)
        (new.lowest, new.highest) = (UInt16(first), UInt16(first + slots.count))
        new.widths = widths
        let start = Self.entriesStart(new)
        let room = Self.entryRoom(for: capacity, rows: Int(head.highest) + 1, entries: entries + entry)
        memory = unsafe RowMemory(new, count: start + entries, room: start + room) { bytes in
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<start])
                .initializeMemory(as: UInt8.self, repeating: 0)
            guard !old.isEmpty else { return }
            unsafe old.withUnsafeBytes { old in
                func copy(_ count: Int, from start: Int, to place: Int) {
                    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + count]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: old[start..<start + count])
                    )
                }
                copy(entries, from: Self.entriesStart(head), to: start)
                for mark in 0..<Mark.total {
                    copy(
                        slots.count,
                        from: mark * Int(head.capacity) + slots.lowerBound,
                        to: mark * capacity + first
                    )
                }
                let start = Self.place(of: slots.lowerBound, head)
                if widths == head.widths {
                    let count = slots.count * Self.rowBytes(widths)
                    return copy(count, from: start, to: Self.place(of: first, new))
                }
                var (from, to) = (start, Self.place(of: first, new))
                for _ in slots {
                    for column in 0..<Column.total {
                        let word = unsafe old.loadUnaligned(fromByteOffset: from, as: UInt64.self)
                        let narrow = UInt64(littleEndian: word) & ColumnWidths.mask(head.widths[column])
                        unsafe bytes.storeBytes(of: narrow.littleEndian, toByteOffset: to, as: UInt64.self)
                        from += head.widths[column]
                        to += widths[column]
                    }
                }
            }
        }
    }
}
