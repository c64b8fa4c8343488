// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How busy the hours of a day are.
enum SampleDay {
    /// Records in each hour of a day (UTC), in parts of a thousand of the average.
    private static let hours = [
        250, 250, 250, 250, 250, 300, 500, 850, 1350, 1850, 1950, 1850, 1450, 1650, 1950, 1950, 1750, 1450,
        1050, 850,
        700, 600, 450, 345,
    ]

    /// How many times the average there are at a time of day, in milliseconds after midnight.
    static func factor(at millisecond: Int64) -> Double {
        let hour = Int(millisecond / 3_600_000)
        let sum = hours.reduce(0, +)
        return Double(hours[hour] * hours.count) / Double(sum)
    }
}
