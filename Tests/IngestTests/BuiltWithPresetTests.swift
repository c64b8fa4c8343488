// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct BuiltWithPresetTests {
    @Test func `changes of several companies fan out, and their ids are digests of what they say`() throws {
        var bench = try IngestBench(.builtwithChanges)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"Results":[{"Lookup":"acme.com","Changes":{"since_utc":"2026-11-01T00:00:00Z",
                "last_checked_utc":"2026-11-19T00:00:00Z","summary":"2 changes",
                "events":[{"type":"technology_added","technology":"Snowflake",
                "category":["Data Warehouse"],"tag":"analytics",
                "first_seen_utc":"2026-11-15T06:00:00","importance":"high","why_this_matters":"x"},
                {"type":"technology_removed","technology":"Redshift","category":["Data Warehouse"],
                "importance":"low"}]}},{"Lookup":"beta.io","Changes":{"events":[]}}]}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"b46797a90fad8e6148be83c2e5aab814","source":"builtwith",
                    "type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-15T06:00:00.000Z","data":{"kind":"tech_change",
                    "attributes":{"technology":"Snowflake","change":"added",
                    "category":["Data Warehouse"],"tag":"analytics","importance":"high"},
                    "vendor":"BuiltWith"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"88c714994a8f998608d59552d9445b8f","source":"builtwith",
                    "type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-15T06:00:00.000Z","data":{"add":{"technologies":["Snowflake"]}}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"a94654f9aaac331d5e931d9dc26675b2","source":"builtwith",
                    "type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-19T00:00:00.000Z","data":{"kind":"tech_change",
                    "attributes":{"technology":"Redshift","change":"removed",
                    "category":["Data Warehouse"],"importance":"low"},"vendor":"BuiltWith"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"3df418a30d5d5297d4fd1a7e7ca6f2b7","source":"builtwith",
                    "type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-19T00:00:00.000Z",
                    "data":{"remove":{"technologies":["Redshift"]}}}
                    """#
                ),
            ]
        )
        #expect(outcome.facts == [])
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }
}
