// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Writes the fields of a state record one behind the other, as account-state.proto describes them.
///
/// By hand, as they are read: a checkpoint of a backfill writes a million records.
struct StateWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []
    /// What `text` was given, for the field that comes last.
    private var texts: [UInt8] = []

    /// A writer of nothing, with room for most records.
    init() {
        bytes.reserveCapacity(1024)
        texts.reserveCapacity(512)
    }

    /// Writes `field` with the elements that `write` adds; not if it adds none.
    @inline(__always)
    mutating func column(_ field: StateField, _ write: (inout StateWriter) -> Void) {
        let before = bytes.count
        varint(field.tag)
        // Most are shorter than 128 bytes, and then their length is one byte.
        bytes.append(0)
        let start = bytes.count
        write(&self)
        finish(field, before: before, start: start)
    }

    @inline(never)
    private mutating func finish(_ field: StateField, before: Int, start: Int) {
        var length = bytes.count - start
        if length == 0 {
            bytes.removeLast(start - before)
        } else if length < 0x80 {
            bytes[start - 1] = UInt8(length)
        } else {
            var rest: [UInt8] = []
            bytes[start - 1] = UInt8(length & 0x7f) | 0x80
            length >>= 7
            while length >= 0x80 {
                rest.append(UInt8(length & 0x7f) | 0x80)
                length >>= 7
            }
            rest.append(UInt8(length))
            bytes.insert(contentsOf: rest, at: start)
        }
    }

    /// Writes `field`, which is one varint.
    mutating func scalar(_ field: StateField, _ value: UInt64) {
        varint(field.tag)
        varint(value)
    }

    /// Writes `field`, which is one text.
    mutating func field(_ field: StateField, _ text: String) {
        varint(field.tag)
        varint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes the texts that were given, if they are not empty.
    mutating func writeTexts() {
        guard !texts.isEmpty else { return }
        varint(StateField.texts.tag)
        varint(UInt64(texts.count))
        bytes.append(contentsOf: texts)
    }

    /// Adds a text, in UTF-8, to the texts; its length goes into a column of its own.
    @inline(__always)
    mutating func text(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { unsafe texts.append(contentsOf: $0) }
    }

    /// Adds a varint.
    @inline(__always)
    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Adds a count, length or the number of something, which are never negative.
    @inline(__always)
    mutating func number(_ value: Int) {
        varint(UInt64(clamping: value))
    }

    /// Adds a varint with its lowest bit as the sign.
    @inline(__always)
    mutating func signed(_ value: Int64) {
        varint(Self.zigZag(value))
    }

    /// The integer with its sign in the lowest bit.
    @inline(__always)
    static func zigZag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
    }

    /// Adds eight bytes.
    @inline(__always)
    mutating func fixed(_ value: UInt64) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Adds a floating-point number.
    @inline(__always)
    mutating func double(_ value: Double) {
        fixed(value.bitPattern)
    }
}
