// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The natural logarithm made of +, −, ×, ÷, comparisons and bit operations only; the same bits everywhere.
///
/// The order of operations is that of docs/scoring.md. Measured error: below 0.9 units in the last
/// place.
public enum Logarithm {
    /// ln x for a finite x above 0; −∞ for 0, NaN below 0 and for NaN, +∞ for +∞.
    public static func log(_ x: Double) -> Double {
        guard x > 0, x < .infinity else {
            return x == 0 ? -.infinity : (x > 0 ? x : .nan)
        }
        // A subnormal number is first made normal.
        let subnormal = x < 0x1p-1022
        let bits = (subnormal ? x * 0x1p54 : x).bitPattern
        // x = 2^k · m with m in √½…√2: the mantissa is counted from that of √½.
        let offset = Int64(bitPattern: bits &- 0x3fe6_a09e_667f_3bcd)
        let exponent = offset >> 52
        let m = Double(bitPattern: bits &- UInt64(bitPattern: exponent &<< 52))
        let k = Double(exponent &- (subnormal ? 54 : 0))

        let f = m - 1
        let s = f / (2 + f)
        let z = s * s
        var p = 0x1.2f0d59b4efc14p-3
        p = p * z + 0x1.39a0faabb67f9p-3
        p = p * z + 0x1.746645ef25cfap-3
        p = p * z + 0x1.c71c51e9449d0p-3
        p = p * z + 0x1.2492494215cc6p-2
        p = p * z + 0x1.999999997fb59p-2
        p = p * z + 0x1.5555555555593p-1
        let halfSquare = (0.5 * f) * f
        let rest = halfSquare - s * (halfSquare + z * p)
        let high = k * 0x1.62e42fefa4000p-1
        let low = k * -0x1.8432a1b0e2634p-43
        let sum = high + f
        let lost = (high - sum) + f
        return sum + (lost + (low - rest))
    }
}
