// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Events
import SampleSignals
import Testing

@testable import hotlist

@Suite struct SampleOptionsTests {
    private let start = Timestamp(milliseconds: nine)

    private func settings(_ arguments: String...) throws -> SampleSettings {
        try SampleOptions.parse(arguments).settings(seed: 1, start: start, rate: 0.05, count: 1000)
    }

    @Test func `what is not given has its default, and few records are about few companies`() throws {
        #expect(try settings().accounts == 100)
        #expect(try settings("--count", "20").accounts == 2)
        #expect(try settings("--count", "3").accounts == 1)
        #expect(try settings("--count", "20", "--accounts", "50").accounts == 50)
        let given = try settings(
            "--seed",
            "9",
            "--rate",
            "5",
            "--start",
            "2026-01-02T03:04:05Z",
            "--late",
            "0.5"
        )
        #expect(given.seed == 9)
        #expect(given.recordsPerSecond == 5)
        #expect(given.start == Timestamp(milliseconds: 1_767_323_045_000))
        #expect(given.lateShare == 0.5)
    }

    @Test func `a duration ends the stream by its own clock`() throws {
        let options = try SampleOptions.parse(["--duration", "10m"])
        let settings = options.settings(seed: 1, start: start, rate: 1, count: nil)
        #expect(options.end(of: settings) == Timestamp(milliseconds: nine + 600_000))
        #expect(try SampleOptions.parse([]).end(of: settings) == nil)
    }

    @Test(arguments: [
        ["--count", "0"], ["--rate", "0"], ["--rate", "nan"], ["--accounts", "0"], ["--late", "1.5"],
        ["--late", "0.6", "--broken", "0.6"], ["--duration", "10"], ["--duration", "0s"],
        ["--start", "noon"],
    ])
    func `an option that makes no sense is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try SampleOptions.parse(arguments) }
    }
}
