// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing

@Suite struct IngestLimitsTests {
    private func bench(_ limits: IngestLimits) throws -> IngestBench {
        var bench = try IngestBench(
            yaml: """
                source: test
                each: /list
                account: {domain: acme.com}
                time: {from: "2026-11-18", format: date}
                rules:
                  - signal: a
                    id: /id
                    attributes: {big: ^/big, words: /words}
                    attributes_from: /more
                """
        )
        bench.limits = limits
        return bench
    }

    @Test func `a record may be as large as allowed and not a byte larger`() throws {
        let json = #"{"list":[{"id":1}]}"#
        var exact = try bench(IngestLimits(json: JSONLimits(documentBytes: json.utf8.count)))
        #expect(try exact.process(json).events.count == 1)
        var short = try bench(IngestLimits(json: JSONLimits(documentBytes: json.utf8.count - 1)))
        #expect(try short.process(json).reason == .jsonDocumentTooLarge)
    }

    @Test func `a record may nest as deep as allowed`() throws {
        let json = #"{"list":[{"id":1}],"x":[[[]]]}"#
        var exact = try bench(IngestLimits(json: JSONLimits(depth: 4)))
        #expect(try exact.process(json).events.count == 1)
        var short = try bench(IngestLimits(json: JSONLimits(depth: 3)))
        #expect(try short.process(json).reason == .jsonTooDeep)
    }

    @Test func `a record may fan out as far as allowed, and otherwise yields nothing`() throws {
        var bench = try bench(IngestLimits(fanOut: 3))
        #expect(try bench.process(#"{"list":[{"id":1},{"id":2},{"id":3}]}"#).events.count == 3)
        let over = try bench.process(#"{"list":[{"id":1},{"id":2},{"id":3},{"id":4}]}"#)
        #expect(over.events.isEmpty)
        #expect(over.reason == .fanOutTooLarge)
    }

    @Test func `what a small record blows up to is bounded`() throws {
        // Each of the three events repeats the ten bytes that stand in the record once.
        var bench = try bench(IngestLimits(eventBytesPerRecord: 70))
        let outcome = try bench.process(#"{"big":"0123456789","list":[{"id":1},{"id":2},{"id":3}]}"#)
        #expect(outcome.events.map(\.id) == ["1", "2"])
        #expect(outcome.reason == .fanOutTooLarge)
        #expect(outcome.deadLetter?.message.hasPrefix("1 of 3 elements: #2 fan_out_too_large") == true)
    }

    @Test func `an event may be as large in the journal as allowed`() throws {
        // A control character is one byte of text and six in the journal.
        let text = String(repeating: "\\u0001", count: 50)
        let json = #"{"big":"\#(text)","list":[{"id":1}]}"#
        var unlimited = try bench(IngestLimits())
        let event = try #require(try unlimited.process(json).events.first)
        var writer = JSONWriter()
        EventCodec.encode(event, into: &writer)
        var exact = try bench(IngestLimits(eventBytes: writer.bytes.count))
        #expect(try exact.process(json).events.count == 1)
        var short = try bench(IngestLimits(eventBytes: writer.bytes.count - 1))
        #expect(try short.process(json).reason == .eventTooLarge)
    }

    @Test func `texts, words and attributes may be as many as allowed`() throws {
        var bench = try bench(IngestLimits(textBytes: 12, attributes: 2, words: 2))
        #expect(
            try bench.process(#"{"big":"éééééé","list":[{"id":1,"words":["abcdefghijkl","e"]}]}"#).events
                .count == 1
        )
        #expect(try bench.process(#"{"big":"ééééééx","list":[{"id":1}]}"#).reason == .textTooLong)
        #expect(try bench.process(#"{"list":[{"id":1,"words":["abcdefghijklm"]}]}"#).reason == .textTooLong)
        #expect(try bench.process(#"{"list":[{"id":1,"words":[1,2,3]}]}"#).reason == .tooManyAttributes)
        #expect(try bench.process(#"{"list":[{"id":1,"more":{"a":1,"b":2}}]}"#).events.count == 1)
        #expect(
            try bench.process(#"{"list":[{"id":1,"more":{"a":1,"b":2,"c":3}}]}"#).reason == .tooManyAttributes
        )
        // A name that the mapping gives wins over the same name in the object.
        let named = try bench.process(#"{"big":"x","list":[{"id":1,"more":{"big":"y"}}]}"#)
        guard case .signal(let signal)? = named.events.first?.payload else { throw CancellationError() }
        #expect(signal.attributes == [Attribute("big", .string("x"))])
    }

    @Test func `ids that could not be journaled are refused`() throws {
        var bench = try bench(IngestLimits())
        #expect(try bench.process(#"{"list":[{"id":"a\u0000b"}]}"#).reason == .eventMemberInvalid)
        let long = String(repeating: "x", count: 1025)
        #expect(try bench.process(#"{"list":[{"id":"\#(long)"}]}"#).reason == .eventMemberTooLong)
    }

    @Test func `a record without value or with bytes that are no JSON is refused with its reason`() throws {
        var bench = try bench(IngestLimits())
        #expect(try bench.process(nil as String?).reason == .noValue)
        #expect(try bench.process("").reason == .jsonEmpty)
        #expect(try bench.process(#"{"list":[{"id":1}]"#).reason == .jsonMalformed)
        #expect(try bench.process(#"{"list":[]} x"#).reason == .jsonTrailingBytes)
        #expect(try bench.process(#"{"list":[{"id":1,"id":2}]}"#).reason == .jsonDuplicateMember)
        #expect(try bench.process([0x22, 0xFF, 0x22]).reason == .jsonInvalidUTF8)
    }

    @Test func `a record of a topic without mapping is refused`() throws {
        var ingestor = try Ingestor(mappings: [:], resolver: IngestBench.resolver())
        let record = SourceRecord(topic: "other", partition: 0, offset: 0, timestamp: nil)
        let value = Array("{}".utf8)
        let outcome = ingestor.process(record, value: value.span, aliases: AliasTable(), now: IngestBench.now)
        #expect(outcome.reason == .noMapping)
    }
}
