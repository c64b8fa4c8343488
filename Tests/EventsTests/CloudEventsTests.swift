// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@Suite struct CloudEventsTests {
    private func header(_ name: String, _ value: String) -> RecordHeader {
        RecordHeader(name, Array(value.utf8))
    }

    /// The four required headers of a type, with further ones.
    private func headers(_ type: String, _ others: [RecordHeader] = []) -> [RecordHeader] {
        [
            header("ce_specversion", "1.0"), header("ce_id", "7"), header("ce_source", "crm"),
            header("ce_type", "hotlist.\(type).v1"),
        ] + others
    }

    private func receive(_ headers: [RecordHeader], _ value: String?) throws -> ReceivedEvent {
        var document = JSONDocument()
        var data: JSONNode?
        if let value {
            try document.parse(Array(value.utf8))
            data = document.root
        }
        return try EventCodec.receive(headers: headers, document, data: data)
    }

    private func fault(_ headers: [RecordHeader], _ value: String?) throws -> EventDecodeError? {
        do {
            _ = try receive(headers, value)
            return nil
        } catch let error as EventDecodeError {
            return error
        }
    }

    private func structured(_ text: String) throws -> ReceivedEvent {
        var document = JSONDocument()
        try document.parse(Array(text.utf8))
        return try EventCodec.receive(document, document.root)
    }

    @Test func `the mode is told by the headers`() {
        let required = headers("signal")
        #expect(CloudEventsMode(headers: required) == .binary)
        #expect(CloudEventsMode(headers: required + [header("content-type", "application/json")]) == .binary)
        #expect(
            CloudEventsMode(headers: [header("CE_ID", "1")] + required.filter { $0.name != "ce_id" })
                == .binary
        )
        for name in ["ce_id", "ce_source", "ce_specversion", "ce_type"] {
            #expect(CloudEventsMode(headers: required.filter { $0.name != name }) == nil)
            let nulled = required.map { $0.name == name ? RecordHeader(name, nil) : $0 }
            #expect(CloudEventsMode(headers: nulled) == nil)
        }
        for type in [
            "application/cloudevents", "application/cloudevents+json; charset=utf-8",
            "Application/CloudEvents+JSON",
        ] {
            #expect(CloudEventsMode(headers: [header("content-type", type)]) == .structured)
            #expect(CloudEventsMode(headers: required + [header("Content-Type", type)]) == .structured)
        }
        #expect(CloudEventsMode(headers: []) == nil)
        #expect(CloudEventsMode(headers: [header("content-type", "application/json")]) == nil)
        #expect(CloudEventsMode(headers: [header("content-type", " application/cloudevents")]) == nil)
    }

    @Test func `a binary event is put together`() throws {
        let received = try receive(
            headers(
                "signal",
                [
                    header("content-type", "application/json;charset=UTF-8"),
                    header("ce_subject", "https://www.Acme.com/x"),
                    header("ce_time", "2026-11-20T09:00:00+01:00"), header("ce_traceparent", "00-\"1\""),
                    RecordHeader("ce_nothing", nil), header("other", "x"), RecordHeader("raw", [0xFF]),
                ]
            ),
            #"{"kind":"visit","attributes":{"pages":3},"more":[1]}"#
        )
        let expected = ReceivedEvent(
            id: "7",
            source: "crm",
            subject: "https://www.Acme.com/x",
            time: .moment(Timestamp(milliseconds: 1_795_161_600_000)),
            payload: .signal(Signal(kind: "visit", attributes: [Attribute("pages", .number(3))])),
            extensions: [UnknownMember(name: "traceparent", json: Array(#""00-\"1\"""#.utf8))],
            dataExtensions: [UnknownMember(name: "more", json: Array("[1]".utf8))]
        )
        #expect(received == expected)
    }

    @Test func `a binary event needs no data where its type needs none`() throws {
        let erase = try receive(headers("erase", [header("ce_subject", "acme.com")]), nil)
        #expect(erase == ReceivedEvent(id: "7", source: "crm", subject: "acme.com", payload: .erase))
        #expect(try receive(headers("erase"), "null").payload == .erase)
        #expect(try fault(headers("signal"), nil) == EventDecodeError(.memberMissing, at: "/data"))
        #expect(try receive(headers("signal"), #"{"kind":"k"}"#).subject == nil)
        #expect(try receive(headers("thing"), nil).payload == .unknown(type: "hotlist.thing.v1", data: nil))
        #expect(
            try receive(headers("thing"), "[1, 2]").payload
                == .unknown(type: "hotlist.thing.v1", data: Array("[1,2]".utf8))
        )
    }

    @Test func `a date, a recorded time and an empty subject of a binary event`() throws {
        let received = try receive(
            headers(
                "erase",
                [
                    header("ce_time", "2026-11-20"), header("ce_recordedtime", "2026-11-20T09:00:00Z"),
                    header("ce_subject", ""),
                ]
            ),
            nil
        )
        #expect(received.time == CivilDate(iso8601: "2026-11-20").map { .date($0) })
        #expect(received.time?.timestamp == Timestamp(rfc3339: "2026-11-20T00:00:00Z"))
        #expect(received.recordedTime == Timestamp(rfc3339: "2026-11-20T09:00:00Z"))
        #expect(received.subject == nil)
    }

    @Test(
        arguments: [
            ("ce_time", "noon", .timeInvalid), ("ce_recordedtime", "2026-11-20", .timeInvalid),
            ("ce_id", "8", .memberRepeated),
            ("CE_ID", "8", .memberRepeated), ("ce_data", "{}", .memberNotAllowed),
            ("ce_data_base64", "x", .memberNotAllowed),
            ("ce_datacontenttype", "application/json", .memberNotAllowed), ("ce_", "x", .memberInvalid),
            ("content-type", "application/xml", .contentTypeUnsupported),
            ("content-type", "avro/binary", .contentTypeUnsupported),
        ] as [(String, String, EventDecodeError.Reason)]
    )
    func `a fault of a header is named`(name: String, value: String, reason: EventDecodeError.Reason) throws {
        let path = name == "CE_ID" ? "ce_id" : name
        #expect(try fault(headers("erase", [header(name, value)]), nil) == EventDecodeError(reason, at: path))
    }

    @Test func `required headers are there and not empty`() throws {
        for name in ["ce_id", "ce_source", "ce_specversion", "ce_type"] {
            let without = headers("erase").filter { $0.name != name }
            #expect(try fault(without, nil) == EventDecodeError(.memberMissing, at: name))
            let reason: EventDecodeError.Reason =
                name == "ce_specversion" ? .specVersionUnsupported : .memberEmpty
            #expect(try fault(without + [header(name, "")], nil) == EventDecodeError(reason, at: name))
            #expect(
                try fault(without + [RecordHeader(name, [0xC3])], nil)
                    == EventDecodeError(.memberInvalid, at: name)
            )
        }
    }

    @Test func `a structured event may lack what ingest finds out`() throws {
        let received = try structured(
            #"{"specversion":"1.0","id":"7","source":"crm","type":"hotlist.superseded.v1","subject":"Acme, Inc.","#
                + #""time":"2026-11-20","data":{"by":"https://ACME.com"}}"#
        )
        #expect(received.subject == "Acme, Inc.")
        #expect(received.time == CivilDate(iso8601: "2026-11-20").map { .date($0) })
        #expect(received.recordedTime == nil)
        #expect(received.payload == .superseded(by: AccountID(domain: "https://ACME.com")))
        let bare = try structured(#"{"specversion":"1.0","id":"7","source":"crm","type":"hotlist.erase.v1"}"#)
        #expect(bare == ReceivedEvent(id: "7", source: "crm", payload: .erase))
    }

    @Test func `both modes carry the same event`() throws {
        let binary = try receive(
            headers(
                "signal",
                [
                    header("ce_subject", "acme.com"), header("ce_time", "2026-11-20T09:00:00Z"),
                    header("ce_x", "1"),
                ]
            ),
            #"{"kind":"k","person":"p"}"#
        )
        let whole = try structured(
            #"{"specversion":"1.0","id":"7","source":"crm","type":"hotlist.signal.v1","subject":"acme.com","#
                + #""time":"2026-11-20T09:00:00Z","x":"1","data":{"kind":"k","person":"p"}}"#
        )
        #expect(binary == whole)
    }

    @Test func `a received event becomes one of the journal`() throws {
        let received = try structured(
            #"{"specversion":"1.0","id":"7","source":"crm","type":"hotlist.erase.v1","x":[1],"data":{"why":"asked"}}"#
        )
        let moment = Timestamp(milliseconds: 0)
        let event = received.event(account: AccountID(domain: "acme.com"), time: moment, recordedTime: moment)
        try event.validate()
        var writer = JSONWriter()
        EventCodec.encode(event, into: &writer)
        let expected =
            #"{"specversion":"1.0","id":"7","source":"crm","type":"hotlist.erase.v1","subject":"acme.com","#
            + #""time":"1970-01-01T00:00:00.000Z","recordedtime":"1970-01-01T00:00:00.000Z","#
            + #""datacontenttype":"application/json","x":[1],"data":{"why":"asked"}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }
}
