// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Scoring
import Testing

@Suite struct PublishedTests {
    @Test(arguments: [
        (0.0, 0.0), (59.795413458750325, 59.8), (27.335673114159672, 27.34), (0.125, 0.13), (0.124, 0.12),
        (-22.5594181952987, -22.56), (-0.125, -0.12), (-0.126, -0.13), (1e17, 1e17),
    ])
    func `decimals are halves rounded up`(x: Double, expected: Double) {
        #expect(Published.decimal(x) == expected)
    }

    @Test(arguments: [
        (0.0, 0), (59.795413458750325, 5980), (12.971730225214872, 1297), (100.0, 10000), (0.005, 1),
    ])
    func `urgency is a whole number of hundredths`(x: Double, expected: Int) {
        #expect(Published.hundredths(x) == expected)
    }
}
