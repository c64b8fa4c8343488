// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ReferenceModel
import Scoring
import Testing

/// How many numbers lie between `left` and `right`, of the same sign, one of them included.
private func distance(_ left: Double, _ right: Double) -> UInt64 {
    let (low, high) = left.bitPattern < right.bitPattern ? (left, right) : (right, left)
    return high.bitPattern - low.bitPattern
}

@Suite struct ExponentialTests {
    @Test(arguments: ReferenceValues.exp) func `e^x is what the document says, to the bit`(
        row: ReferenceValues.Row
    ) {
        #expect(Exponential.exp(row.input).bitPattern == row.documented.bitPattern)
        #expect(ReferenceArithmetic.exp(row.input).bitPattern == row.documented.bitPattern)
        #expect(distance(Exponential.exp(row.input), row.correct) <= 1)
    }

    @Test(arguments: ReferenceValues.exp2) func `2^x is what the document says, to the bit`(
        row: ReferenceValues.Row
    ) {
        #expect(Exponential.exp2(row.input).bitPattern == row.documented.bitPattern)
        #expect(ReferenceArithmetic.exp2(row.input).bitPattern == row.documented.bitPattern)
        #expect(distance(Exponential.exp2(row.input), row.correct) <= 1)
    }

    @Test(arguments: ReferenceValues.log) func `ln x is what the document says, to the bit`(
        row: ReferenceValues.Row
    ) {
        #expect(Logarithm.log(row.input).bitPattern == row.documented.bitPattern)
        #expect(ReferenceArithmetic.log(row.input).bitPattern == row.documented.bitPattern)
        #expect(distance(Logarithm.log(row.input), row.correct) <= 1)
    }

    @Test func `2^x is exact for every integer`() {
        for n in -1074...1023 {
            let exact = Double(sign: .plus, exponent: n, significand: 1)
            #expect(Exponential.exp2(Double(n)).bitPattern == exact.bitPattern, "2^\(n)")
        }
    }

    @Test func `the ends of the range are infinity and zero`() {
        #expect(Exponential.exp(709.79) == .infinity)
        #expect(Exponential.exp(1e300) == .infinity)
        #expect(Exponential.exp(.infinity) == .infinity)
        #expect(Exponential.exp(-745.14).bitPattern == 0)
        #expect(Exponential.exp(-.infinity).bitPattern == 0)
        #expect(Exponential.exp(-745.13) == 0x1p-1074)
        #expect(Exponential.exp(.nan).isNaN)
        #expect(Exponential.exp2(1024) == .infinity)
        #expect(Exponential.exp2(1e9) == .infinity)
        #expect(Exponential.exp2(-1076).bitPattern == 0)
        #expect(Exponential.exp2(-.infinity).bitPattern == 0)
        #expect(Exponential.exp2(.nan).isNaN)
        #expect(Logarithm.log(0) == -.infinity)
        #expect(Logarithm.log(-1).isNaN)
        #expect(Logarithm.log(.nan).isNaN)
        #expect(Logarithm.log(.infinity) == .infinity)
        #expect(Logarithm.log(1).bitPattern == 0)
    }

    @Test func `2^x never falls as x rises across the seams of its reduction`() {
        for n in -20...20 {
            var x = Double(n) + 0.5
            for _ in 0..<8 { x = x.nextDown }
            for _ in 0..<16 {
                #expect(Exponential.exp2(x.nextUp) >= Exponential.exp2(x))
                x = x.nextUp
            }
        }
    }
}
