// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// `exp` and `2^x` made of +, −, ×, comparisons and bit operations only: the same bits everywhere.
///
/// Every operation is one correctly rounded IEEE 754 binary64 operation, in the order of docs/scoring.md. Nothing is
/// fused (Swift's compiler contracts no multiplication and addition into one), and no step branches on data, so
/// that a version over SIMD lanes gives the same bits. Measured error: below 0.8 units in the last place.
public enum Exponential {
    /// e^x; +∞ above 709.78, +0 below −745.13, NaN for NaN.
    public static func exp(_ x: Double) -> Double {
        let bounded = clamp(x, -746, 710)
        let shifted = bounded * Self.binaryLogarithmOfE + Self.roundingShift
        let n = shifted - Self.roundingShift
        let high = bounded - n * Self.logarithmOf2High
        let low = n * Self.logarithmOf2Low
        let r = high - low
        let c = (high - r) - low
        return scaled(core(r, c), by: shifted)
    }

    /// 2^x; exact where x is an integer, +∞ from 1024, +0 below −1075, NaN for NaN.
    public static func exp2(_ x: Double) -> Double {
        let bounded = clamp(x, -1076, 1025)
        let shifted = bounded + Self.roundingShift
        let n = shifted - Self.roundingShift
        let f = bounded - n
        // f is split into 26 leading bits and the rest, so that the product of the leading bits is exact.
        let leading = (f + Self.splittingShift) - Self.splittingShift
        let trailing = f - leading
        let high = leading * Self.logarithmOf2Leading
        let low = leading * Self.logarithmOf2Trailing + trailing * Self.logarithmOf2
        let r = high + low
        let c = (high - r) + low
        return scaled(core(r, c), by: shifted)
    }

    /// e^(r + c) for |r| ≤ 0.35 and c a rounding error of r.
    private static func core(_ r: Double, _ c: Double) -> Double {
        var q = 0x1.ad7f6df4be97dp-26
        q = q * r + 0x1.28ad7289d501cp-22
        q = q * r + 0x1.71df255298c5bp-19
        q = q * r + 0x1.a0199a0cb904fp-16
        q = q * r + 0x1.a01a012a57b8cp-13
        q = q * r + 0x1.6c16c18429eebp-10
        q = q * r + 0x1.1111111127be4p-7
        q = q * r + 0x1.555555555087dp-5
        q = q * r + 0x1.55555555554fap-3
        q = q * r + 0x1.000000000000ap-1
        let sum = 1 + r
        let lost = r - (sum - 1)
        return sum + (lost + (c + (r * r) * q))
    }

    /// `value` · 2^n, where n sits in the low bits of `shifted`; in two steps, so that only the last one rounds.
    private static func scaled(_ value: Double, by shifted: Double) -> Double {
        let n = Int64(bitPattern: shifted.bitPattern &- Self.roundingShift.bitPattern)
        let half = n >> 1
        let first = Double(bitPattern: UInt64(bitPattern: (half &+ 1023) &<< 52))
        let second = Double(bitPattern: UInt64(bitPattern: (n &- half &+ 1023) &<< 52))
        return value * first * second
    }

    /// `x` within `low`…`high`; NaN stays NaN.
    private static func clamp(_ x: Double, _ low: Double, _ high: Double) -> Double {
        let raised = x < low ? low : x
        return raised > high ? high : raised
    }

    /// 1.5 · 2^52: adding it rounds to an integer (ties to even), which then stands in the low bits.
    private static let roundingShift = 0x1.8p52
    /// 1.5 · 2^26: adding and subtracting it rounds to a multiple of 2^−26.
    private static let splittingShift = 0x1.8p26
    private static let binaryLogarithmOfE = 0x1.71547652b82fep+0
    private static let logarithmOf2 = 0x1.62e42fefa39efp-1
    /// ln 2 in 41 bits, and the rest: n · high is exact for |n| < 2^12.
    private static let logarithmOf2High = 0x1.62e42fefa4000p-1
    private static let logarithmOf2Low = -0x1.8432a1b0e2634p-43
    /// ln 2 in 26 bits, and the rest.
    private static let logarithmOf2Leading = 0x1.62e4300000000p-1
    private static let logarithmOf2Trailing = -0x1.05c610ca86c39p-29
}
