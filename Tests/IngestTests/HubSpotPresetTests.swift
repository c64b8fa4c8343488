// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct HubSpotPresetTests {
    @Test
    func
        `an array teaches objects, moves stages, counts activity, and is refused once for its one unknown contact`()
        throws
    {
        var bench = try IngestBench(.hubspot)
        let outcome = try bench.process(
            Flow.joined(
                #"""
                [{"eventId":1,"subscriptionId":11,"portalId":62515,"appId":54321,
                "occurredAt":1795075200000,"subscriptionType":"company.propertyChange",
                "attemptNumber":0,"objectId":900,"propertyName":"domain","propertyValue":"acme.com",
                "changeSource":"CRM"},{"eventId":2,"subscriptionId":12,"portalId":62515,
                "occurredAt":1795075200000,"subscriptionType":"deal.associationChange",
                "attemptNumber":0,"fromObjectId":77,"toObjectId":900,
                "associationType":"DEAL_TO_COMPANY","associationRemoved":false},{"eventId":3,
                "subscriptionId":13,"portalId":62515,"occurredAt":1795075201000,
                "subscriptionType":"deal.propertyChange","attemptNumber":0,"objectId":77,
                "propertyName":"dealstage","propertyValue":"presentationscheduled"},{"eventId":4,
                "subscriptionId":14,"portalId":62515,"occurredAt":1795075202000,
                "subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":5,
                "propertyName":"email","propertyValue":"Ann@Acme.com"},{"eventId":5,
                "subscriptionId":15,"portalId":62515,"occurredAt":1795075203000,
                "subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":5,
                "propertyName":"recent_conversion_event_name","propertyValue":"Demo request"},
                {"eventId":6,"subscriptionId":16,"portalId":62515,"occurredAt":1795075204000,
                "subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":6,
                "propertyName":"recent_conversion_event_name","propertyValue":"Webinar"},
                {"eventId":7,"subscriptionId":17,"portalId":62515,"occurredAt":1795075204000,
                "subscriptionType":"contact.creation","attemptNumber":0,"objectId":6},{"eventId":8,
                "subscriptionId":18,"portalId":62515,"occurredAt":1795075205000,
                "subscriptionType":"company.propertyChange","attemptNumber":0,"objectId":900,
                "propertyName":"numberofemployees","propertyValue":"250"}]
                """#
            )
        )
        #expect(
            outcome.lines == [
                Flow.joined(
                    #"""
                    {"id":"62515:deal.propertyChange:77:1795075201000:3","source":"hubspot",
                    "type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-19T08:00:01.000Z","data":{"stage":"open_opportunity"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"62515:contact.propertyChange:5:1795075203000:5","source":"hubspot",
                    "type":"hotlist.signal.v1","subject":"acme.com",
                    "time":"2026-11-19T08:00:03.000Z","data":{"kind":"engagement",
                    "attributes":{"action":"form","content":"Demo request"},"person":"5",
                    "vendor":"HubSpot"}}
                    """#
                ),
                Flow.joined(
                    #"""
                    {"id":"62515:company.propertyChange:900:1795075205000:8","source":"hubspot",
                    "type":"hotlist.account.v1","subject":"acme.com",
                    "time":"2026-11-19T08:00:05.000Z","data":{"employees":250}}
                    """#
                ),
            ]
        )
        #expect(
            outcome.facts == [
                "hubspot-company:900 -> acme.com", "hubspot-deal:77 -> acme.com",
                "hubspot-contact:5 -> acme.com",
            ]
        )
        #expect(outcome.ignored == 1)
        #expect(outcome.reason == .accountUnresolved)
        #expect(
            outcome.deadLetter?.message
                == "1 of 8 elements: #5 account_unresolved: the alias hubspot-contact:6"
        )
    }
}
