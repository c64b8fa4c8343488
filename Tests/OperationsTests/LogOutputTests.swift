// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Logging
import Testing

@testable import Operations

@Suite struct LogOutputTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "the disk is full" }
    }

    @Test func `a line of JSON says when, how bad, who, what and with which fields`() {
        let log = LinesOfLog()
        var logger = Logger(label: "hotlist.rank") { log.output(.json).handler(label: $0, level: .info) }
        logger[metadataKey: "stage"] = "rank"
        logger.warning(
            "A list is late",
            metadata: Logger.Metadata([
                .partition: .stringConvertible(3), .offset: .stringConvertible(Int64.max),
                .topic: "hotlist.journal",
            ])
        )
        logger.debug("Not written")
        #expect(
            log.writes == [
                #"{"time":"2026-11-20T09:00:00.250Z","level":"warning","logger":"hotlist.rank","#
                    + #""message":"A list is late","offset":9223372036854775807,"partition":3,"stage":"rank","#
                    + #""topic":"hotlist.journal"}"# + "\n"
            ]
        )
    }

    @Test func `a line of text quotes what is more than one word`() {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") { log.output(.text).handler(label: $0, level: .info) }
        logger.error("No broker", error: Broken(), metadata: ["partition": "3", "empty": "", "pair": "a=b"])
        #expect(
            log.writes == [
                "2026-11-20T09:00:00.250Z ERROR hotlist: No broker empty=\"\" error=\"the disk is full\" "
                    + "pair=\"a=b\" partition=3\n"
            ]
        )
    }

    @Test(arguments: [
        (Logger.Level.critical, 2), (.error, 3), (.warning, 4), (.notice, 5), (.info, 6), (.debug, 7),
        (.trace, 7),
    ])
    func `the journal gets the level as a prefix and keeps the time itself`(
        level: Logger.Level,
        priority: Int
    ) {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") {
            log.output(.text, isJournal: true).handler(label: $0, level: .trace)
        }
        logger.log(level: level, "Ready")
        #expect(log.writes == ["<\(priority)>hotlist: Ready\n"])
    }

    @Test func `numbers and truth values are JSON, what is no number is text`() throws {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") { log.output(.json).handler(label: $0, level: .info) }
        logger.info(
            "Numbers",
            metadata: [
                "whole": .stringConvertible(UInt8(7)), "real": .stringConvertible(0.00001),
                "none": .stringConvertible(Double.nan), "yes": .stringConvertible(true),
                "list": ["a", .stringConvertible(2)], "level": "forged", "message": "forged",
            ]
        )
        let line = try #require(log.writes.first)
        #expect(
            line.contains(
                #""field.level":"forged","list":["a",2],"field.message":"forged","none":"nan","real":1e-05,"#
            )
        )
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["real"] as? Double == 0.00001)
        #expect(object["yes"] as? Bool == true)
        #expect(object["level"] as? String == "info")
    }

    @Test func `long messages and fields are cut, deep and wide ones too`() throws {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") { log.output(.json).handler(label: $0, level: .info) }
        var deep: Logger.MetadataValue = "end"
        for _ in 0..<100 { deep = ["in": deep] }
        logger.info(
            "\(String(repeating: "é", count: 3_000))",
            metadata: [
                "long": .string(String(repeating: "x", count: 5_000)), "deep": deep,
                "wide": .array(Array(repeating: "x", count: 1_000)),
            ]
        )
        let line = try #require(log.writes.first)
        // 2,048 bytes are 1,024 of the 3,000 letters, each of two bytes.
        #expect(line.contains(String(repeating: "é", count: 1_024) + "… (3952 bytes cut)"))
        #expect(line.contains(String(repeating: "x", count: 1_024) + "… (3976 bytes cut)"))
        #expect(line.contains(#""deep":{"in":{"in":{"in":"…"}}}"#))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect((object["wide"] as? [Any])?.count == 48)
    }

    @Test(arguments: LogFormat.allCases) func `hostile text neither breaks a line nor moves a cursor`(
        format: LogFormat
    ) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") { log.output(format).handler(label: $0, level: .info) }
        for _ in 0..<2_500 {
            let message = generator.hostileText(length: 20)
            let name = generator.hostileText(length: 6)
            let value = generator.hostileText(length: 40)
            logger.info("\(message)", metadata: [name: .string(value), "list": [.string(value)]])
            let line = try #require(log.lastWrite)
            #expect(line.unicodeScalars.last == "\n")
            let harmful = line.unicodeScalars.dropLast().contains { scalar in
                scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
                    || scalar.value == 0x2028 || scalar.value == 0x2029
            }
            #expect(!harmful, "seed \(seed): \(Array(line.unicodeScalars))")
            guard format == .json else { continue }
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["message"] as? String == message, "seed \(seed)")
            #expect((object?["list"] as? [String]) == [value], "seed \(seed)")
        }
    }

    @Test func `a warning that repeats is written ten times, then counted, and the count is told`() {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") {
            log.output(.text, isJournal: true).handler(label: $0, level: .info)
        }
        for _ in 0..<25 { logger.warning("No broker") }
        #expect(log.writes == Array(repeating: "<4>hotlist: No broker\n", count: 10))
        log.pass(milliseconds: 9_999)
        logger.info("Still here")
        #expect(log.writes.count == 11)
        log.pass(milliseconds: 1)
        logger.info("Still here")
        #expect(
            log.writes.suffix(2) == ["<4>hotlist: No broker suppressed=15\n", "<6>hotlist: Still here\n"]
        )
        logger.warning("No broker")
        #expect(log.writes.last == "<4>hotlist: No broker\n")
    }

    @Test func `what tells of the end, and what is no fault, is never suppressed`() {
        let log = LinesOfLog()
        let logger = Logger(label: "hotlist") { log.output(.text).handler(label: $0, level: .info) }
        for _ in 0..<25 {
            logger.critical("Fenced")
            logger.info("Tick")
        }
        #expect(log.writes.count == 50)
    }

    @Test func `a limiter full of keys lets new ones through and recovers`() {
        var limiter = RepeatLimiter<Int>(burst: 1, span: 100, capacity: 2)
        #expect(limiter.decide(1, at: 0) == .write)
        #expect(limiter.decide(2, at: 50) == .write)
        #expect(limiter.decide(3, at: 60) == .write)
        #expect(limiter.decide(3, at: 61) == .write)
        #expect(limiter.decide(2, at: 62) == .suppress)
        #expect(limiter.takeSuppressed(at: 100) == [])
        #expect(limiter.takeSuppressed(at: 150) == [RepeatLimiter<Int>.Suppressed(key: 2, count: 1)])
        #expect(limiter.decide(3, at: 151) == .write)
        #expect(limiter.decide(3, at: 152) == .suppress)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_165_200_250, "2026-11-20T09:00:00.250Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `a moment has its date in UTC`(milliseconds: Int64, text: String) {
        #expect(UTCText.rfc3339(milliseconds: milliseconds) == text)
    }
}
