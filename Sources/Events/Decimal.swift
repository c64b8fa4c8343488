// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Decimal digits of dates and times.
enum Decimal {
    /// Appends `value` with at least `width` digits.
    static func append(_ value: UInt, width: Int, to bytes: inout [UInt8]) {
        var divisor: UInt = 1
        for _ in 1..<width { divisor *= 10 }
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// The digit that a byte is; nil for other bytes.
    @inline(__always)
    static func digit(_ byte: UInt8) -> Int? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int(digit) : nil
    }
}
