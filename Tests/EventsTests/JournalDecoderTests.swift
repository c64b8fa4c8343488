// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

/// Records that are almost what hotlist writes: they are read, or refused, as any other JSON is.
@Suite struct JournalDecoderTests {
    private static let record =
        #"{"specversion":"1.0","id":"e-1","source":"vendor/a","type":"hotlist.signal.v1","#
        + #""subject":"example.com","time":"2026-11-20T09:00:00.250Z","recordedtime":"2026-11-20T09:00:01.000Z","#
        + #""datacontenttype":"application/json","data":{"kind":"funding","attributes":{"amount_usd":1250000,"#
        + #""round":"series_a","lead":true,"seen":false,"words":["one","two"],"none":[],"ratio":-12.375},"#
        + #""person":"p-1","vendor":"a vendor"}}"#

    @Test func `a record as it is written is read to the last attribute`() throws {
        var decoder = JournalDecoder()
        var event = JournalEvent()
        try decoder.decode(Self.record.utf8.span, into: &event)
        let signal = Signal(
            kind: "funding",
            attributes: [
                Attribute("amount_usd", .number(1_250_000)), Attribute("round", .string("series_a")),
                Attribute("lead", .boolean(true)), Attribute("seen", .boolean(false)),
                Attribute("words", .strings(["one", "two"])), Attribute("none", .strings([])),
                Attribute("ratio", .number(-12.375)),
            ],
            person: "p-1",
            vendor: "a vendor"
        )
        let expected = Event(
            id: "e-1",
            source: "vendor/a",
            account: AccountID(domain: "example.com"),
            time: Timestamp(milliseconds: 1_795_165_200_250),
            recordedTime: Timestamp(milliseconds: 1_795_165_201_000),
            payload: .signal(signal)
        )
        #expect(JournalReading(event) == JournalReading(expected))
        #expect(
            event.signal.vendor.map { String(decoding: event.signal.bytes[$0], as: UTF8.self) } == "a vendor"
        )
    }

    @Test(arguments: [
        // Numbers.
        (":1250000", ":0"), (":1250000", ":-0"), (":1250000", ":0.5"), (":1250000", ":00.5"),
        (":1250000", ":01"),
        (":1250000", ":-"), (":1250000", ":-7"), (":1250000", ":1."), (":1250000", ":.5"),
        (":1250000", ":1e3"),
        (":1250000", ":0.1"), (":1250000", ":123456789012345"), (":1250000", ":1234567890123456"),
        (":1250000", ":9007199254740993"), (":1250000", ":0.000000000000001"),
        (":1250000", ":18446744073709551616"),
        (":1250000", ":99999999999999.9"), (":1250000", ":+1"), (":1250000", ":1,"), (":1250000", ":0x1"),
        // Texts.
        ("series_a", "série a"), ("series_a", "シリーズA"), ("series_a", #"series\ta"#), ("series_a", #"\u00e9"#),
        ("series_a", "series\ta"), ("series_a", "series\u{7F}a"), ("series_a", #"\"a\""#), ("series_a", ""),
        ("series_a", "a\u{85}b"), ("series_a", #"\ud800"#), ("series_a", "a\"b"),
        ("funding", "fun\u{7F}ding"),
        ("e-1", ""), ("vendor/a", ""), ("funding", ""), ("p-1", ""), ("a vendor", ""), ("round", ""),
        ("example.com", ""), ("example.com", "Example.com"), ("example.com", "exämple.com"),
        ("example.com", "exa mple.com"), ("funding", String(repeating: "k", count: 256)),
        ("funding", String(repeating: "k", count: 257)), ("p-1", String(repeating: "p", count: 257)),
        ("e-1", String(repeating: "e", count: 1024)), ("e-1", String(repeating: "e", count: 1025)),
        // Values.
        ("true", "null"), ("true", "tru"), ("true", "truth"), ("true", "{}"), ("true", "[1]"),
        ("true", #"["a",1]"#),
        ("[]", "[[]]"), ("[]", #"["a","#), ("[]", "["), ("true", ""),
        // Members.
        (#""lead""#, #""round""#), (#""lead""#, #""roun""#), (#""person""#, #""persona""#),
        (#""attributes":{"#, #""attributes":{"attributes":{},"#), (#""person":"p-1","#, ""),
        (#","vendor":"a vendor""#, ""), (#","vendor":"a vendor""#, #","vendor":"a vendor","more":1"#),
        (#""person":"p-1""#, #""person":null"#), (#""specversion":"1.0""#, #""specversion":"1.1""#),
        ("hotlist.signal.v1", "hotlist.signal.v2"), ("hotlist.signal.v1", "hotlist.erase.v1"),
        ("application/json", "text/plain"), (#""data":{"#, #""more":1,"data":{"#),
        (#""kind":"funding","#, ""), (#""kind":"funding","#, #""kind":"funding","kind":"funding","#),
        // Times.
        ("T09:00:00.250Z", "T24:00:00.250Z"), ("T09:00:00.250Z", "T09:60:00.250Z"),
        ("T09:00:00.250Z", "T09:00:60.250Z"), ("T09:00:00.250Z", "T09:00:00.250z"),
        ("T09:00:00.250Z", "T09:00:00Z"), ("T09:00:00.250Z", "T09:00:0:.250Z"),
        ("T09:00:00.250Z", "T09:00:00.250+01:00"), ("2026-11-20T09:00:00.250Z", "2026-02-29T09:00:00.250Z"),
        ("2026-11-20T09:00:00.250Z", "2024-02-29T23:59:59.999Z"), ("2026-11-20T09:00:00.250Z", "2026-11-20"),
        ("2026-11-20T09:00:00.250Z", "0000-01-01T00:00:00.000Z"),
        ("2026-11-20T09:00:00.250Z", "9999-12-31T23:59:59.999Z"),
        ("2026-11-20T09:00:00.250Z", "2026-13-20T09:00:00.250Z"),
        ("2026-11-20T09:00:00.250Z", "2026/11/20T09:00:00.250Z"),
        (#","recordedtime":"2026-11-20T09:00:01.000Z""#, ""),
        // Ends.
        ("}}", "}"), ("}}", "}}}"), ("}}", "}},"), ("}}", "}}\u{0}"), ("}}", "}} "), ("}}", ""),
    ])
    func `what is not quite as it is written is read as any JSON`(_ piece: String, _ other: String) throws {
        try expectSame(try Self.record(with: other, insteadOf: piece))
    }

    @Test func `a record cut off anywhere is refused`() throws {
        let bytes = Array(Self.record.utf8)
        for end in bytes.indices { try expectSame(Array(bytes[..<end])) }
    }

    @Test func `a byte that is no UTF-8 is refused wherever it stands`() throws {
        for place in Array(Self.record.utf8).indices {
            var bytes = Array(Self.record.utf8)
            bytes[place] = 0xC3
            try expectSame(bytes)
        }
    }

    @Test(arguments: [15, 16, 17, 40])
    func `many attributes are all read, and none may come twice`(_ count: Int) throws {
        let names = (0..<count).map { #""name-\#($0)":"value""# }
        for names in [names, names + [names[count / 2]]] {
            let attributes = names.joined(separator: ",")
            try expectSame(try Self.record(with: attributes, insteadOf: #""amount_usd":1250000"#))
        }
    }

    private static func record(with other: String, insteadOf piece: String) throws -> [UInt8] {
        var record = Self.record
        record.replaceSubrange(try #require(record.firstRange(of: piece)), with: other)
        return Array(record.utf8)
    }

    /// A record is read as `EventCodec` reads it from a parsed document.
    private func expectSame(_ bytes: [UInt8]) throws {
        var decoder = JournalDecoder()
        var event = JournalEvent()
        var read: JournalReading?
        var refusal: JournalDecodeError?
        do throws(JournalDecodeError) {
            try decoder.decode(bytes.span, into: &event)
            read = JournalReading(event)
        } catch {
            refusal = error
        }
        var document = JSONDocument(limits: EventCodec.journalLimits)
        var expected: JournalReading?
        var expectedRefusal: JournalDecodeError?
        do {
            try document.parse(bytes)
            expected = JournalReading(try EventCodec.decode(document, document.root))
        } catch let error as JSONError {
            expectedRefusal = .json(error)
        } catch let error as EventDecodeError {
            expectedRefusal = .event(error)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(read == expected, "\(text)")
        #expect(refusal == expectedRefusal, "\(text)")
    }
}
