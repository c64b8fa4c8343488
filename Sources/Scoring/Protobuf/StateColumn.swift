// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// A field of a state record that is read from its first element to its last.
///
/// It knows where in the record it lies, and is handed the record's bytes with every read.
struct StateColumn {
    /// The field.
    let field: StateField
    private(set) var position: Int
    private let limit: Int

    /// The column `field` in `range` of the record.
    @inline(__always)
    init(_ field: StateField, _ range: Range<Int>) {
        self.field = field
        position = range.lowerBound
        limit = range.upperBound
    }

    /// How many bytes were not read; at least as many as elements.
    @inline(__always)
    var bytesLeft: Int { limit - position }

    /// Whether there is an element that was not read.
    @inline(__always)
    var hasNext: Bool { position < limit }

    /// The next varint.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>) throws(StateRecordError) -> UInt64 {
        guard position < limit else { throw fault("is too short") }
        let first = bytes[position]
        position += 1
        return first < 0x80 ? UInt64(first) : try rest(after: first, bytes)
    }

    /// What a varint of more than one byte stands for.
    @inline(never)
    private mutating func rest(after first: UInt8, _ bytes: Span<UInt8>) throws(StateRecordError) -> UInt64 {
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while position < limit {
            let byte = bytes[position]
            position += 1
            // Nine bytes have 63 bits: the tenth has but one more.
            guard shift < 63 || byte < 2 else { break }
            value |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw fault("holds what is no varint")
    }

    /// The next varint, which must fit into 32 bits.
    @inline(__always)
    mutating func nextShort(_ bytes: Span<UInt8>) throws(StateRecordError) -> Int {
        let value = try next(bytes)
        guard value <= UInt64(UInt32.max) else { throw fault("holds too large a number") }
        return Int(truncatingIfNeeded: value)
    }

    /// The next varint, with its lowest bit as the sign.
    @inline(__always)
    mutating func nextSigned(_ bytes: Span<UInt8>) throws(StateRecordError) -> Int64 {
        let value = try next(bytes)
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The next number of eight bytes.
    @inline(__always)
    mutating func nextFixed(_ bytes: Span<UInt8>) throws(StateRecordError) -> UInt64 {
        guard bytesLeft >= 8 else { throw fault("is too short") }
        // Any eight bytes are a number, and the span checks that they are its own.
        let value = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
        position += 8
        return UInt64(littleEndian: value)
    }

    /// The next floating-point number.
    @inline(__always)
    mutating func nextDouble(_ bytes: Span<UInt8>) throws(StateRecordError) -> Double {
        Double(bitPattern: try nextFixed(bytes))
    }

    /// The next floating-point number, which must be at least zero.
    @inline(__always)
    mutating func nextStrength(_ bytes: Span<UInt8>) throws(StateRecordError) -> Double {
        let strength = try nextDouble(bytes)
        guard strength >= 0 else { throw fault("is none") }
        return strength
    }

    /// Refuses a column that was not read to its end.
    @inline(__always)
    func end() throws(StateRecordError) {
        guard position == limit else { throw fault("is too long") }
    }

    /// What to throw of this column.
    @inline(never)
    func fault(_ problem: StaticString) -> StateRecordError {
        .malformed(field: field.name, problem: "\(problem)")
    }
}

/// A column of integers, each less the one before.
struct DifferenceColumn {
    private var column: StateColumn
    private var last: Int64 = 0

    /// The differences in `column`.
    @inline(__always)
    init(_ column: StateColumn) {
        self.column = column
    }

    /// Whether there is an integer that was not read.
    var hasNext: Bool { column.hasNext }

    /// The next integer of differences without a sign.
    @inline(__always)
    mutating func nextOffset(_ bytes: Span<UInt8>) throws(StateRecordError) -> Int64 {
        last &+= Int64(bitPattern: try column.next(bytes))
        return last
    }

    /// The next integer of differences with a sign.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>) throws(StateRecordError) -> Int64 {
        last &+= try column.nextSigned(bytes)
        return last
    }

    /// The next integer as a time, which must lie in the years that events may have.
    @inline(__always)
    mutating func nextTime(_ bytes: Span<UInt8>) throws(StateRecordError) -> Timestamp {
        let time = Timestamp(milliseconds: try next(bytes))
        guard time >= .earliest, time <= .latest else { throw column.fault("holds no time") }
        return time
    }

    /// Refuses a column that was not read to its end.
    @inline(__always)
    func end() throws(StateRecordError) {
        try column.end()
    }
}
