// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Rows of words in columns, all in one piece of memory.
///
/// A column takes as many bytes of each row as its largest word needs: none while all are 0. Rows are added at the end
/// and taken out anywhere; those behind one that was taken out move up when rows are added, and not before, so that
/// until then a slot stays the same row's. Apart from its words a row has marks of 8 bits, which are searched first:
/// those of all rows lie side by side, and sixteen of them are looked at at a time. What has no fixed size is an entry
/// of any number of bytes: entries stand behind all rows, in their order, and a word of the row says where.
struct WordColumns<Column: WordColumn, Mark: WordColumn>: Sendable {
    typealias Head = RowMemory.Head

    /// A row that is to be added: what is not set is 0.
    ///
    /// Its words stand in memory that is lent to it: a value of so many words would be copied from step to step, and each
    /// copy waits for the words to be written.
    @safe
    struct Row: ~Copyable {
        private let words: UnsafeMutableBufferPointer<UInt64>
        /// All marks in one word, the first in the lowest bits.
        private var marks: UInt64 = 0

        @inline(__always)
        fileprivate init(_ words: UnsafeMutableBufferPointer<UInt64>) {
            unsafe words.initialize(repeating: 0)
            unsafe self.words = words
        }

        /// Gives the row a word.
        @inline(__always)
        mutating func set(_ column: Column, _ word: UInt64) { unsafe words[column.rawValue] = word }

        /// Gives the row a mark that it has not been given, of which the lowest 8 bits count.
        @inline(__always)
        mutating func set(_ mark: Mark, _ value: UInt64) {
            marks |= (value & 0xff) << (8 * UInt64(mark.rawValue))
        }

        /// The word of the column with this number.
        @inline(__always)
        func word(_ column: Int) -> UInt64 { unsafe words[column] }

        /// The mark of the kind with this number.
        @inline(__always)
        func mark(_ mark: Int) -> UInt8 { UInt8(truncatingIfNeeded: marks >> (8 * UInt64(mark))) }
    }

    /// Gives `body` a row as `fill` sets it, which it must not keep.
    @inline(__always)
    static func withRow<Answer>(
        _ fill: (inout Row) -> Void,
        _ body: (borrowing Row) -> Answer
    ) -> Answer {
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Column.total) { words in
            var row = unsafe Row(words)
            fill(&row)
            return body(row)
        }
    }

    /// The marks, the rows of words, some bytes more, and the entries; nothing without rows.
    ///
    /// There is room for `capacity` marks of the first kind, then of the next; the words of a row stand one behind the
    /// other. The bytes behind the rows are there so that the last words can be read and written eight bytes at a time,
    /// and the last marks sixteen at a time.
    var memory = RowMemory()

    /// No rows.
    init() {}

    /// How many rows there are.
    var count: Int {
        let head = memory.head
        return Int(head.highest - head.lowest - head.gaps)
    }

    /// The slots that rows may be in.
    var slots: Range<Int> {
        let head = memory.head
        return Int(head.lowest)..<Int(head.highest)
    }

    /// The bytes that the entries take, with room for more.
    var entryByteCount: Int { memory.isEmpty ? 0 : memory.room - Self.entriesStart(memory.head) }

    /// The bytes of the entries, those of rows that were taken out included until rows are moved together.
    var entryCount: Int { memory.isEmpty ? 0 : memory.count - Self.entriesStart(memory.head) }

    /// Makes room for `count` rows in all.
    mutating func reserve(_ count: Int) {
        let head = memory.head
        if count > head.capacity { rebuild(capacity: count, head.widths, entry: 0) }
    }

    // MARK: Words

    /// The words while many are looked at: where they are is found out once.
    @safe
    struct Words {
        private let bytes: UnsafeRawBufferPointer
        private let head: Head
        private let firstRow: Int
        private let rowBytes: Int
        private let firstEntry: Int

        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer, _ head: Head) {
            unsafe self.bytes = bytes
            self.head = head
            firstRow = WordColumns.place(of: 0, head)
            rowBytes = WordColumns.rowBytes(head.widths)
            firstEntry = WordColumns.entriesStart(head)
        }

        @inline(__always)
        subscript(column: Column, slot: Int) -> UInt64 {
            let place = firstRow + slot * rowBytes + head.widths.total(before: column.rawValue)
            precondition(unsafe place >= 0 && place + 8 <= bytes.count)
            let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            return UInt64(littleEndian: word) & ColumnWidths.mask(head.widths[column.rawValue])
        }

        @inline(__always)
        subscript(mark: Mark, slot: Int) -> UInt8 {
            let place = WordColumns.place(of: mark, head) + slot
            precondition(unsafe place >= 0 && place < bytes.count)
            return unsafe bytes[place]
        }

        /// The word that stands in the entries at `place`.
        @inline(__always)
        func entryWord(at place: Int) -> UInt64 {
            let place = firstEntry + place
            precondition(unsafe place >= 0 && place + 8 <= bytes.count)
            return unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
    }

    /// Gives `body` the words to look at, which it must not keep.
    @inline(__always)
    func withWords<Answer>(_ body: (Words) -> Answer) -> Answer {
        let head = memory.head
        return unsafe memory.withUnsafeBytes { unsafe body(Words($0, head)) }
    }

    subscript(column: Column, slot: Int) -> UInt64 {
        @inline(__always) get { withWords { $0[column, slot] } }
        @inline(__always) set {
            if ColumnWidths.bytes(of: newValue) > memory.head.widths[column.rawValue] {
                widen(column, for: newValue)
            }
            unsafe memory.change { head, bytes in
                let place = Self.place(of: column.rawValue, slot, head)
                precondition(place >= 0 && place + 8 <= bytes.count)
                unsafe Self.store(newValue, in: bytes, at: place, head.widths[column.rawValue])
            }
        }
    }

    private mutating func widen(_ column: Column, for word: UInt64) {
        let head = memory.head
        rebuild(
            capacity: Int(head.capacity),
            head.widths.widened(column.rawValue, for: word),
            from: Int(head.lowest),
            entry: 0
        )
    }

    /// Gives the row in `slot` a mark, of which the lowest 8 bits count.
    mutating func set(_ mark: Mark, _ slot: Int, _ value: UInt64) {
        unsafe memory.change { head, bytes in
            unsafe bytes[Self.place(of: mark, head) + slot] = UInt8(truncatingIfNeeded: value)
        }
    }

    /// Writes a word to the entries, where one stands at `place`.
    mutating func setEntryWord(_ word: UInt64, at place: Int) {
        unsafe memory.change { head, bytes in
            let place = Self.entriesStart(head) + place
            precondition(place >= 0 && place + 8 <= bytes.count)
            unsafe bytes.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
        }
    }

    /// Where the marks of a kind begin.
    @inline(__always)
    static func place(of mark: Mark, _ head: Head) -> Int {
        mark.rawValue * Int(head.capacity)
    }

    /// Where the row of a slot begins.
    @inline(__always)
    static func place(of slot: Int, _ head: Head) -> Int {
        Mark.total * Int(head.capacity) + slot * rowBytes(head.widths)
    }

    /// Where the next row is added.
    @inline(__always)
    static func nextRow(_ head: Head) -> Int { place(of: Int(head.highest), head) }

    /// Where the entries begin.
    @inline(__always)
    static func entriesStart(_ head: Head) -> Int {
        // The last word is read and written as eight bytes, and the last mark, which may stand in front of one row, as
        // the first of sixteen.
        let last = head.widths[Column.total - 1]
        return place(of: Int(head.capacity), head) + max(8 - last, 16 - rowBytes(head.widths))
    }

    /// Where the word of a column stands in the row of a slot.
    @inline(__always)
    static func place(of column: Int, _ slot: Int, _ head: Head) -> Int {
        place(of: slot, head) + head.widths.total(before: column)
    }

    @inline(__always)
    static func rowBytes(_ widths: ColumnWidths) -> Int { widths.total(before: Column.total) }

    /// Writes as many bytes of a word as a column has.
    @inline(__always)
    static func store(
        _ word: UInt64,
        in bytes: UnsafeMutableRawBufferPointer,
        at place: Int,
        _ width: Int
    ) {
        // What stands behind is written again as it was.
        let old = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let new = old & ~ColumnWidths.mask(width) | word
        unsafe bytes.storeBytes(of: new.littleEndian, toByteOffset: place, as: UInt64.self)
    }
}

/// The names of columns, numbered from 0.
protocol WordColumn: RawRepresentable<Int>, Sendable {
    /// How many there are: at most 8 columns and 8 marks.
    static var total: Int { get }
}
