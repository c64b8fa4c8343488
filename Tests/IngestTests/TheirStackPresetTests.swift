// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct TheirStackPresetTests {
    @Test func `a job becomes a signal identified by the job and not by the webhook`() throws {
        var bench = try IngestBench(.theirstack)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"id":991,"type":"job.new","payload":{"id":5512,"job_title":"Senior Kafka Engineer",
                "url":"https://boards.example.com/1","final_url":"https://acme.com/jobs/1",
                "date_posted":"2026-11-17","has_blurred_data":false,"company":"Acme",
                "company_domain":"acme.com","company_object":{"id":"acme-1","name":"Acme",
                "domain":"acme.com"}}}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"job:5512","source":"theirstack","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-17T00:00:00.000Z",
                    "data":{"kind":"job_post","attributes":{"title":"Senior Kafka Engineer",
                    "url":"https://acme.com/jobs/1"},"vendor":"TheirStack"}}
                    """#
                )
            ]
        )
        #expect(outcome.facts == ["theirstack:acme-1 -> acme.com"])
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }

    @Test func `blurred data is refused by name`() throws {
        var bench = try IngestBench(.theirstack)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"id":992,"type":"job.new","payload":{"id":5513,"job_title":"X",
                "date_posted":"2026-11-17","has_blurred_data":true,"company":"Acme"}}
                """#
            )
        )
        #expect(outcome.lines == [])
        #expect(outcome.facts == [])
        #expect(outcome.ignored == 0)
        #expect(outcome.reason == .mappingRejected)
        #expect(
            outcome.deadLetter?.message
                == "the record's data is blurred (TheirStack credits ran out)"
        )
    }

    @Test func `a technology becomes a signal and a word of the profile`() throws {
        var bench = try IngestBench(.theirstack)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"id":993,"type":"tech.new","payload":{"id":7,"technology_name":"Snowflake",
                "company_domain":"acme.com","first_date_found":"2026-11-16","confidence":"high"}}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"tech:7","source":"theirstack","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-16T00:00:00.000Z",
                    "data":{"kind":"tech_change","attributes":{"technology":"Snowflake",
                    "change":"added","confidence":"high"},"vendor":"TheirStack"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"tech:7:profile","source":"theirstack","type":"hotlist.account.v1",
                    "subject":"acme.com","time":"2026-11-16T00:00:00.000Z",
                    "data":{"add":{"technologies":["Snowflake"]}}}
                    """#
                ),
            ]
        )
        #expect(outcome.facts == [])
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }
}
