// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Rows come, go and move.
extension WordColumns {
    /// Adds a row at the end, as `fill` sets it, and answers its slot.
    ///
    /// Other rows may be in other slots than before.
    @inline(__always)
    mutating func append(_ fill: (inout Row) -> Void) -> Int {
        Self.withRow(fill) { append($0) }
    }

    @inline(__always)
    private mutating func append(_ row: borrowing Row) -> Int {
        if !appendInPlace(row) {
            makeRoom(for: row)
            _ = appendInPlace(row)
        }
        return Int(head.highest) - 1
    }

    /// Adds a row at the end if there is room for it; whether there is.
    @inline(__always)
    private mutating func appendInPlace(_ row: borrowing Row) -> Bool {
        var head = head
        guard head.highest < head.capacity, write(row, at: Int(head.highest), inFrontOfOthers: false) else {
            return false
        }
        head.highest += 1
        self.head = head
        return true
    }

    /// Adds a row in front of the one in `slot`, or at the end, and answers its slot.
    ///
    /// Other rows may be in other slots than before. There must be no gaps.
    mutating func insert(before slot: Int, _ fill: (inout Row) -> Void) -> Int {
        Self.withRow(fill) { row in
            let place = slot - Int(head.lowest)
            let last = append(row)
            let wanted = place + Int(head.lowest)
            guard wanted < last else { return last }
            move([wanted..<last], to: wanted + 1)
            _ = write(row, at: wanted, inFrontOfOthers: true)
            return wanted
        }
    }

    /// Takes the first row out, where there are no gaps.
    mutating func removeFirst() {
        head.lowest += 1
    }

    /// Takes out the row in `slot`, which leaves a gap there: its word in `column` gets the bit `gap`.
    mutating func remove(at slot: Int, _ column: Column, _ gap: UInt64) {
        self[column, slot] |= gap
        head.gaps += 1
        // What is taken out is most often the oldest, and what is in front of all rows is no gap.
        while head.gaps > 0, self[column, Int(head.lowest)] & gap != 0 {
            head.lowest += 1
            head.gaps -= 1
        }
    }

    /// Whether the next row finds a slot only if rows are moved together or more memory is taken, and enough slots are
    /// lost between and in front of them.
    var wantsClosing: Bool {
        let head = head
        return head.highest == head.capacity && head.gaps + head.lowest >= max(1, head.capacity / 8)
    }

    /// Moves the rows together, so that no slot is left for those whose word in `column` has the bit `gap`.
    mutating func close(_ column: Column, _ gap: UInt64) {
        guard head.gaps > 0 else { return moveToFront() }
        var kept: [Range<Int>] = []
        for slot in slots where self[column, slot] & gap == 0 {
            if let last = kept.last, last.upperBound == slot {
                kept[kept.count - 1] = last.lowerBound..<slot + 1
            } else {
                kept.append(slot..<slot + 1)
            }
        }
        move(kept, to: 0)
        head.highest = UInt32(count)
        (head.lowest, head.gaps) = (0, 0)
    }

    private mutating func moveToFront() {
        move([slots], to: 0)
        head.highest -= head.lowest
        head.lowest = 0
    }

    /// Writes a row to `slot`; false if a column is too narrow for its word, so that other words may be missing too.
    @inline(__always)
    private mutating func write(_ row: borrowing Row, at slot: Int, inFrontOfOthers: Bool) -> Bool {
        let head = head
        let capacity = Int(head.capacity)
        precondition(slot >= 0 && slot < capacity)
        return unsafe bytes.withUnsafeMutableBytes { bytes in
            var start = Head.bytes
            for mark in 0..<Mark.total {
                unsafe bytes.storeBytes(
                    of: row.mark(mark),
                    toByteOffset: start + slot * 2,
                    as: UInt16.self
                )
                start += 2 * capacity
            }
            start += slot * Self.rowBytes(head.widths)
            // Each word also overwrites what stands behind it, which is written next, or at last again as it was. Where
            // it is nothing, it is not read, which would have to be waited for.
            let end = start + Self.rowBytes(head.widths)
            let behind =
                inFrontOfOthers ? unsafe bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self) : 0
            for column in 0..<Column.total {
                let width = head.widths[column]
                let word = row.word(column)
                guard word & ~ColumnWidths.mask(width) == 0 else { return false }
                unsafe bytes.storeBytes(of: word.littleEndian, toByteOffset: start, as: UInt64.self)
                start += width
            }
            if inFrontOfOthers {
                unsafe bytes.storeBytes(of: behind, toByteOffset: end, as: UInt64.self)
            }
            return true
        }
    }

    /// Moves rows, one behind the other, to the slots from `first` on.
    private mutating func move(_ rows: [Range<Int>], to first: Int) {
        let head = head
        unsafe bytes.withUnsafeMutableBytes { bytes in
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
            for mark in 0..<Mark.total { move(2, from: Head.bytes + mark * 2 * Int(head.capacity)) }
            move(Self.rowBytes(head.widths), from: Self.place(of: 0, head))
        }
    }

    /// Makes room for one more row that holds these words.
    private mutating func makeRoom(for row: borrowing Row) {
        let head = head
        var widths = head.widths
        for column in 0..<Column.total { widths.widen(column, for: row.word(column)) }
        let capacity = Int(head.capacity)
        if head.highest < head.capacity {
            rebuild(capacity: capacity, widths, from: 0)
        } else if widths == head.widths, Int(head.lowest) >= max(1, capacity / 8) {
            moveToFront()
        } else {
            rebuild(capacity: Self.capacity(after: capacity), widths, from: 0)
        }
    }

    /// For how many rows there is room next.
    ///
    /// An account that remembers many signals remembers as many as it may: no more is taken than is needed.
    private static func capacity(after capacity: Int) -> Int {
        if capacity < 4 { return capacity + 2 }
        return capacity + capacity / (capacity < 64 ? 2 : 4)
    }

    /// Moves all rows to the slots from `first` on in a piece of memory for `capacity` rows with columns of these widths,
    /// none of which is less than it was.
    mutating func rebuild(capacity: Int, _ widths: ColumnWidths, from first: Int) {
        let (old, head, slots) = (bytes, head, slots)
        let new = Head(
            capacity: UInt32(capacity),
            lowest: UInt32(first),
            highest: UInt32(first + slots.count),
            gaps: head.gaps,
            widths: widths
        )
        let size = Self.place(of: capacity, new) + Self.paddingBytes
        bytes = Array(repeating: 0, count: size)
        unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: new, as: Head.self)
            guard !slots.isEmpty else { return }
            unsafe old.withUnsafeBytes { old in
                func copy(_ count: Int, from start: Int, to place: Int) {
                    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + count]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: old[start..<start + count])
                    )
                }
                for mark in 0..<Mark.total {
                    copy(
                        slots.count * 2,
                        from: Head.bytes + (mark * Int(head.capacity) + slots.lowerBound) * 2,
                        to: Head.bytes + (mark * capacity + first) * 2
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
