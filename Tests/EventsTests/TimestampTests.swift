// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-20T09:00:00Z", 1_795_165_200_000),
            ("2026-11-20T09:00:00.25Z", 1_795_165_200_250),
            ("2026-11-20T09:00:00.2509999999999Z", 1_795_165_200_250),
            ("2026-11-20T09:00:00.0009Z", 1_795_165_200_000),
            ("2026-11-20t09:00:00z", 1_795_165_200_000),
            ("2026-11-20 09:00:00Z", 1_795_165_200_000),
            ("2026-11-20T10:00:00+01:00", 1_795_165_200_000),
            ("2026-11-20T03:30:00-05:30", 1_795_165_200_000),
            ("2026-11-20T09:00:00-00:00", 1_795_165_200_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("9999-12-31T23:59:59.999+00:01", 253_402_300_739_999),
            ("2016-12-31T23:59:60Z", 1_483_228_799_999),
            ("2016-12-31T23:59:60.5Z", 1_483_228_799_999),
            ("2017-01-01T00:59:60+01:00", 1_483_228_799_999),
        ] as [(String, Int64)]
    )
    func `RFC 3339 is read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-20", "2026-11-20T09:00Z", "2026-11-20T09:00:00", "2026-11-20T09:00:00.Z",
        "2026-11-20T09:00:00,5Z", "2026-11-20T9:00:00Z", "26-11-20T09:00:00Z", "2026-1-20T09:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-00T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z",
        "2026-11-20T09:00:61Z", "2026-11-20T09:00:60Z", "2016-12-31T23:59:60+01:00",
        "2026-11-20T09:00:00+24:00",
        "2026-11-20T09:00:00+01:60", "2026-11-20T09:00:00+0100", "2026-11-20T09:00:00+01",
        "2026-11-20T09:00:00ZZ",
        " 2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z ", "2026/11/20T09:00:00Z", "+2026-11-20T09:00:00Z",
        "-001-11-20T09:00:00Z", "2026-11-20X09:00:00Z", "20261120T090000Z", "2026-11-20T09:00:00 Z",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２026-11-20T09:00:00Z",
        "2026-11-20T09:00:00.5",
    ])
    func `what is not RFC 3339 is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_165_200_250, "2026-11-20T09:00:00.250Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (7, "1970-01-01T00:00:00.007Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (253_402_300_800_000, "10000-01-01T00:00:00.000Z"),
            (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func `a moment is written with milliseconds`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test func `the bounds are what can be written`() {
        #expect(Timestamp.earliest.description == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp.latest.description == "9999-12-31T23:59:59.999Z")
        #expect(!Timestamp(milliseconds: .min).description.isEmpty)
        #expect(!Timestamp(milliseconds: .max).description.isEmpty)
    }

    @Test func `what is written reads back`() {
        let seed = SeededGenerator.seed
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let range = Timestamp.earliest.milliseconds...Timestamp.latest.milliseconds
            let moment = Timestamp(milliseconds: Int64.random(in: range, using: &generator))
            #expect(Timestamp(rfc3339: moment.description) == moment, "seed \(seed)")
        }
    }

    @Test func `Foundation's calendar agrees`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let seed = SeededGenerator.seed &+ 1
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0...4_102_444_800_000, using: &generator))
            let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            #expect(moment.date.year == parts.year, "seed \(seed)")
            #expect(moment.date.month == parts.month, "seed \(seed)")
            #expect(moment.date.day == parts.day, "seed \(seed)")
        }
    }
}
