// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles

/// A record that each preset accepts, of which a fresh one can be made for every number.
enum GoodRecord {
    /// A record of the preset; `number` makes its ids its own.
    static func json(_ preset: Preset, _ number: Int) -> String {
        Flow.joined(template(preset)).replacing("%N", with: String(number))
    }

    /// How many events a record becomes.
    static func events(_ preset: Preset) -> Int {
        switch preset {
        case .theirstack, .crunchbaseFunding, .predictleadsJobOpenings, .segment, .salesforceCDC,
            .cloudEvents:
            1
        case .flat, .predictleadsNewsEvents: 1
        case .predictleadsTechnologyDetections, .hubspot: 2
        case .builtwithChanges: 4
        }
    }

    private static func template(_ preset: Preset) -> String {
        switch preset {
        case .crunchbaseFunding:
            #"""
            {"uuid":"r%N","funded_organization_identifier":{"uuid":"1b6f","value":"Acme"},
            "funded_organization_domain":"acme.com","investment_type":"series_b",
            "announced_on":{"value":"2026-11-18","precision":"day"},
            "money_raised":{"value":42000000,"currency":"USD","value_usd":42000000},
            "lead_investor_identifiers":[{"value":"Index"}]}
            """#
        case .theirstack:
            #"""
            {"id":1,"type":"job.new","payload":{"id":%N,"job_title":"Kafka \u00e9ngineer","url":null,
            "date_posted":"2026-11-17","has_blurred_data":false,"company_domain":"www.acme.com"}}
            """#
        case .predictleadsJobOpenings:
            #"""
            {"data":[{"id":"j%N","type":"job_opening","attributes":{"title":"SRE",
            "first_seen_at":"2026-11-19T10:20:30Z","categories":["a","b"]},
            "relationships":{"company":{"data":{"id":"c1","type":"company"}}}}],
            "included":[{"id":"c1","type":"company","attributes":{"domain":"acme.com"}}]}
            """#
        case .predictleadsTechnologyDetections:
            #"""
            {"data":{"id":"t%N","type":"technology_detection","attributes":{
            "first_seen_at":"2026-11-02T00:00:00Z","technology":"Kafka","company_domain":"acme.com"}}}
            """#
        case .predictleadsNewsEvents:
            #"""
            {"data":[{"id":"n%N","type":"news_event","attributes":{"category":"receives_financing",
            "summary":"Acme raised \"$42M\".","found_at":"2026-11-18T14:03:21Z","planning":false,
            "amount_normalized":42000000,"company1_domain":"acme.com"}}]}
            """#
        case .builtwithChanges:
            #"""
            {"Results":[{"Lookup":"acme.com","Changes":{"last_checked_utc":"2026-11-19T00:00:00Z","events":[
            {"type":"technology_added","technology":"T%N","category":["DB"],"first_seen_utc":"2026-11-15"},
            {"type":"technology_removed","technology":"U%N","importance":"low"}]}}]}
            """#
        case .hubspot:
            #"""
            [{"eventId":1,"portalId":6,"occurredAt":1795075200000,"subscriptionId":1,
            "subscriptionType":"company.propertyChange","objectId":900,"propertyName":"domain",
            "propertyValue":"acme.com"},
            {"eventId":%N,"portalId":6,"occurredAt":1795075205000,"subscriptionId":2,
            "subscriptionType":"company.propertyChange","objectId":900,"propertyName":"numberofemployees",
            "propertyValue":"250"},
            {"eventId":%N,"portalId":6,"occurredAt":1795075205001,"subscriptionId":3,
            "subscriptionType":"company.propertyChange","objectId":900,"propertyName":"country",
            "propertyValue":"DE"}]
            """#
        case .segment:
            #"""
            {"type":"track","messageId":"m%N","userId":"u1","event":"Signed Up",
            "context":{"traits":{"email":"ann@acme.com"},"page":{"path":"/pricing"}},
            "timestamp":"2026-11-20T08:59:00.000Z","receivedAt":"2026-11-20T08:59:01.000Z"}
            """#
        case .salesforceCDC:
            #"""
            {"payload":{"ChangeEventHeader":{"entityName":"Account","recordIds":["001%N"],"changeType":"UPDATE",
            "transactionKey":"tx","sequenceNumber":1,"commitTimestamp":1795075200000},"Name":"Acme",
            "Website":"acme.com","NumberOfEmployees":329},"event":{"replayId":1}}
            """#
        case .cloudEvents:
            #"""
            {"specversion":"1.0","id":"e%N","source":"own","type":"hotlist.signal.v1","subject":"acme.com",
            "time":"2026-11-18T14:03:21Z","data":{"kind":"engagement","attributes":{"page":"/x","n":1.5}}}
            """#
        case .flat:
            #"""
            {"id":"f%N","kind":"funding","domain":"acme.com","time":"2026-11-18","amount_usd":"42000000",
            "attr.lead":"Index","attributes":{"a":["b"]}}
            """#
        }
    }
}
