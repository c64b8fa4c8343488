// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The forms in which numbers leave hotlist.
public enum Published {
    /// `x` to two decimals: `floor(100 · x + 0.5) / 100`.
    public static func decimal(_ x: Double) -> Double {
        floor(100 * x + 0.5) / 100
    }

    /// `x` in hundredths: `floor(100 · x + 0.5)`; for the urgency, where x lies in 0…100.
    public static func hundredths(_ x: Double) -> Int {
        let rounded = floor(100 * x + 0.5)
        return abs(rounded) < Self.integral ? Int(rounded) : (rounded > 0 ? Int.max : Int.min)
    }

    /// The largest integer that is not above `x`; exact, without the platform's `floor`.
    static func floor(_ x: Double) -> Double {
        guard abs(x) < Self.integral else { return x }
        let truncated = Double(Int64(x))
        return truncated > x ? truncated - 1 : truncated
    }

    /// 2^52: from here on every number is an integer.
    private static let integral = 0x1p52
}
