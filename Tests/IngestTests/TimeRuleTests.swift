// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import Testing

/// The clock stands at 2026-11-20T09:00:00Z; the skew is five minutes.
@Suite struct TimeRuleTests {
    private static let mapping = """
        source: test
        account: {domain: /domain}
        rules:
          - signal: engagement
            id: /id
            time: {from: /t, format: [rfc3339, date, epoch_ms], pattern: yyyyMMdd HHmmss, zone: "+02:00"}
        """

    private func time(_ json: String, timestamp: String? = "2026-11-20T09:00:00Z") throws -> (
        String?, DeadLetterReason?
    ) {
        var bench = try IngestBench(yaml: Self.mapping)
        bench.timestamp = timestamp.flatMap { Timestamp(rfc3339: $0) }
        let outcome = try bench.process("{\"domain\":\"acme.com\",\"id\":1,\"t\":\(json)}")
        #expect(outcome.events.allSatisfy { $0.recordedTime == IngestBench.now })
        return (outcome.events.first?.time.description, outcome.reason)
    }

    private static let accepted: [(String, String)] = [
        ("\"2026-11-19T08:30:00.5+02:00\"", "2026-11-19T06:30:00.500Z"),
        ("1795075200000", "2026-11-19T08:00:00.000Z"),
        ("\"1795075200000\"", "2026-11-19T08:00:00.000Z"),
        ("1795075200000.9", "2026-11-19T08:00:00.000Z"),
        ("\"20261119 103000\"", "2026-11-19T08:30:00.000Z"),
        ("\"2026-11-19\"", "2026-11-19T00:00:00.000Z"),
        ("\" 1960-01-01 \"", "1960-01-01T00:00:00.000Z"),
        ("\"2026-11-20T09:00:00Z\"", "2026-11-20T09:00:00.000Z"),
        // Within the skew: clamped to the clock.
        ("\"2026-11-20T09:00:00.001Z\"", "2026-11-20T09:00:00.000Z"),
        ("\"2026-11-20T09:05:00Z\"", "2026-11-20T09:00:00.000Z"),
        // Days are always clamped and never refused.
        ("\"2026-11-21\"", "2026-11-20T09:00:00.000Z"),
        ("\"2099-01-01\"", "2026-11-20T09:00:00.000Z"),
    ]

    @Test(arguments: accepted)
    func `a time is read in the formats that are stated, and never lies after the clock`(
        _ json: String,
        _ time: String
    ) throws {
        let (read, reason) = try self.time(json)
        #expect(read == time)
        #expect(reason == nil)
    }

    private static let refused: [(String, DeadLetterReason)] = [
        ("\"2026-11-20T09:05:00.001Z\"", DeadLetterReason.timeInFuture),
        ("1795170000000000", .badTime),
        ("99999999999999", .timeInFuture),
        ("9223372036854775808", .badTime),
        ("1e300", .badTime),
        ("\"yesterday\"", .badTime),
        ("\"2026-02-30\"", .badTime),
        ("\"2026-11-19T08:30:00\"", .badTime),
        ("{\"a\":1}", .badTime),
        ("null", .missingField),
        ("\" \"", .missingField),
    ]

    @Test(arguments: refused)
    func `a time that is wrong is refused with its reason`(_ json: String, _ expected: DeadLetterReason)
        throws
    {
        let (read, reason) = try time(json)
        #expect(read == nil)
        #expect(reason == expected)
    }

    @Test func `the record's own clock allows what ours would refuse, and never refuses more`() throws {
        // The record's timestamp is one hour ahead: 10:05 is its latest, and is clamped to our clock.
        let (ahead, none) = try time("\"2026-11-20T10:05:00Z\"", timestamp: "2026-11-20T10:00:00Z")
        #expect(ahead == "2026-11-20T09:00:00.000Z")
        #expect(none == nil)
        let (_, reason) = try time("\"2026-11-20T10:05:00.001Z\"", timestamp: "2026-11-20T10:00:00Z")
        #expect(reason == .timeInFuture)
        // A record that lay in its topic for a year.
        let (late, ok) = try time("\"2026-11-20T09:04:00Z\"", timestamp: "2025-11-20T09:00:00Z")
        #expect(late == "2026-11-20T09:00:00.000Z")
        #expect(ok == nil)
        let (without, fine) = try time("\"2026-11-20T09:04:00Z\"", timestamp: nil)
        #expect(without == "2026-11-20T09:00:00.000Z")
        #expect(fine == nil)
    }

    @Test func `the record's timestamp stands in only where the mapping says so`() throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                account: {domain: /domain}
                rules:
                  - signal: engagement
                    id: /id
                    time: [{from: /t, format: epoch_s}, "@timestamp"]
                """
        )
        bench.timestamp = Timestamp(rfc3339: "2026-11-18T00:00:00Z")
        let given = try bench.process("{\"domain\":\"acme.com\",\"id\":1,\"t\":1795075200.25}")
        #expect(given.events.first?.time.description == "2026-11-19T08:00:00.250Z")
        let missing = try bench.process("{\"domain\":\"acme.com\",\"id\":1}")
        #expect(missing.events.first?.time.description == "2026-11-18T00:00:00.000Z")
        let wrong = try bench.process("{\"domain\":\"acme.com\",\"id\":1,\"t\":\"soon\"}")
        #expect(wrong.reason == .badTime)
    }
}
