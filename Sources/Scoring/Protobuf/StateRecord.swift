// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where in the bytes of a state record its fields lie.
///
/// It reads what account-state.proto describes by hand: a generated message would make an array of every column
/// first, and a million records are read when a partition is restored. Fields may come in any order, and those of
/// other numbers are passed over, but each may be there only once, and columns only packed.
struct StateRecord: ~Copyable {
    /// Where each field lies, by its number, and the version in the place of 0; empty at 0 if it is not there.
    private var ranges = InlineArray<43, Range<UInt32>>(repeating: 0..<0)

    /// Finds the fields in `bytes`.
    init(_ bytes: Span<UInt8>) throws(StateRecordError) {
        guard bytes.count <= Int(UInt32.max) else { throw .notProtobuf }
        var position = 0
        while position < bytes.count {
            let tag = try Self.varint(at: &position, in: bytes)
            guard let type = WireType(rawValue: tag & 7), tag >> 3 > 0, tag >> 3 < 1 << 29 else {
                throw .notProtobuf
            }
            let range = try Self.range(of: type, at: &position, in: bytes)
            guard let place = Self.place(ofNumber: tag >> 3) else { continue }
            guard (type == .varint) == Self.isVarint(place), type == .varint || type == .bytes else {
                throw Self.fault(place, "is not written as this field is")
            }
            guard ranges[place].lowerBound == 0 else { throw Self.fault(place, "is there twice") }
            ranges[place] = UInt32(range.lowerBound)..<UInt32(range.upperBound)
        }
    }

    /// Whether the field is there.
    func contains(_ field: StateField) -> Bool {
        // A tag goes before every field, so that none begins at 0.
        range(of: field).lowerBound > 0
    }

    /// Where the field lies, without its tag and length.
    @inline(__always)
    func range(of field: StateField) -> Range<Int> {
        let range = ranges[Self.place(of: field)]
        return Int(range.lowerBound)..<Int(range.upperBound)
    }

    /// The elements of the field; none if it is not there.
    @inline(__always)
    func column(_ field: StateField) -> StateColumn {
        StateColumn(field, range(of: field))
    }

    /// The field as integers that each are less the one before.
    @inline(__always)
    func differences(_ field: StateField) -> DifferenceColumn {
        DifferenceColumn(column(field))
    }

    @inline(__always)
    private static func place(of field: StateField) -> Int {
        field == .version ? 0 : field.rawValue
    }

    /// The place of the field of a number; nil if there is none.
    @inline(__always)
    private static func place(ofNumber number: UInt64) -> Int? {
        if number <= UInt64(StateField.lastNumber) { return Int(number) }
        return number == UInt64(StateField.version.rawValue) ? 0 : nil
    }

    @inline(__always)
    private static func isVarint(_ place: Int) -> Bool {
        place == 0 || place == StateField.foldedThrough.rawValue || place == StateField.latestEvicted.rawValue
    }

    @inline(never)
    private static func fault(_ place: Int, _ problem: String) -> StateRecordError {
        let field = StateField(rawValue: place) ?? .version
        return .malformed(field: field.name, problem: problem)
    }

    /// Where the value of the field behind a tag lies; a varint's bytes are not looked at but for its end.
    private static func range(
        of type: WireType,
        at position: inout Int,
        in bytes: Span<UInt8>
    ) throws(StateRecordError) -> Range<Int> {
        var start = position
        let length: Int
        switch type {
        case .varint:
            _ = try varint(at: &position, in: bytes)
            return start..<position
        case .fixed64: length = 8
        case .fixed32: length = 4
        case .bytes:
            let said = try varint(at: &position, in: bytes)
            start = position
            length = Int(clamping: said)
        }
        guard length <= bytes.count - start else { throw .notProtobuf }
        position = start + length
        return start..<position
    }

    @inline(__always)
    private static func varint(at position: inout Int, in bytes: Span<UInt8>) throws(StateRecordError)
        -> UInt64
    {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte < 2 else { break }
            value |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .notProtobuf
    }
}
