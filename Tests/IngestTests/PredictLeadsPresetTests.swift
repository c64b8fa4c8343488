// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct PredictLeadsPresetTests {
    @Test
    func
        `job openings find their company among the included ones, and one without company goes to the dead letters`()
        throws
    {
        var bench = try IngestBench(.predictleadsJobOpenings)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"data":[{"id":"j1","type":"job_opening","attributes":{"title":"Data Platform Lead",
                "url":"https://acme.com/jobs/j1","first_seen_at":"2026-11-19T10:20:30Z",
                "last_seen_at":"2026-11-20T01:00:00Z","categories":["software_development",
                "data_analysis"],"location":"Berlin"},"relationships":{"company":{"data":{"id":"c1",
                "type":"company"}}}},{"id":"j2","type":"job_opening","attributes":{"title":"SRE",
                "first_seen_at":"2026-11-19T10:20:30Z"},
                "relationships":{"company":{"data":{"id":"c9","type":"company"}}}}],
                "included":[{"id":"c1","type":"company","attributes":{"domain":"acme.com",
                "company_name":"Acme"}}],"meta":{"count":2}}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"j1","source":"predictleads/job-openings","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-19T10:20:30.000Z",
                    "data":{"kind":"job_post","attributes":{"title":"Data Platform Lead",
                    "category":["software_development","data_analysis"],"location":"Berlin",
                    "url":"https://acme.com/jobs/j1"},"vendor":"PredictLeads"}}
                    """#
                )
            ]
        )
        #expect(outcome.facts == ["predictleads:c1 -> acme.com"])
        #expect(outcome.ignored == 0)
        #expect(outcome.reason == .accountUnresolved)
        #expect(
            outcome.deadLetter?.message
                == "1 of 2 elements: #1 account_unresolved: the alias predictleads:c9"
        )
    }

    @Test func `a technology detection that comes alone is read like a page of them`() throws {
        var bench = try IngestBench(.predictleadsTechnologyDetections)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"data":{"id":"t1","type":"technology_detection",
                "attributes":{"first_seen_at":"2026-11-02T00:00:00Z",
                "last_seen_at":"2026-11-18T00:00:00Z"},
                "relationships":{"company":{"data":{"id":"c1","type":"company"}},
                "technology":{"data":{"id":"k","type":"technology"}}}},"included":[{"id":"k",
                "type":"technology","attributes":{"name":"Apache Kafka"}},{"id":"c1",
                "type":"company","attributes":{"domain":"acme.com"}}]}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"t1","source":"predictleads/technology-detections",
                    "type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-02T00:00:00.000Z","data":{"kind":"tech_change",
                    "attributes":{"technology":"Apache Kafka","change":"added",
                    "last_seen_at":"2026-11-18T00:00:00Z"},"vendor":"PredictLeads"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"t1:profile","source":"predictleads/technology-detections",
                    "type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-02T00:00:00.000Z",
                    "data":{"add":{"technologies":["Apache Kafka"]}}}
                    """#
                ),
            ]
        )
        #expect(outcome.facts == ["predictleads:c1 -> acme.com"])
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }

    @Test
    func `news are rounds, layoffs or news by category, plans are news, and unknown categories are kept`()
        throws
    {
        var bench = try IngestBench(.predictleadsNewsEvents)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                {"data":[{"id":"n1","type":"news_event",
                "attributes":{"category":"receives_financing",
                "summary":"Acme raised $42M in Series B.","found_at":"2026-11-18T14:03:21Z",
                "confidence":0.93,"article_sentence":"x","planning":false,"amount":"$42M",
                "amount_normalized":42000000,"effective_date":"2026-11-18",
                "financing_type":"Series B","financing_type_normalized":"series_b",
                "financing_type_tags":["equity"]},"relationships":{"company1":{"data":{"id":"c1",
                "type":"company"}},"company2":{"data":null}}},{"id":"n2","type":"news_event",
                "attributes":{"category":"decreases_headcount_by","summary":"Acme lays off 120.",
                "found_at":"2026-11-19T00:00:00Z","headcount":120,"planning":false},
                "relationships":{"company1":{"data":{"id":"c1","type":"company"}}}},{"id":"n3",
                "type":"news_event","attributes":{"category":"receives_financing",
                "summary":"Acme plans a round.","found_at":"2026-11-19T00:00:00Z","planning":true},
                "relationships":{"company1":{"data":{"id":"c1","type":"company"}}}},{"id":"n4",
                "type":"news_event","attributes":{"category":"spins_off_from",
                "summary":"Beta spins off from Acme.","found_at":"2026-11-19T00:00:00Z",
                "planning":null},"relationships":{"company1":{"data":{"id":"c2","type":"company"}},
                "company2":{"data":{"id":"c1","type":"company"}}}}],"included":[{"id":"c1",
                "type":"company","attributes":{"domain":"acme.com"}},{"id":"c2","type":"company",
                "attributes":{"domain":"beta.io"}}]}
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"n1","source":"predictleads/news-events","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-18T14:03:21.000Z","data":{"kind":"funding",
                    "attributes":{"round":"Series B","amount_usd":42000000,
                    "category":"receives_financing","summary":"Acme raised $42M in Series B.",
                    "confidence":0.93,"planning":false},"vendor":"PredictLeads"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"n2","source":"predictleads/news-events","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-19T00:00:00.000Z","data":{"kind":"layoffs",
                    "attributes":{"headcount":120,"category":"decreases_headcount_by",
                    "summary":"Acme lays off 120.","planning":false},"vendor":"PredictLeads"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"n3","source":"predictleads/news-events","type":"hotlist.signal.v1",
                    "subject":"acme.com","time":"2026-11-19T00:00:00.000Z","data":{"kind":"news",
                    "attributes":{"category":"receives_financing","summary":"Acme plans a round.",
                    "planning":true},"vendor":"PredictLeads"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"n4","source":"predictleads/news-events","type":"hotlist.signal.v1",
                    "subject":"beta.io","time":"2026-11-19T00:00:00.000Z","data":{"kind":"news",
                    "attributes":{"category":"spins_off_from","summary":"Beta spins off from Acme.",
                    "other_company":"acme.com"},"vendor":"PredictLeads"}}
                    """#
                ),
            ]
        )
        #expect(outcome.facts == ["predictleads:c1 -> acme.com", "predictleads:c2 -> beta.io"])
        #expect(outcome.ignored == 0)
        #expect(outcome.deadLetter == nil)
    }
}
