// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Writes protobuf messages into one buffer: what a tick sends is thousands of them, each inside another.
///
/// As proto3 has it, a field of the value that stands for none is left out.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    /// Makes room for `count` bytes in all.
    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Begins anew, with the room that there is.
    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// A text, unless it is empty.
    mutating func text(_ field: UInt64, _ text: String) {
        guard !text.isEmpty else { return }
        anyText(field, text)
    }

    /// A text, empty or not, as one of several or in place of others.
    mutating func anyText(_ field: UInt64, _ text: String) {
        key(field, 2)
        varint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// An `int64`, `uint64` or `uint32`, unless it is 0.
    mutating func integer(_ field: UInt64, _ number: Int64) {
        guard number != 0 else { return }
        key(field, 0)
        varint(UInt64(bitPattern: number))
    }

    /// A `sint64`, unless it is 0.
    mutating func signed(_ field: UInt64, _ number: Int64) {
        guard number != 0 else { return }
        key(field, 0)
        varint(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    /// A `bool` in place of others.
    mutating func anyBoolean(_ field: UInt64, _ boolean: Bool) {
        key(field, 0)
        varint(boolean ? 1 : 0)
    }

    /// A `double` in place of others.
    mutating func anyDouble(_ field: UInt64, _ number: Double) {
        key(field, 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
        }
    }

    /// A message of the given bytes.
    mutating func message(_ field: UInt64, _ encoding: [UInt8]) {
        key(field, 2)
        varint(UInt64(encoding.count))
        bytes.append(contentsOf: encoding)
    }

    /// A message that `body` writes the fields of.
    mutating func message(_ field: UInt64, _ body: (inout WireWriter) -> Void) {
        key(field, 2)
        // Most take two bytes to tell their length, or one, which is known afterwards.
        let start = bytes.count
        bytes.append(0)
        body(&self)
        var length = UInt64(bytes.count - start - 1)
        var place = start
        while length >= 0x80 {
            bytes[place] = UInt8(truncatingIfNeeded: length) | 0x80
            length >>= 7
            place += 1
            bytes.insert(0, at: place)
        }
        bytes[place] = UInt8(length)
    }

    private mutating func key(_ field: UInt64, _ type: UInt64) {
        varint(field << 3 | type)
    }

    private mutating func varint(_ number: UInt64) {
        var left = number
        while left >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }
}
