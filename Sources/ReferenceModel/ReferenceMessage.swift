// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The whole-number fields of a Protocol Buffers message, by number; all others are passed over.
package struct ReferenceMessage: Sendable {
    package private(set) var numbers: [UInt64: Int64] = [:]

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
            case 2: position += Int(try Self.varint(bytes, &position))
            case 5: position += 4
            default: throw Malformed(offset: position)
            }
        }
        guard position == bytes.count else { throw Malformed(offset: position) }
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
