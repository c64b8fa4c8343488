// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The fields of a Protocol Buffers message, by number; fixed-width ones are passed over.
package struct ReferenceMessage: Sendable {
    /// The whole numbers.
    package private(set) var numbers: [UInt64: Int64] = [:]
    /// The texts, and the packed columns of numbers.
    package private(set) var bytes: [UInt64: [UInt8]] = [:]

    /// What keeps bytes from being a message.
    package struct Malformed: Error {
        package var offset: Int
    }

    /// Reads a message.
    package init(_ bytes: [UInt8]) throws(Malformed) {
        var position = 0
        while position < bytes.count {
            let tag = try Self.varint(bytes, &position)
            switch tag & 7 {
            case 0: numbers[tag >> 3] = Int64(bitPattern: try Self.varint(bytes, &position))
            case 1: position += 8
            case 2:
                let length = Int(try Self.varint(bytes, &position))
                guard length <= bytes.count - position else { throw Malformed(offset: position) }
                self.bytes[tag >> 3] = Array(bytes[position..<position + length])
                position += length
            case 5: position += 4
            default: throw Malformed(offset: position)
            }
        }
        guard position == bytes.count else { throw Malformed(offset: position) }
    }

    /// A `sint64`; nil where there is none.
    package func signed(_ field: UInt64) -> Int64? {
        numbers[field].map { Self.signed(UInt64(bitPattern: $0)) }
    }

    /// A text; empty where there is none.
    package func text(_ field: UInt64) -> String {
        String(decoding: bytes[field] ?? [], as: UTF8.self)
    }

    /// A packed column of whole numbers.
    package func column(_ field: UInt64) throws(Malformed) -> [UInt64] {
        let packed = bytes[field] ?? []
        var position = 0
        var elements: [UInt64] = []
        while position < packed.count { elements.append(try Self.varint(packed, &position)) }
        return elements
    }

    /// A packed column of whole numbers that each say how much more they are than the one before.
    package func sums(_ field: UInt64, isSigned: Bool) throws(Malformed) -> [Int64] {
        var last: Int64 = 0
        return try column(field).map { element throws(Malformed) in
            last &+= isSigned ? Self.signed(element) : Int64(bitPattern: element)
            return last
        }
    }

    /// The number that a `sint64` stands for.
    private static func signed(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Malformed(offset: position)
    }
}
