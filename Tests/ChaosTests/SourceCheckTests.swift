// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import KafkaClient
import SampleSignals
import Testing

@testable import chaos

@Suite struct SourceCheckTests {
    private func record(_ id: String, flaw: SampleFlaw? = nil) -> SentRecord {
        SentRecord(.segment, Array(#"{"type":"page","messageId":"\#(id)"}"#.utf8), flaw: flaw)
    }

    private func ledger(_ records: [SentRecord]) throws -> SentLedger {
        let topic = try #require(SamplePreset.allCases.firstIndex(of: .segment))
        var ledger = SentLedger()
        for (offset, record) in records.enumerated() {
            let number = ledger.append(record)
            ledger.deliver(number, at: SentLedger.Place(topic: topic, partition: 1, offset: Int64(offset)))
        }
        return ledger
    }

    private func take(event id: String, into observations: inout Observations) {
        let value = #"{"source":"segment","id":"\#(id)","type":"hotlist.signal.v1"}"#
        _ = observations.take(
            "journal",
            partition: 0,
            offset: 0,
            key: [],
            value: Array(value.utf8),
            headers: []
        )
    }

    private func take(letterOf offset: Int, into observations: inout Observations) {
        let headers = [
            ("hotlist.error.code", "json_malformed"), ("hotlist.error.topic", "x-vendor.segment"),
            ("hotlist.error.partition", "1"), ("hotlist.error.offset", String(offset)),
        ]
        _ = observations.take(
            "dead-letters",
            partition: 0,
            offset: 0,
            key: [],
            value: nil,
            headers: headers.map { KafkaHeader(name: $0.0, value: Array($0.1.utf8)) }
        )
    }

    private func findings(_ records: [SentRecord], _ observations: Observations) throws -> [String] {
        SourceCheck(try ledger(records), observations, journalPath: "/dev/null").findings
    }

    @Test func `each record once, as an event or a dead letter, passes`() throws {
        var observations = Observations()
        take(event: "a", into: &observations)
        take(event: "a", into: &observations)
        take(letterOf: 2, into: &observations)
        let records = [record("a"), record("a"), record("b", flaw: .truncated)]
        #expect(try findings(records, observations) == [])
    }

    @Test func `a lost record is found`() throws {
        var observations = Observations()
        take(event: "a", into: &observations)
        let found = try findings([record("a"), record("b")], observations)
        #expect(found == ["1 events are missing in the journal: segment 1/1"])
    }

    @Test func `an event that came twice is found`() throws {
        var observations = Observations()
        take(event: "a", into: &observations)
        take(event: "a", into: &observations)
        let found = try findings([record("a")], observations)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("1 events are in the journal more often than they were sent") == true)
    }

    @Test func `a dead letter that came twice or is missing is found`() throws {
        var observations = Observations()
        take(letterOf: 0, into: &observations)
        take(letterOf: 0, into: &observations)
        let records = [record("a", flaw: .truncated), record("b", flaw: .truncated)]
        let found = try findings(records, observations)
        #expect(found.contains("1 records are dead letters more than once"))
        #expect(found.contains("1 broken records are no dead letters: segment 1/1"))
    }
}
