// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// A moment counted in half-lives: the whole ones since the epoch, and the rest.
struct HalfLifeMoment {
    /// q: `floorDiv(t, h)`.
    let number: Int64
    /// r / h: what has passed of the half-life, 0 ≤ x < 1.
    let rest: Double

    /// The moment `time` in half-lives of `halfLife` milliseconds.
    init(_ time: Int64, halfLife: Int64) {
        number = floorDiv(time, halfLife)
        rest = Double(time - number * halfLife) / Double(halfLife)
    }

    /// 2^(r/h).
    var growth: Double { Exponential.exp2(rest) }

    /// 2^(−r/h).
    var decay: Double { Exponential.exp2(-rest) }
}
