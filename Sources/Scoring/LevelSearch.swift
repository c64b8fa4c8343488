// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CScoring

/// A search through many numbers for the few that are above a level.
public enum LevelSearch {
    /// How many numbers are looked at together.
    public static let step = Int(CSCORING_SKIP)

    /// Where, from `start` on in steps of `step`, a step begins that has a number above `level`, or the last, which is not
    /// a whole one.
    public static func skip(_ numbers: [UInt16], from start: Int, upTo level: UInt16) -> Int {
        // It reads numbers from `start` up to the last.
        unsafe Int(cscoring_skip(numbers, start, numbers.count, level))
    }
}
