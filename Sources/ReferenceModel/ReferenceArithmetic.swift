// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// `exp`, `2^x` and `ln` as docs/scoring.md gives them, written from that page.
package enum ReferenceArithmetic {
    private static let roundsToInteger = 0x1.8p52
    private static let roundsToGrid = 0x1.8p26
    private static let core: [Double] = [
        0x1.ad7f6df4be97dp-26, 0x1.28ad7289d501cp-22, 0x1.71df255298c5bp-19, 0x1.a0199a0cb904fp-16,
        0x1.a01a012a57b8cp-13, 0x1.6c16c18429eebp-10, 0x1.1111111127be4p-7, 0x1.555555555087dp-5,
        0x1.55555555554fap-3, 0x1.000000000000ap-1,
    ]
    private static let logarithm: [Double] = [
        0x1.2f0d59b4efc14p-3, 0x1.39a0faabb67f9p-3, 0x1.746645ef25cfap-3, 0x1.c71c51e9449d0p-3,
        0x1.2492494215cc6p-2, 0x1.999999997fb59p-2, 0x1.5555555555593p-1,
    ]

    /// e^x.
    package static func exp(_ x: Double) -> Double {
        let x = x < -746 ? -746 : x > 710 ? 710 : x
        let t = x * 0x1.71547652b82fep+0 + roundsToInteger
        let n = t - roundsToInteger
        let a = x - n * 0x1.62e42fefa4000p-1
        let b = n * -0x1.8432a1b0e2634p-43
        let r = a - b
        return scaled(raised(r, (a - r) - b), t)
    }

    /// 2^x.
    package static func exp2(_ x: Double) -> Double {
        let x = x < -1076 ? -1076 : x > 1025 ? 1025 : x
        let t = x + roundsToInteger
        let f = x - (t - roundsToInteger)
        let u = (f + roundsToGrid) - roundsToGrid
        let a = u * 0x1.62e4300000000p-1
        let b = u * -0x1.05c610ca86c39p-29 + (f - u) * 0x1.62e42fefa39efp-1
        let r = a + b
        return scaled(raised(r, (a - r) + b), t)
    }

    /// ln x, for a finite x above 0.
    package static func log(_ x: Double) -> Double {
        let isSmall = x < 0x1p-1022
        let bits = Int64(bitPattern: (isSmall ? x * 0x1p54 : x).bitPattern)
        let g = (bits - 0x3fe6_a09e_667f_3bcd) >> 52
        let m = Double(bitPattern: UInt64(bitPattern: bits - (g << 52)))
        let k = Double(g - (isSmall ? 54 : 0))
        let f = m - 1
        let s = f / (2 + f)
        let z = s * s
        let p = logarithm.dropFirst().reduce(logarithm[0]) { $0 * z + $1 }
        let y = (0.5 * f) * f
        let e = y - s * (y + z * p)
        let a = k * 0x1.62e42fefa4000p-1
        let b = k * -0x1.8432a1b0e2634p-43
        let t = a + f
        return t + (((a - t) + f) + (b - e))
    }

    /// `floor(100·x + 0.5)`.
    package static func hundredths(_ x: Double) -> Int {
        Int((100 * x + 0.5).rounded(.down))
    }

    private static func raised(_ r: Double, _ c: Double) -> Double {
        let q = core.dropFirst().reduce(core[0]) { $0 * r + $1 }
        let s = 1 + r
        let e = r - (s - 1)
        return s + (e + (c + (r * r) * q))
    }

    private static func scaled(_ v: Double, _ t: Double) -> Double {
        let n = Int64(bitPattern: t.bitPattern) - Int64(bitPattern: roundsToInteger.bitPattern)
        let h = n >> 1
        return (v * power(h)) * power(n - h)
    }

    private static func power(_ k: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: (k + 1023) << 52))
    }
}
