// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Configuration
import Ingest
import Testing

@Suite struct PresetTests {
    @Test(arguments: Preset.allCases) func `each preset is a mapping that can be read`(_ preset: Preset) throws {
        do {
            let mapping = try preset.mapping()
            #expect(mapping.name == preset.rawValue)
        } catch {
            Issue.record("\(error)")
        }
    }
    @Test func scratch() throws {
        func show(_ p: Preset, _ values: [String]) throws {
            var bench = try IngestBench(p)
            print("=== \(p.rawValue)")
            for v in values {
              let o = try bench.process(v)
              for l in o.lines { print("E", l) }
              for l in o.facts { print("A", l) }
              if o.ignored > 0 { print("I", o.ignored) }
              if let d = o.deadLetter { print("D", d.reason.rawValue, d.message) }
              print("--")
            }
        }
        try show(.crunchbaseFunding, [#"{"uuid":"0f6a","identifier":{"uuid":"0f6a","permalink":"acme-series-b--0f6a","value":"Series B - Acme","entity_def_id":"funding_round"},"funded_organization_identifier":{"uuid":"1b6f","permalink":"acme","value":"Acme, Inc.","entity_def_id":"organization"},"funded_organization_domain":"www.acme.com","investment_type":"series_b","announced_on":{"value":"2026-11-18","precision":"day"},"money_raised":{"value":42000000,"currency":"USD","value_usd":42000000},"num_investors":7,"lead_investor_identifiers":[{"uuid":"9","permalink":"x","value":"Index Ventures","entity_def_id":"organization"}]}"#,
        #"{"uuid":"77","funded_organization_identifier":{"uuid":"1b6f","value":"Acme"},"investment_type":"series_c","announced_on":"2026-11-19","money_raised":null}"#,
        #"{"type":"FundingRound","uuid":"88","properties":{"funding_type":"venture","series":"A","announced_on":"2016-11-19","announced_on_trust_code":7,"closed_on":null,"money_raised":5000000,"money_raised_currency_code":"EUR","money_raised_usd":5500000,"created_at":1479513600,"updated_at":1479513600},"relationships":{"funded_organization":{"item":{"type":"Organization","uuid":"cc","properties":{"permalink":"delta-labs","name":"Delta Labs","homepage_url":"http://www.delta-labs.co.uk/"}}}}}"#])
        try show(.theirstack, [#"{"id":991,"type":"job.new","payload":{"id":5512,"job_title":"Senior Kafka Engineer","url":"https://boards.example.com/1","final_url":"https://acme.com/jobs/1","date_posted":"2026-11-17","has_blurred_data":false,"company":"Acme","company_domain":"acme.com","company_object":{"id":"acme-1","name":"Acme","domain":"acme.com"}}}"#,
         #"{"id":992,"type":"job.new","payload":{"id":5513,"job_title":"X","date_posted":"2026-11-17","has_blurred_data":true,"company":"Acme"}}"#,
         #"{"id":993,"type":"tech.new","payload":{"id":7,"technology_name":"Snowflake","company_domain":"acme.com","first_date_found":"2026-11-16","confidence":"high"}}"#])
        try show(.predictleadsJobOpenings, [#"{"data":[{"id":"j1","type":"job_opening","attributes":{"title":"Data Platform Lead","url":"https://acme.com/jobs/j1","first_seen_at":"2026-11-19T10:20:30Z","last_seen_at":"2026-11-20T01:00:00Z","categories":["software_development","data_analysis"],"location":"Berlin"},"relationships":{"company":{"data":{"id":"c1","type":"company"}}}},{"id":"j2","type":"job_opening","attributes":{"title":"SRE","first_seen_at":"2026-11-19T10:20:30Z"},"relationships":{"company":{"data":{"id":"c9","type":"company"}}}}],"included":[{"id":"c1","type":"company","attributes":{"domain":"acme.com","company_name":"Acme"}}],"meta":{"count":2}}"#])
        try show(.builtwithChanges, [#"{"Results":[{"Lookup":"acme.com","Changes":{"since_utc":"2026-11-01T00:00:00Z","last_checked_utc":"2026-11-19T00:00:00Z","summary":"2 changes","events":[{"type":"technology_added","technology":"Snowflake","category":["Data Warehouse"],"tag":"analytics","first_seen_utc":"2026-11-15T06:00:00","importance":"high","why_this_matters":"x"},{"type":"technology_removed","technology":"Redshift","category":["Data Warehouse"],"importance":"low"}]}},{"Lookup":"beta.io","Changes":{"events":[]}}]}"#])
    }
}
