// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@Suite struct EventCodecTests {
    private let noon = Timestamp(milliseconds: 1_795_176_000_000)
    private let later = Timestamp(milliseconds: 1_795_176_001_234)

    private func event(
        _ payload: Payload,
        extensions: [UnknownMember] = [],
        dataExtensions: [UnknownMember] = []
    ) -> Event {
        Event(
            id: "1",
            source: "s",
            account: AccountID(domain: "acme.com"),
            time: noon,
            recordedTime: later,
            payload: payload,
            extensions: extensions,
            dataExtensions: dataExtensions
        )
    }

    private func encoded(_ event: Event) -> String {
        var writer = JSONWriter()
        EventCodec.encode(event, into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func decoded(_ text: String) throws -> Event {
        var document = JSONDocument(limits: EventCodec.journalLimits)
        try document.parse(Array(text.utf8))
        return try EventCodec.decode(document, document.root)
    }

    private func envelope(_ type: String, _ rest: String) -> String {
        #"{"specversion":"1.0","id":"1","source":"s","type":"\#(type)","subject":"acme.com","#
            + #""time":"2026-11-20T12:00:00.000Z","recordedtime":"2026-11-20T12:00:01.234Z"\#(rest)}"#
    }

    private func check(_ event: Event, _ text: String) throws {
        try event.validate()
        #expect(encoded(event) == text)
        #expect(try decoded(text) == event)
    }

    private let json = #","datacontenttype":"application/json""#

    @Test func `a signal has these bytes`() throws {
        let signal = Signal(
            kind: "funding",
            attributes: [
                Attribute("amount_usd", .number(12_500_000)),
                Attribute("round", .string("series \"a\"")),
                Attribute("is_first", .boolean(true)),
                Attribute("investors", .strings(["Alpha", "Bêta"])),
                Attribute("share", .number(0.125)),
                Attribute("tags", .strings([])),
            ],
            person: "p-7",
            vendor: "crunchbase"
        )
        try check(
            event(.signal(signal)),
            envelope(
                "hotlist.signal.v1",
                json
                    + #","data":{"kind":"funding","attributes":{"amount_usd":12500000,"round":"series \"a\"","#
                    + #""is_first":true,"investors":["Alpha","Bêta"],"share":0.125,"tags":[]},"#
                    + #""person":"p-7","vendor":"crunchbase"}"#
            )
        )
        try check(
            event(.signal(Signal(kind: "visit"))),
            envelope("hotlist.signal.v1", json + #","data":{"kind":"visit"}"#)
        )
    }

    @Test func `a retraction has these bytes`() throws {
        try check(
            event(.retract(Retraction(source: "crunchbase", id: "9"))),
            envelope("hotlist.retract.v1", json + #","data":{"source":"crunchbase","id":"9"}"#)
        )
    }

    @Test func `a profile change has these bytes`() throws {
        let change = ProfileChange(
            set: [
                .init(field: "industry", value: .string("software")),
                .init(field: "owner", value: nil),
                .init(field: "employees", value: .number(250)),
                .init(field: "technologies", value: .strings(["Kafka"])),
            ],
            add: [.init(field: "flags", words: ["competitor"])],
            remove: [
                .init(field: "technologies", words: ["Oracle", "DB2"]), .init(field: "flags", words: []),
            ]
        )
        try check(
            event(.account(change)),
            envelope(
                "hotlist.account.v1",
                json
                    + #","data":{"industry":"software","owner":null,"employees":250,"technologies":["Kafka"],"#
                    + #""add":{"flags":["competitor"]},"remove":{"technologies":["Oracle","DB2"],"flags":[]}}"#
            )
        )
        try check(event(.account(ProfileChange())), envelope("hotlist.account.v1", json + #","data":{}"#))
    }

    @Test func `a disposition has these bytes`() throws {
        let disposition = Disposition(action: .snoozed, until: noon, queue: "emea", by: "Ann")
        try check(
            event(.disposition(disposition)),
            envelope(
                "hotlist.disposition.v1",
                json
                    + #","data":{"action":"snoozed","until":"2026-11-20T12:00:00.000Z","queue":"emea","by":"Ann"}"#
            )
        )
        try check(
            event(.disposition(Disposition(action: .worked))),
            envelope("hotlist.disposition.v1", json + #","data":{"action":"worked"}"#)
        )
    }

    @Test func `the end of an alias and an erasure have these bytes`() throws {
        try check(
            event(.superseded(by: AccountID(domain: "acme.co.uk"))),
            envelope("hotlist.superseded.v1", json + #","data":{"by":"acme.co.uk"}"#)
        )
        try check(event(.erase), envelope("hotlist.erase.v1", ""))
    }

    @Test func `a type of a later version is kept as it is`() throws {
        try check(
            event(.unknown(type: "hotlist.signal.v2", data: Array(#"{"b":[1,{"c":null}],"a":2}"#.utf8))),
            envelope("hotlist.signal.v2", json + #","data":{"b":[1,{"c":null}],"a":2}"#)
        )
        try check(
            event(.unknown(type: "com.example.thing", data: Array("[1]".utf8))),
            envelope("com.example.thing", json + #","data":[1]"#)
        )
        try check(event(.unknown(type: "x", data: nil)), envelope("x", ""))
    }

    @Test func `unknown members are kept in their order`() throws {
        let text = envelope(
            "hotlist.signal.v1",
            json + #","traceparent":"00-1","z":{"y":[1,2.5,{"x":null}]},"a":7,"#
                + #""data":{"kind":"visit","zz":"1","aa":{"n":[true]}}}"#
        ).dropLast()
        let event = event(
            .signal(Signal(kind: "visit")),
            extensions: [
                UnknownMember(name: "traceparent", json: Array("\"00-1\"".utf8)),
                UnknownMember(name: "z", json: Array(#"{"y":[1,2.5,{"x":null}]}"#.utf8)),
                UnknownMember(name: "a", json: Array("7".utf8)),
            ],
            dataExtensions: [
                UnknownMember(name: "zz", json: Array("\"1\"".utf8)),
                UnknownMember(name: "aa", json: Array(#"{"n":[true]}"#.utf8)),
            ]
        )
        try check(event, String(text))
        for (type, data) in [
            ("retract", #"{"source":"s","id":"1","more":1}"#),
            ("disposition", #"{"action":"worked","more":1}"#),
            ("superseded", #"{"by":"b.com","more":1}"#), ("erase", #"{"more":1}"#),
        ] {
            let text = envelope("hotlist.\(type).v1", json + ",\"data\":" + data)
            #expect(try encoded(decoded(text)) == text)
        }
    }

    @Test func `any order, spelling and null members are read as the same event`() throws {
        let text = #"""
             { "data" : { "vendor":"v", "attributes" : {"a":null,"b":1.0,"n":12345678901234567168},"kind":"k","person":null },
               "time":"2026-11-20T13:00:00+01:00","recordedtime":"2026-11-20t12:00:01.2349z",
               "datacontenttype":"application/json; charset=utf-8", "type":"hotlist.signal.v1",
               "subject":"acme.com","source":"s","id":"\u0031","specversion":"1.0" }
            """#
        let signal = Signal(
            kind: "k",
            attributes: [Attribute("b", .number(1)), Attribute("n", .number(12_345_678_901_234_567_168))],
            vendor: "v"
        )
        #expect(try decoded(text) == event(.signal(signal)))
        let nulls = envelope(
            "hotlist.disposition.v1",
            #","data":{"action":"dismissed","until":null,"queue":"","by":null},"datacontenttype":null"#
        )
        #expect(try decoded(nulls) == event(.disposition(Disposition(action: .dismissed))))
        let noData = envelope("hotlist.erase.v1", #","data":null"#)
        #expect(try decoded(noData) == event(.erase))
        let dated = envelope("hotlist.disposition.v1", #","data":{"action":"worked","until":"2026-12-01"}"#)
        let until = try #require(Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        #expect(try decoded(dated) == event(.disposition(Disposition(action: .worked, until: until))))
        let empty = envelope("hotlist.account.v1", #","data":{"add":null,"remove":{}}"#)
        #expect(try decoded(empty) == event(.account(ProfileChange())))
    }

    @Test func `an event is read from within a larger document`() throws {
        var document = JSONDocument()
        let text = "[0," + envelope("hotlist.erase.v1", "") + "]"
        try document.parse(Array(text.utf8))
        let node = try #require(document.element(document.root, at: 1) as JSONNode?)
        #expect(try EventCodec.decode(document, node) == event(.erase))
    }
}
