// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct CrunchbasePresetTests {
    @Test
    func
        `a round of API 4 becomes a funding signal and teaches the organisation, so that the next needs no domain`()
        throws
    {
        var bench = try IngestBench(.crunchbaseFunding)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"uuid":"0f6a","identifier":{"uuid":"0f6a","permalink":"acme-series-b--0f6a",
                "value":"Series B - Acme","entity_def_id":"funding_round"},
                "funded_organization_identifier":{"uuid":"1b6f","permalink":"acme",
                "value":"Acme, Inc.","entity_def_id":"organization"},
                "funded_organization_domain":"www.acme.com","investment_type":"series_b",
                "announced_on":{"value":"2026-11-18","precision":"day"},
                "money_raised":{"value":42000000,"currency":"USD","value_usd":42000000},
                "num_investors":7,"lead_investor_identifiers":[{"uuid":"9","permalink":"x",
                "value":"Index Ventures","entity_def_id":"organization"}]}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"0f6a","source":"crunchbase","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-18T00:00:00.000Z","data":{"kind":"funding",
                    "attributes":{"round":"Series B","amount_usd":42000000,
                    "investors":["Index Ventures"],"investor_count":7},"vendor":"Crunchbase"}}
                    """#
                )
            ]
        )
        #expect(first.facts == ["crunchbase:1b6f -> acme.com", "crunchbase:acme -> acme.com"])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"uuid":"77","funded_organization_identifier":{"uuid":"1b6f","value":"Acme"},
                "investment_type":"series_c","announced_on":"2026-11-19","money_raised":null}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"77","source":"crunchbase","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-19T00:00:00.000Z","data":{"kind":"funding",
                    "attributes":{"round":"Series C"},"vendor":"Crunchbase"}}
                    """#
                )
            ]
        )
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
    }

    @Test func `a round of API 3 says its series apart and finds its account by the home page`() throws {
        var bench = try IngestBench(.crunchbaseFunding)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"type":"FundingRound","uuid":"88","properties":{"funding_type":"venture",
                "series":"A","announced_on":"2016-11-19","announced_on_trust_code":7,
                "closed_on":null,"money_raised":5000000,"money_raised_currency_code":"EUR",
                "money_raised_usd":5500000,"created_at":1479513600,"updated_at":1479513600},
                "relationships":{"funded_organization":{"item":{"type":"Organization","uuid":"cc",
                "properties":{"permalink":"delta-labs","name":"Delta Labs",
                "homepage_url":"http://www.delta-labs.co.uk/"}}}}}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"88","source":"crunchbase","type":"hotlist.signal.v1",
                    "subject":"delta-labs.co.uk","time":"2016-11-19T00:00:00.000Z",
                    "data":{"kind":"funding","attributes":{"round":"Series A","amount_usd":5500000},
                    "vendor":"Crunchbase"}}
                    """#
                )
            ]
        )
        #expect(
            outcome.facts == [
                "crunchbase:cc -> delta-labs.co.uk", "crunchbase:delta-labs -> delta-labs.co.uk",
            ]
        )
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }
}
