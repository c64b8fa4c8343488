// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Reads protobuf messages where they lie: what `merge` reads at a tick is thousands of them, each inside another.
///
/// It takes, and refuses, what SwiftProtobuf does: fields come in any order, the last of several counts, and one of an
/// unexpected type is skipped like one that is not known.
struct WireReader {
    /// The bytes are no protobuf message.
    struct Malformed: Error {}

    /// How a field's value is written, the lowest three bits of its key.
    enum FieldType: UInt8 {
        case varint, fixed64, bytes, groupStart, groupEnd, fixed32
    }

    /// A field's number, and how its value is written.
    struct Field {
        let number: UInt32
        let type: FieldType
    }

    /// How many messages and groups may lie one inside the other.
    private static let depthLimit = 100

    private var position: Int
    private let end: Int
    /// How many messages and groups may still lie in this one.
    private let depth: Int

    /// A reader of the message that `bytes` are.
    init(_ bytes: Span<UInt8>) {
        self.init(position: 0, end: bytes.count, depth: Self.depthLimit - 1)
    }

    private init(position: Int, end: Int, depth: Int) {
        self.position = position
        self.end = end
        self.depth = depth
    }

    /// The next field, whose value is to be read or skipped before the one after it; nil at the end of the message.
    mutating func next(_ bytes: Span<UInt8>) throws(Malformed) -> Field? {
        guard position < end else { return nil }
        let start = position
        let field = try key(bytes)
        // Of 32 bits, in groups of seven.
        guard position - start <= 5 else { throw Malformed() }
        return field
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(Malformed) -> Field {
        let key = try varint(bytes)
        guard key <= UInt64(UInt32.max), key >= 8, let type = FieldType(rawValue: UInt8(key & 7)) else {
            throw Malformed()
        }
        return Field(number: UInt32(key >> 3), type: type)
    }

    /// A `varint`: an `int64`, `uint64`, `uint32` or `bool`.
    mutating func varint(_ bytes: Span<UInt8>) throws(Malformed) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 64 {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw Malformed()
    }

    /// An `int64`.
    mutating func integer(_ bytes: Span<UInt8>) throws(Malformed) -> Int64 {
        Int64(bitPattern: try varint(bytes))
    }

    /// A `uint32`; what lies beyond its 32 bits is ignored.
    mutating func short(_ bytes: Span<UInt8>) throws(Malformed) -> UInt32 {
        UInt32(truncatingIfNeeded: try varint(bytes))
    }

    /// A `sint64`.
    mutating func signed(_ bytes: Span<UInt8>) throws(Malformed) -> Int64 {
        let number = try varint(bytes)
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A `double`.
    mutating func double(_ bytes: Span<UInt8>) throws(Malformed) -> Double {
        guard end - position >= 8 else { throw Malformed() }
        var bits: UInt64 = 0
        for place in 0..<8 { bits |= UInt64(bytes[position + place]) << UInt64(place * 8) }
        position += 8
        return Double(bitPattern: bits)
    }

    /// A `string`.
    mutating func text(_ bytes: Span<UInt8>) throws(Malformed) -> String {
        let range = try body(bytes)
        guard let text = try? UTF8Span(validating: bytes.extracting(range)) else { throw Malformed() }
        return String(copying: text)
    }

    /// Where the bytes of a `string` are.
    mutating func textRange(_ bytes: Span<UInt8>) throws(Malformed) -> Range<Int> {
        let range = try body(bytes)
        guard (try? UTF8Span(validating: bytes.extracting(range))) != nil else { throw Malformed() }
        return range
    }

    /// Reads the message without taking anything from it; `fields` says what those numbered from 1 are.
    consuming func check(_ fields: [WireShape], _ bytes: Span<UInt8>) throws(Malformed) {
        let shapes = fields.span
        while let field = try next(bytes) {
            let place = Int(field.number) - 1
            guard field.type == .bytes, place < shapes.count else {
                try skip(field, bytes)
                continue
            }
            switch shapes[place] {
            case .text: _ = try textRange(bytes)
            case .message(let inner): try message(bytes).check(inner, bytes)
            case .other: try skip(field, bytes)
            }
        }
    }

    /// A reader of the message that is the field's value.
    mutating func message(_ bytes: Span<UInt8>) throws(Malformed) -> WireReader {
        guard depth > 0 else { throw Malformed() }
        let range = try body(bytes)
        return WireReader(position: range.lowerBound, end: range.upperBound, depth: depth - 1)
    }

    /// Passes over the value of `field`.
    mutating func skip(_ field: Field, _ bytes: Span<UInt8>) throws(Malformed) {
        try skip(field, bytes, depth)
    }

    private mutating func skip(_ field: Field, _ bytes: Span<UInt8>, _ depth: Int) throws(Malformed) {
        switch field.type {
        case .varint: _ = try varint(bytes)
        case .fixed64: try skip(8)
        case .fixed32: try skip(4)
        case .bytes: _ = try body(bytes)
        case .groupStart:
            guard depth > 0 else { throw Malformed() }
            while true {
                guard position < end else { throw Malformed() }
                let inner = try key(bytes)
                if inner.type == .groupEnd, inner.number == field.number { return }
                try skip(inner, bytes, depth - 1)
            }
        case .groupEnd: throw Malformed()
        }
    }

    private mutating func skip(_ count: Int) throws(Malformed) {
        guard end - position >= count else { throw Malformed() }
        position += count
    }

    /// The bytes of a value that tells its length.
    private mutating func body(_ bytes: Span<UInt8>) throws(Malformed) -> Range<Int> {
        let count = try varint(bytes)
        guard count <= UInt64(end - position) else { throw Malformed() }
        defer { position += Int(count) }
        return position..<position + Int(count)
    }
}

/// What a field holds, as far as it has to be looked into to know that the bytes around it are a message.
indirect enum WireShape: Sendable {
    /// A text, which is UTF-8.
    case text
    /// A message of such fields.
    case message([WireShape])
    /// Anything that can be skipped.
    case other
}
