// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import Testing

@Suite struct CloudEventsPresetTests {
    private static func header(_ name: String, _ value: String) -> RecordHeader {
        RecordHeader(name, Array(value.utf8))
    }

    private static let structured = [header("content-type", "application/cloudevents+json; charset=utf-8")]

    private static func binary(_ type: String, _ more: [RecordHeader] = []) -> [RecordHeader] {
        [
            header("content-type", "application/json"), header("ce_specversion", "1.0"),
            header("ce_id", "e1"),
            header("ce_source", "own/app"), header("ce_type", type), header("ce_subject", "www.acme.com"),
            header("ce_time", "2026-11-18T14:03:21Z"),
        ] + more
    }

    @Test func `a structured event keeps what it says, but for its account and its two times`() throws {
        var bench = try IngestBench(.cloudEvents)
        let json = #"""
            {"specversion":"1.0","id":"e1","source":"own/app","type":"hotlist.signal.v1",
            "subject":"https://www.acme.com/x","time":"2026-11-20T09:03:00Z",
            "recordedtime":"2020-01-01T00:00:00Z","traceparent":"00-ab","data":{"kind":"engagement",
            "attributes":{"page":"/pricing"},"person":"ann@acme.com","later":{"a":[1]}}}
            """#
        for headers in [Self.structured, []] {
            let outcome = try bench.process(Flow.joined(json), headers: headers)
            #expect(
                outcome.lines == [
                    Flow.joined(
                        #"""
                        {"id":"e1","source":"own/app","type":"hotlist.signal.v1","subject":"acme.com",
                        "time":"2026-11-20T09:00:00.000Z","traceparent":"00-ab","data":{"kind":"engagement",
                        "attributes":{"page":"/pricing"},"person":"0ef7e71b2f8429097db7855436dd710e",
                        "later":{"a":[1]}}}
                        """#
                    )
                ]
            )
            #expect(outcome.deadLetter == nil)
        }
    }

    @Test func `a binary event is read from its headers, and an erasure needs no value`() throws {
        var bench = try IngestBench(.cloudEvents)
        let signal = try bench.process(
            #"{"kind":"funding","attributes":{"amount_usd":42000000}}"#,
            headers: Self.binary("hotlist.signal.v1", [Self.header("ce_traceparent", "00-ab")])
        )
        #expect(
            signal.lines == [
                Flow.joined(
                    #"""
                    {"id":"e1","source":"own/app","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-18T14:03:21.000Z","traceparent":"00-ab",
                    "data":{"kind":"funding","attributes":{"amount_usd":42000000}}}
                    """#
                )
            ]
        )
        let erase = try bench.process(nil as String?, headers: Self.binary("hotlist.erase.v1"))
        #expect(erase.events.first?.payload == .erase)
        let missing = try bench.process(nil as String?, headers: Self.binary("hotlist.signal.v1"))
        #expect(missing.reason == .eventMemberMissing)
    }

    @Test func `a type of a later version passes, and a foreign one does not`() throws {
        var bench = try IngestBench(.cloudEvents)
        let later = try bench.process(#"{"x":1}"#, headers: Self.binary("hotlist.signal.v9"))
        #expect(later.events.count == 1)
        let foreign = try bench.process(#"{"x":1}"#, headers: Self.binary("com.example.order.v1"))
        #expect(foreign.reason == .eventTypeUnknown)
    }

    @Test func `the subject may be whatever names an account`() throws {
        var bench = try IngestBench(.cloudEvents)
        try bench.teach("name:acme", "acme.com")
        try bench.teach("crunchbase:1b6f", "acme.com")
        try bench.teach("domain:acme.io", "acme.com")
        let subjects = [
            "acme.com", "https://acme.io", "ann@acme.com", "Acme, Inc.", "crunchbase:1b6f", "name:ACME",
            "domain:acme.io",
        ]
        for subject in subjects {
            let outcome = try bench.process(
                #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","subject":"\#(subject)","time":"2026-11-18"}"#
            )
            #expect(outcome.events.map(\.account.domain) == ["acme.com"], "\(subject)")
        }
        let superseded = try bench.process(
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.superseded.v1","subject":"acme.de","time":"2026-11-18","data":{"by":"www.acme.io"}}"#
        )
        #expect(superseded.events.first?.payload == .superseded(by: AccountID(domain: "acme.com")))
    }

    private static let refused: [(String, DeadLetterReason)] = [
        (#"{"a":1}"#, .eventMissing),
        (#"[]"#, .eventMissing),
        (
            #"{"specversion":"0.3","id":"1","source":"s","type":"hotlist.erase.v1"}"#,
            .eventSpecVersionUnsupported
        ),
        (#"{"specversion":"1.0","source":"s","type":"hotlist.erase.v1"}"#, .eventMemberMissing),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","time":"2026-11-18"}"#,
            .accountMissing
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","subject":"acme.com"}"#,
            .eventMemberMissing
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","subject":"acme.com","time":"x"}"#,
            .eventTimeInvalid
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","subject":"gmail.com","time":"2026-11-18"}"#,
            .accountFreeMail
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.signal.v1","subject":"acme.com","time":"2026-11-18","data":{"kind":"x","attributes":{"a":{"b":1}}}}"#,
            .attributeNotFlat
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.superseded.v1","subject":"acme.com","time":"2026-11-18","data":{"by":"acme.com"}}"#,
            .eventMemberInvalid
        ),
        (
            #"{"specversion":"1.0","id":"1","source":"s","type":"hotlist.erase.v1","subject":"acme.com","time":"2027-11-18T00:00:00Z"}"#,
            .timeInFuture
        ),
    ]

    @Test(arguments: refused)
    func `an event that breaks the rules is refused with its reason`(
        _ json: String,
        _ reason: DeadLetterReason
    ) throws {
        var bench = try IngestBench(.cloudEvents)
        let outcome = try bench.process(json)
        #expect(outcome.reason == reason)
        #expect(outcome.events.isEmpty)
    }
}
