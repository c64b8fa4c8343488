// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@Suite struct TimestampPatternTests {
    @Test(arguments: [
        ("yyyy-MM-dd HH:mm:ss", "UTC", "2026-11-20 09:00:00", "2026-11-20T09:00:00.000Z"),
        ("yyyy-MM-dd HH:mm:ss", "+02:00", "2026-11-20 01:00:00", "2026-11-19T23:00:00.000Z"),
        ("yyyy-MM-dd HH:mm:ss", "-05:30", "2026-11-20 09:00:00", "2026-11-20T14:30:00.000Z"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "Z", "2026-11-20T09:00:00.250", "2026-11-20T09:00:00.250Z"),
        (
            "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00.00'", "UTC", "2026-11-20T09:00:00.250999+00.00",
            "2026-11-20T09:00:00.250Z"
        ),
        ("yyyyMMddHHmmssS", "UTC", "202611200900007", "2026-11-20T09:00:00.700Z"),
        ("M/d/yy H:mm", "UTC", "1/2/26 9:05", "2026-01-02T09:05:00.000Z"),
        ("M/d/yy H:mm", "UTC", "11/20/26 19:05", "2026-11-20T19:05:00.000Z"),
        ("d.M.yyyy h:m a", "UTC", "20.11.2026 12:5 am", "2026-11-20T00:05:00.000Z"),
        ("d.M.yyyy h:m a", "UTC", "20.11.2026 12:5 PM", "2026-11-20T12:05:00.000Z"),
        ("d.M.yyyy hha", "UTC", "20.11.2026 11pM", "2026-11-20T23:00:00.000Z"),
        ("dd/MM/yyyy", "UTC", "20/11/2026", "2026-11-20T00:00:00.000Z"),
        ("dd/MM/yyyy", "+01:00", "20/11/2026", "2026-11-19T23:00:00.000Z"),
        ("yyyy'年'MM'月'dd'日'", "UTC", "2026年11月20日", "2026-11-20T00:00:00.000Z"),
        ("yyyy年MM月dd", "UTC", "2026年11月20", "2026-11-20T00:00:00.000Z"),
        ("yyyy-MM-dd ''H''", "UTC", "2026-11-20 '9'", "2026-11-20T09:00:00.000Z"),
    ])
    func `a stated form is read`(pattern: String, zone: String, text: String, expected: String) throws {
        let compiled = try TimestampPattern(pattern, zone: zone)
        #expect(compiled.timestamp(text.utf8.span)?.description == expected)
    }

    @Test(arguments: [
        ("yyyy-MM-dd HH:mm:ss", "2026-11-20T09:00:00"), ("yyyy-MM-dd HH:mm:ss", "2026-11-20 09:00:00Z"),
        ("yyyy-MM-dd HH:mm:ss", "2026-11-20 09:00"), ("yyyy-MM-dd HH:mm:ss", "2026-11-20 9:00:00"),
        ("yyyy-MM-dd HH:mm:ss", "2026-11-20 24:00:00"), ("yyyy-MM-dd HH:mm:ss", "2026-11-20 09:60:00"),
        ("yyyy-MM-dd HH:mm:ss", "2026-11-20 09:00:60"), ("yyyy-MM-dd", "2026-02-29"),
        ("yyyy-MM-dd", "2026-13-01"),
        ("yyyy-MM-dd", ""), ("yyyy-MM-dd", "26-11-20"), ("d.M.yyyy h a", "20.11.2026 0 AM"),
        ("d.M.yyyy h a", "20.11.2026 13 AM"), ("d.M.yyyy h a", "20.11.2026 1 XM"),
        ("d.M.yyyy h a", "20.11.2026 1"),
        ("M/d/yy", "111/2/26"), ("M/d/yy", "//26"),
    ])
    func `a text of another form is refused`(pattern: String, text: String) throws {
        #expect(try TimestampPattern(pattern).timestamp(text.utf8.span) == nil)
    }

    @Test func `a moment outside the years 0 to 9999 is refused`() throws {
        let pattern = try TimestampPattern("yyyy-MM-dd", zone: "+01:00")
        #expect(pattern.timestamp("0000-01-01".utf8.span) == nil)
        #expect(pattern.timestamp("0000-01-02".utf8.span) != nil)
    }

    @Test func `a pattern without a time of day is of dates only`() throws {
        #expect(try TimestampPattern("d/M/yy").isDateOnly)
        #expect(try !TimestampPattern("d/M/yy H").isDateOnly)
    }

    @Test(
        arguments: [
            ("yyyy-MMM-dd", .unknownLetters("MMM")), ("yyyy-MM-dd EEE", .unknownLetters("EEE")),
            ("yyyy-MM-ddTHH", .unknownLetters("T")), ("yyy-MM-dd", .unknownLetters("yyy")),
            ("YYYY-MM-dd", .unknownLetters("YYYY")),
            ("yyyy-MM-dd SSSSSSSSSS", .unknownLetters("SSSSSSSSSS")), ("yyyy-MM-dd 'T", .unclosedQuote),
            ("MM-dd", .missing("y")), ("yyyy-dd", .missing("M")), ("yyyy-MM", .missing("d")),
            ("", .missing("y")),
            ("yyyy-MM-dd dd", .repeated("d")), ("yyyy-MM-dd h", .halfDay), ("yyyy-MM-dd H a", .halfDay),
            ("yyyy-MM-dd H h a", .halfDay),
        ] as [(String, TimestampPatternError)]
    )
    func `a pattern that cannot be used is refused`(pattern: String, error: TimestampPatternError) {
        #expect(throws: error) { try TimestampPattern(pattern) }
        #expect(!error.description.isEmpty)
    }

    @Test(arguments: ["", "utc", "CET", "Europe/Berlin", "+2:00", "+02", "+24:00", "02:00", "+02:00 "])
    func `a zone that is no fixed offset is refused`(zone: String) {
        #expect(throws: TimestampPatternError.unknownZone(zone)) {
            try TimestampPattern("yyyy-MM-dd", zone: zone)
        }
    }
}
