// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@testable import Scoring

@Suite struct WordColumnsTests {
    private enum Column: Int, WordColumn {
        case first, second, third, gap, entry
        static let total = 5
    }

    private enum Mark: Int, WordColumn {
        case one, other
        static let total = 2
    }

    /// A row as it should be, and the slot it should be in.
    private struct Known {
        var slot: Int
        var words: [UInt64]
        var marks: [UInt8]
        /// A word and some bytes.
        var entry: [UInt8] = []
    }

    @Test func `rows keep their words whatever widths they need, and slots until a row is added`() {
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var rows = WordColumns<Column, Mark>()
            var known: [Known] = []
            for step in 0..<150 {
                switch generator.below(8) {
                case 0..<4:
                    var row = Known(slot: 0, words: Self.words(&generator), marks: Self.marks(&generator))
                    // Half of the tables have none.
                    if seed % 2 == 0 { row.entry = Self.entry(&generator) }
                    if rows.wantsClosing(forEntry: row.entry.count) { rows.close(.gap, 1, entries: .entry) }
                    let slot = rows.append(entry: row.entry.span) {
                        Self.fill(&$0, row)
                        $0.set(.entry, $1)
                    }
                    known.append(row)
                    Self.renumber(&known, rows, last: slot)
                case 4 where rows.count == rows.slots.count && rows.entryCount == 0:
                    let place = generator.below(known.count + 1)
                    let row = Known(slot: 0, words: Self.words(&generator), marks: Self.marks(&generator))
                    let slot = rows.insert(before: rows.slots.lowerBound + place) { Self.fill(&$0, row) }
                    known.insert(row, at: place)
                    Self.renumber(&known, rows, last: rows.slots.upperBound - 1)
                    #expect(slot == known[place].slot, "seed \(seed), step \(step)")
                case 5 where !known.isEmpty:
                    let row = known.remove(at: generator.below(min(known.count, 3)))
                    rows.remove(at: row.slot, .gap, 1)
                case 6 where !known.isEmpty:
                    // It may need more bytes than its column has, and stays where it is.
                    let place = generator.below(known.count)
                    let word = Self.words(&generator)[0]
                    rows[.second, known[place].slot] = word
                    known[place].words[1] = word
                case 7 where !known.isEmpty:
                    let place = generator.below(known.count)
                    let mark = UInt8(generator.below(4))
                    rows.set(.other, known[place].slot, UInt64(mark))
                    known[place].marks[1] = mark
                    guard !known[place].entry.isEmpty else { break }
                    let word = Self.words(&generator)[0]
                    rows.setEntryWord(word, at: Int(rows[.entry, known[place].slot]))
                    known[place].entry.replaceSubrange(0..<8, with: Self.bytes(of: word))
                default: break
                }
                Self.expect(rows, toHold: known, "seed \(seed), step \(step)")
            }
        }
    }

    @Test(arguments: [0, 1, 0xFF, 0x100, 0xFFFF_FFFF_FFFF, 1 << 56, UInt64.max])
    func `a column takes no more bytes than its largest word needs`(_ word: UInt64) {
        var rows = WordColumns<Column, Mark>()
        for _ in 0..<40 { _ = rows.append { $0.set(.third, word) } }
        let needed = (64 - word.leadingZeroBitCount + 7) / 8
        // What an array keeps of itself, the head, room for a quarter as many rows more, the padding, and what the
        // allocator gives beyond.
        #expect(rows.memory.byteCount <= 32 + 24 + 50 * (2 + needed) + 16 + 16)
        #expect(rows.slots.allSatisfy { rows[.third, $0] == word && rows[.first, $0] == 0 })
    }

    @Test func `what is done to a copy leaves the rows as they were, and the other way round`() {
        let changes: [(inout WordColumns<Column, Mark>) -> Void] = [
            { $0[.first, 0] = 8 }, { $0[.first, 0] = 1 << 40 }, { $0.set(.one, 0, 9) },
            { $0.setEntryWord(10, at: 0) }, { $0.remove(at: 0, .gap, 1) }, { $0.remove(at: 1, .gap, 1) },
            { $0.reserve(40) }, { $0.close(.gap, 1, entries: .entry) },
            { rows in _ = rows.append { $0.set(.first, 11) } },
        ]
        for (number, change) in changes.enumerated() {
            var rows = WordColumns<Column, Mark>()
            rows.reserve(4)
            let known = (0..<3).map { number in
                var row = Known(slot: number, words: [UInt64(number), 2, 3, 4], marks: [UInt8(number), 5])
                row.entry = Array(repeating: UInt8(number), count: 8)
                _ = rows.append(entry: row.entry.span) {
                    Self.fill(&$0, row)
                    $0.set(.entry, $1)
                }
                return row
            }
            var copy = rows
            change(&copy)
            Self.expect(rows, toHold: known, "change \(number) of a copy")
            copy = rows
            change(&rows)
            Self.expect(copy, toHold: known, "change \(number) beside a copy")
        }
    }

    @Test func `times and strengths read back, and take few bytes where they are usual`() {
        let moments: [Int64] = [
            .min, -1, 0, 1, 1_767_225_599_999, 1_767_225_600_000, 1_795_176_000_000, .max,
        ]
        for milliseconds in moments {
            let time = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(columnWord: time.columnWord) == time)
        }
        #expect(ColumnWidths.bytes(of: Timestamp(milliseconds: 1_795_176_000_000).columnWord) == 5)
        #expect(ColumnWidths.bytes(of: Timestamp(milliseconds: 1_700_000_000_000).columnWord) == 5)
        for strength in [0, 1, 2, 0.5, 0.3, 1e-300, -1, .infinity, 1.0.nextUp] {
            #expect(Double(columnWord: strength.columnWord) == strength)
        }
        #expect(ColumnWidths.bytes(of: 1.0.columnWord) == 0)
        #expect(ColumnWidths.bytes(of: 2.0.columnWord) == 2)
    }

    private static func words(_ generator: inout SeededGenerator) -> [UInt64] {
        // Of any width; the last column's are marked as gaps by their lowest bit.
        (0..<4).map { column in
            let word = generator.next() >> UInt64(generator.below(9) * 8)
            return column == 3 ? word & ~1 : word
        }
    }

    private static func marks(_ generator: inout SeededGenerator) -> [UInt8] {
        (0..<2).map { _ in UInt8(generator.below(4)) }
    }

    private static func entry(_ generator: inout SeededGenerator) -> [UInt8] {
        bytes(of: generator.next()) + (0..<generator.below(40)).map { UInt8($0) }
    }

    private static func array(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }

    private static func bytes(of word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
    }

    private static func fill(_ row: inout WordColumns<Column, Mark>.Row, _ known: Known) {
        for (number, column) in [Column.first, .second, .third, .gap].enumerated() {
            row.set(column, known.words[number])
        }
        row.set(.one, UInt64(known.marks[0]))
        row.set(.other, UInt64(known.marks[1]))
    }

    /// After a row was added the others may be elsewhere, in the same order.
    private static func renumber(
        _ known: inout [Known],
        _ rows: WordColumns<Column, Mark>,
        last: Int
    ) {
        let slots = rows.slots.filter { rows[.gap, $0] & 1 == 0 }
        for place in known.indices where place < slots.count { known[place].slot = slots[place] }
        #expect(slots.count == known.count && slots.last == last)
    }

    private static func expect(
        _ rows: WordColumns<Column, Mark>,
        toHold known: [Known],
        _ comment: Comment
    ) {
        #expect(rows.count == known.count, comment)
        for row in known {
            #expect(rows[.first, row.slot] == row.words[0], comment)
            #expect(rows[.second, row.slot] == row.words[1], comment)
            #expect(rows[.third, row.slot] == row.words[2], comment)
            #expect(rows[.gap, row.slot] == row.words[3], comment)
            if !row.entry.isEmpty {
                let place = Int(rows[.entry, row.slot])
                let start = WordColumns<Column, Mark>.entriesStart(rows.memory.head) + place
                let entry = rows.memory.read(start..<start + row.entry.count) { Self.array($0) }
                #expect(entry == row.entry, comment)
                let word = rows.withWords { $0.entryWord(at: place) }
                #expect(Self.bytes(of: word) == Array(row.entry.prefix(8)), comment)
            }
            let found = rows.firstSlot(.other, UInt64(row.marks[1])) { words, slot in
                words[.gap, slot] & 1 == 0 && words[.first, slot] == row.words[0]
                    && words[.one, slot] == row.marks[0]
            }
            let first = known.first { $0.marks == row.marks && $0.words[0] == row.words[0] }
            #expect(found == first?.slot, comment)
        }
    }
}

extension SeededGenerator {
    /// A number from 0 to `limit` − 1.
    fileprivate mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
