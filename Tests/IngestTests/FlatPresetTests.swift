// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct FlatPresetTests {
    @Test func `rows become signals, with numbers read from text and addresses hashed`() throws {
        var bench = try IngestBench(.flat)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"id":"r1","kind":"funding","domain":"acme.com","time":"2026-11-18",
                "round":"Series B","amount_usd":"42000000","attr.lead":"Index","attr.score":"0.5",
                "vendor":"own"}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"r1","source":"vendor","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-18T00:00:00.000Z","data":{"kind":"funding",
                    "attributes":{"round":"Series B","amount_usd":42000000,"lead":"Index",
                    "score":0.5},"vendor":"own"}}
                    """#
                )
            ]
        )
        #expect(first.facts == [])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"id":7,"kind":"engagement","email":"Ann <ann@acme.com>","time":1795075200000,
                "person":"ann@acme.com","attributes":{"page":"/pricing","minutes":3,"tags":["a",
                "b"]}}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"7","source":"vendor","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-19T08:00:00.000Z","data":{"kind":"engagement",
                    "attributes":{"page":"/pricing","minutes":3,"tags":["a","b"]},
                    "person":"0ef7e71b2f8429097db7855436dd710e"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
    }

    @Test func `rows change the profile, retract, and dispose`() throws {
        var bench = try IngestBench(.flat)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"id":"p1","type":"account","domain":"acme.com","time":"2026-11-18T00:00:00Z",
                "company":"Acme","industry":"Software","employees":"329",
                "technologies":"kafka| snowflake |","flags":"competitor",
                "removed_flags":"do_not_contact","field.region_code":"EU-1"}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"p1","source":"vendor","type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-18T00:00:00.000Z","data":{"name":"Acme","industry":"software",
                    "employees":329,"region_code":"EU-1","add":{"technologies":["kafka",
                    "snowflake"],"flags":["competitor"]},"remove":{"flags":["do_not_contact"]}}}
                    """#
                )
            ]
        )
        #expect(first.facts == [])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"id":"x1","type":"retract","domain":"acme.com","time":"2026-11-19",
                "retract_id":"r1"}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"x1","source":"vendor","type":"hotlist.retract.v1","subject":"acme.com",
                    "time":"2026-11-19T00:00:00.000Z","data":{"source":"vendor","id":"r1"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
        let third = try bench.process(
            Flow.joined(
                #"""
                {"id":"d1","type":"disposition","domain":"acme.com","time":"2026-11-19",
                "action":"Snoozed","until":"2026-12-24","queue":"outbound","by":"maria"}
                """#
            )
        )
        #expect(
            third.lines == [
                Flow.joined(
                    #"""
                    {"id":"d1","source":"vendor","type":"hotlist.disposition.v1",
                    "subject":"acme.com","time":"2026-11-19T00:00:00.000Z",
                    "data":{"action":"snoozed","until":"2026-12-24T00:00:00.000Z",
                    "queue":"outbound","by":"maria"}}
                    """#
                )
            ]
        )
        #expect(third.facts == [])
        #expect(third.ignored == 0)
        #expect(third.deadLetter == nil)
    }

    @Test func `an alias retires the domain, and later rows follow it`() throws {
        var bench = try IngestBench(.flat)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"id":"a1","type":"alias","domain":"acme.com","alias_domain":"acme.io",
                "alias_name":"ACME, Inc.","time":""}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"acme.io=acme.com","source":"hotlist/aliases",
                    "type":"hotlist.superseded.v1","subject":"acme.io",
                    "time":"2026-11-20T09:00:00.000Z","data":{"by":"acme.com"}}
                    """#
                )
            ]
        )
        #expect(first.facts == ["domain:acme.io -> acme.com", "name:acme -> acme.com"])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"id":"s1","type":"superseded","domain":"acme.de","superseded_by":"acme.io",
                "time":"2026-11-19"}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"s1","source":"vendor","type":"hotlist.superseded.v1","subject":"acme.de",
                    "time":"2026-11-19T00:00:00.000Z","data":{"by":"acme.com"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
        let third = try bench.process(
            Flow.joined(
                #"""
                {"id":"e1","type":"erase","domain":"acme.io","time":"2026-11-19"}
                """#
            )
        )
        #expect(
            third.lines == [
                Flow.joined(
                    #"""
                    {"id":"e1","source":"vendor","type":"hotlist.erase.v1","subject":"acme.com",
                    "time":"2026-11-19T00:00:00.000Z","recordedtime":"2026-11-20T09:00:00.000Z"}
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
                {"id":"r2","type":"job_post","company":"Acme Inc","time":"2026-11-19 10:00:00Z",
                "title":"SRE"}
                """#
            )
        )
        #expect(
            fourth.lines == [
                Flow.joined(
                    #"""
                    {"id":"r2","source":"vendor","type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-19T10:00:00.000Z","data":{"kind":"job_post",
                    "attributes":{"title":"SRE"}}}
                    """#
                )
            ]
        )
        #expect(fourth.facts == [])
        #expect(fourth.ignored == 0)
        #expect(fourth.deadLetter == nil)
    }
}
