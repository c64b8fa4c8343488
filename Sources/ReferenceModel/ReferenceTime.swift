// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Times as hotlist writes them: `2026-11-20T09:00:00.000Z`.
package enum ReferenceTime {
    /// Milliseconds since 1970; nil for any other form.
    package static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[23] == UInt8(ascii: "Z") else { return nil }
        func digits(_ range: Range<Int>) -> Int64? {
            Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10),
            let hour = digits(11..<13), let minute = digits(14..<16), let second = digits(17..<19),
            let millisecond = digits(20..<23), (1...12).contains(month)
        else { return nil }
        let days = days(before: year) + daysOfMonths(in: year).prefix(Int(month) - 1).reduce(0, +) + day - 1
        return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millisecond
    }

    /// Days from 1970-01-01 to the first day of `year`.
    private static func days(before year: Int64) -> Int64 {
        let whole = year - 1
        return 365 * whole + whole / 4 - whole / 100 + whole / 400 - 719_162
    }

    private static func daysOfMonths(in year: Int64) -> [Int64] {
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
}
