// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 1, 1, 10_957), (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017),
            (2026, 11, 20, 20_777), (1600, 2, 29, -135_081), (0, 1, 1, -719_528), (0, 2, 29, -719_469),
            (9999, 12, 31, 2_932_896), (-1, 12, 31, -719_529),
        ] as [(Int, Int, Int, Int64)]
    )
    func `a day and its number`(year: Int, month: Int, day: Int, number: Int64) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == number)
        #expect(CivilDate(daysSinceEpoch: number) == date)
    }

    @Test func `the first and the last day of all have numbers`() {
        #expect(CivilDate(year: -9_999_999, month: 1, day: 1)?.daysSinceEpoch == -3_653_144_162)
        #expect(CivilDate(year: 9_999_999, month: 12, day: 31)?.daysSinceEpoch == 3_651_705_471)
    }

    @Test func `days follow one another through every kind of year`() throws {
        var last = try #require(CivilDate(year: 1599, month: 12, day: 31))
        let first = last.daysSinceEpoch
        for number in (first + 1)...(first + 146_097 + 400) {
            let date = CivilDate(daysSinceEpoch: number)
            #expect(date.daysSinceEpoch == number)
            #expect(last < date)
            let isNext = date.day == last.day + 1 && date.month == last.month && date.year == last.year
            let isNextMonth = date.day == 1 && date.month == last.month + 1 && date.year == last.year
            let isNextYear =
                date.day == 1 && date.month == 1 && last.month == 12 && date.year == last.year + 1
            #expect(isNext || isNextMonth || isNextYear)
            last = date
        }
    }

    @Test(
        arguments: [
            (2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0),
            (2026, 1, 32),
            (.max, 1, 1), (.min, 1, 1),
        ] as [(Int, Int, Int)]
    )
    func `a day that the calendar has not is refused`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `dates are read and written`() {
        #expect(CivilDate(iso8601: "2026-11-20")?.description == "2026-11-20")
        #expect(CivilDate(iso8601: "0007-01-02")?.description == "0007-01-02")
        #expect(CivilDate(iso8601: "2026-11-20")?.start.milliseconds == 1_795_132_800_000)
        for text in ["2026-11-31", "2026-1-20", "2026-11-20T", "20261120", "", "2026-11", " 2026-11-20"] {
            #expect(CivilDate(iso8601: text) == nil)
        }
    }

    @Test func `division rounds downwards`() {
        #expect(floorDiv(7, 2) == 3)
        #expect(floorDiv(-7, 2) == -4)
        #expect(floorDiv(-8, 2) == -4)
        #expect(floorDiv(-1, 86_400_000) == -1)
        #expect(floorDiv(0, 3) == 0)
        #expect(floorDiv(.min, 1) == .min)
        #expect(floorDiv(.max, .max) == 1)
        #expect(floorDiv(.min, .max) == -2)
    }
}
