// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct SegmentPresetTests {
    @Test func `visitors are ignored until identify says who they are`() throws {
        var bench = try IngestBench(.segment)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"type":"track","messageId":"m1","userId":"u1","anonymousId":"a1",
                "event":"Signed Up","properties":{},"timestamp":"2026-11-20T08:59:00.000Z",
                "receivedAt":"2026-11-20T08:59:01.000Z"}
                """#
            )
        )
        #expect(first.lines == [])
        #expect(first.facts == [])
        #expect(first.ignored == 1)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"type":"identify","messageId":"m2","userId":"u1","anonymousId":"a1",
                "traits":{"email":"ann@acme.com"},"timestamp":"2026-11-20T08:59:00.000Z",
                "receivedAt":"2026-11-20T08:59:01.000Z"}
                """#
            )
        )
        #expect(second.lines == [])
        #expect(second.facts == ["segment-user:u1 -> acme.com", "segment-anonymous:a1 -> acme.com"])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
        let third = try bench.process(
            Flow.joined(
                #"""
                {"type":"track","messageId":"m3","userId":"u1","anonymousId":"a1",
                "event":"Viewed Pricing","properties":{"label":"Enterprise"},
                "context":{"ip":"1.2.3.4","page":{"url":"https://us.com/pricing",
                "path":"/pricing"}},"originalTimestamp":"2026-11-20T10:00:00Z",
                "sentAt":"2026-11-20T08:58:00Z","receivedAt":"2026-11-20T08:59:01.000Z",
                "timestamp":"2026-11-20T10:01:01.000Z"}
                """#
            )
        )
        #expect(
            third.lines == [
                Flow.joined(
                    #"""
                    {"id":"m3","source":"segment","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-20T08:59:01.000Z","data":{"kind":"engagement",
                    "attributes":{"action":"Viewed Pricing","page":"/pricing",
                    "content":"Enterprise"},"person":"u1","vendor":"Segment"}}
                    """#
                )
            ]
        )
        #expect(third.facts == [])
        #expect(third.ignored == 0)
        #expect(third.deadLetter == nil)
        let fourth = try bench.process(
            Flow.joined(
                #"""
                {"type":"page","messageId":"m4","anonymousId":"a1","name":"Docs",
                "properties":{"path":"/docs","title":"Documentation"},
                "timestamp":"2026-11-20T08:59:30.000Z","receivedAt":"2026-11-20T08:59:31.000Z"}
                """#
            )
        )
        #expect(
            fourth.lines == [
                Flow.joined(
                    #"""
                    {"id":"m4","source":"segment","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-20T08:59:30.000Z","data":{"kind":"engagement",
                    "attributes":{"action":"page","page":"/docs","title":"Documentation"},
                    "person":"a1","vendor":"Segment"}}
                    """#
                )
            ]
        )
        #expect(fourth.facts == [])
        #expect(fourth.ignored == 0)
        #expect(fourth.deadLetter == nil)
    }

    @Test func `a group writes the profile and stands for the account from then on`() throws {
        var bench = try IngestBench(.segment)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"type":"group","messageId":"m5","userId":"u1","groupId":"g1",
                "traits":{"name":"Acme","industry":"Software","employees":"329",
                "website":"https://www.acme.com","plan":"enterprise"},
                "timestamp":"2026-11-20T08:59:30.000Z","receivedAt":"2026-11-20T08:59:31.000Z"}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"m5","source":"segment","type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-20T08:59:30.000Z","data":{"name":"Acme","industry":"software",
                    "employees":329,"segment":"enterprise"}}
                    """#
                )
            ]
        )
        #expect(first.facts == ["segment-group:g1 -> acme.com"])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"type":"page","messageId":"m6","anonymousId":"zz","properties":{"path":"/"},
                "context":{"groupId":"g1"},"timestamp":"2026-11-20T08:59:30.000Z"}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"m6","source":"segment","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-20T08:59:30.000Z","data":{"kind":"engagement",
                    "attributes":{"action":"page","page":"/"},"person":"zz","vendor":"Segment"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
    }

    @Test func `a free-mail visitor is ignored, and a user id that is an address is hashed`() throws {
        var bench = try IngestBench(.segment)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"type":"identify","messageId":"m7","userId":"bob@gmail.com",
                "traits":{"email":"bob@gmail.com"},"timestamp":"2026-11-20T08:59:00.000Z"}
                """#
            )
        )
        #expect(first.lines == [])
        #expect(first.facts == [])
        #expect(first.ignored == 1)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"type":"track","messageId":"m8","userId":"ann@acme.com","event":"Login",
                "timestamp":"2026-11-20T08:59:00.000Z"}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"m8","source":"segment","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-20T08:59:00.000Z","data":{"kind":"engagement",
                    "attributes":{"action":"Login"},"person":"0ef7e71b2f8429097db7855436dd710e",
                    "vendor":"Segment"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
    }
}
