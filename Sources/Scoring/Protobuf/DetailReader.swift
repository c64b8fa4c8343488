// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Reads the details of a state record's signals, one after the other.
struct DetailReader {
    private var columns: StateColumn
    private var numbers: StateColumn

    /// A reader of the columns of details in `record`.
    init(_ record: borrowing StateRecord) {
        columns = record.column(.details)
        numbers = record.column(.detailNumbers)
    }

    /// Writes the detail of the next signal to `entry`; without one it is checked all the same.
    mutating func next(
        _ bytes: Span<UInt8>,
        _ texts: inout StateTexts,
        into entry: inout SignalEntryWriter?
    ) throws(StateRecordError) {
        let count = try columns.nextShort(bytes)
        guard count <= columns.bytesLeft else { throw columns.fault("is too short") }
        entry?.write(length: count)
        for _ in 0..<count {
            let shape = try columns.nextShort(bytes)
            let name = shape / 8
            guard name <= SignalDetail.names.count else { throw columns.fault("has no such name") }
            entry?.write(byte: UInt8(name))
            if name == SignalDetail.names.count { try text(bytes, &texts, into: &entry) }
            try value(ofType: shape % 8, bytes, &texts, into: &entry)
        }
    }

    private mutating func value(
        ofType type: Int,
        _ bytes: Span<UInt8>,
        _ texts: inout StateTexts,
        into entry: inout SignalEntryWriter?
    ) throws(StateRecordError) {
        switch type {
        case 0:
            entry?.write(.text)
            try text(bytes, &texts, into: &entry)
        case 1:
            let number = try numbers.nextDouble(bytes)
            guard number.isFinite else { throw numbers.fault("is not finite") }
            entry?.write(.number)
            entry?.write(word: number.bitPattern)
        case 2: entry?.write(.no)
        case 3: entry?.write(.yes)
        case 4:
            let count = try columns.nextShort(bytes)
            entry?.write(.texts)
            entry?.write(length: count)
            for _ in 0..<count { try text(bytes, &texts, into: &entry) }
        default: throw columns.fault("holds a type that is not there")
        }
    }

    private mutating func text(
        _ bytes: Span<UInt8>,
        _ texts: inout StateTexts,
        into entry: inout SignalEntryWriter?
    ) throws(StateRecordError) {
        let range = try texts.nextRange(try columns.nextShort(bytes), bytes)
        entry?.write(text: bytes.extracting(range))
    }

    /// Refuses columns that were not read to their end.
    func end() throws(StateRecordError) {
        try columns.end()
        try numbers.end()
    }
}
