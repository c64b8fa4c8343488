// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Decimal digits of dates and times.
enum Decimal {
    /// Appends `value` with at least `width` digits, 2 to 4.
    static func append(_ value: UInt, width: Int, to bytes: inout [UInt8]) {
        if value >= 10_000 { bytes += String(value / 10_000).utf8 }
        if width > 3 || value >= 1000 { bytes.append(digit(value / 1000 % 10)) }
        if width > 2 || value >= 100 { bytes.append(digit(value / 100 % 10)) }
        bytes.append(digit(value / 10 % 10))
        bytes.append(digit(value % 10))
    }

    @inline(__always)
    private static func digit(_ value: UInt) -> UInt8 {
        UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    }

    /// The digit that a byte is; nil for other bytes.
    @inline(__always)
    static func digit(_ byte: UInt8) -> Int? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int(digit) : nil
    }
}
