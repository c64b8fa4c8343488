// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Decimal digits of dates and times.
enum Decimal {
    /// Puts the two digits of `value`, 0 to 99, in place of the bytes at `place`.
    @inline(__always)
    static func set(_ value: UInt32, at place: Int, in bytes: inout [UInt8]) {
        bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10)
        bytes[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
    }

    /// The digit that a byte is; nil for other bytes.
    @inline(__always)
    static func digit(_ byte: UInt8) -> Int? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int(digit) : nil
    }
}
