// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A number that an account's score is made of, and how fast it can move while no event of the account comes.
struct MovingNumber {
    /// As it is.
    var value: Double
    /// How much it can rise in a millisecond.
    var rise: Double
    /// How much it can fall in a millisecond.
    var fall: Double
    /// More than rounding errors can amount to, now and later.
    var error: Double

    /// Rates and errors are worked out with rounding errors themselves: those need less than this part.
    private static let margin = 1 - 0x1p-20

    /// How many milliseconds it certainly stays on its side of `limit`; 0 where rounding errors alone could move it over.
    func time(until limit: Double) -> Double {
        // What does not move has the same bits at all times.
        guard rise > 0 || fall > 0 else { return .infinity }
        let distance = abs(limit - value) - error
        guard distance > 0 else { return 0 }
        let rate = limit > value ? rise : fall
        return rate > 0 ? distance / rate * Self.margin : .infinity
    }

    /// How many milliseconds its hundredths, `floor(100 · x + 0.5)`, certainly stay what they are.
    var timeAsHundredths: Double {
        let hundredths = 100 * self
        let published = Published.floor(hundredths.value + 0.5)
        return min(hundredths.time(until: published - 0.5), hundredths.time(until: published + 0.5))
    }

    /// The sum of two numbers.
    static func + (left: MovingNumber, right: MovingNumber) -> MovingNumber {
        MovingNumber(
            value: left.value + right.value,
            rise: left.rise + right.rise,
            fall: left.fall + right.fall,
            error: left.error + right.error
        )
    }

    /// A multiple by a factor above 0.
    static func * (factor: Double, number: MovingNumber) -> MovingNumber {
        MovingNumber(
            value: factor * number.value,
            rise: factor * number.rise,
            fall: factor * number.fall,
            error: factor * number.error
        )
    }
}
