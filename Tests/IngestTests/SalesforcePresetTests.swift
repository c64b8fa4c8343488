// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct SalesforcePresetTests {
    @Test
    func `an opportunity is known from its creation, and a change of several counts for the known ones`()
        throws
    {
        var bench = try IngestBench(.salesforceCDC)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Account",
                "recordIds":["001A"],"changeType":"CREATE","changedFields":[],
                "changeOrigin":"com/salesforce/api","transactionKey":"tx-1","sequenceNumber":1,
                "commitTimestamp":1795075200000,"commitNumber":10,"commitUser":"005"},"Name":"Acme",
                "Website":"www.acme.com","Industry":"Technology","NumberOfEmployees":329,
                "AnnualRevenue":50000000,"OwnerId":"005X"},"event":{"replayId":1}}
                """#
            )
        )
        #expect(
            first.lines == [
                Flow.joined(
                    #"""
                    {"id":"tx-1:1:001A","source":"salesforce","type":"hotlist.account.v1",
                    "subject":"acme.com","time":"2026-11-19T08:00:00.000Z","data":{"name":"Acme",
                    "industry":"technology","employees":329,"revenue_usd":50000000,"owner":"005X"}}
                    """#
                )
            ]
        )
        #expect(first.facts == ["salesforce:001A -> acme.com"])
        #expect(first.ignored == 0)
        #expect(first.deadLetter == nil)
        let second = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity",
                "recordIds":["006A"],"changeType":"CREATE","changedFields":[],
                "transactionKey":"tx-2","sequenceNumber":1,"commitTimestamp":1795075201000},
                "AccountId":"001A","StageName":"Prospecting","Amount":120000,
                "CloseDate":"2026-12-31"},"event":{"replayId":2}}
                """#
            )
        )
        #expect(
            second.lines == [
                Flow.joined(
                    #"""
                    {"id":"tx-2:1:006A","source":"salesforce","type":"hotlist.account.v1",
                    "subject":"acme.com","time":"2026-11-19T08:00:01.000Z",
                    "data":{"stage":"open_opportunity","opportunity_amount":120000,
                    "opportunity_close_date":"2026-12-31"}}
                    """#
                )
            ]
        )
        #expect(second.facts == ["salesforce:006A -> acme.com"])
        #expect(second.ignored == 0)
        #expect(second.deadLetter == nil)
        let third = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity",
                "recordIds":["006A","006B"],"changeType":"UPDATE","changedFields":["StageName"],
                "transactionKey":"tx-3","sequenceNumber":2,"commitTimestamp":1795075202000},
                "StageName":"Closed Won"},"event":{"replayId":3}}
                """#
            )
        )
        #expect(
            third.lines == [
                Flow.joined(
                    #"""
                    {"id":"tx-3:2:006A","source":"salesforce","type":"hotlist.account.v1",
                    "subject":"acme.com","time":"2026-11-19T08:00:02.000Z",
                    "data":{"stage":"customer"}}
                    """#
                )
            ]
        )
        #expect(third.facts == [])
        #expect(third.ignored == 0)
        #expect(third.reason == .accountUnresolved)
        #expect(
            third.deadLetter?.message
                == "1 of 2 elements: #1 account_unresolved: the alias salesforce:006B"
        )
    }

    @Test func `gaps and wildcards are refused by name, and deletions are ignored`() throws {
        var bench = try IngestBench(.salesforceCDC)
        let first = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity",
                "recordIds":["006A"],"changeType":"GAP_UPDATE","transactionKey":"tx-4",
                "sequenceNumber":1,"commitTimestamp":1795075202000}},"event":{"replayId":4}}
                """#
            )
        )
        #expect(first.lines == [])
        #expect(first.facts == [])
        #expect(first.ignored == 0)
        #expect(first.reason == .mappingRejected)
        #expect(
            first.deadLetter?.message
                == "Salesforce lost changes here (a gap event); read the records again"
        )
        let second = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity",
                "recordIds":["001*"],"changeType":"UPDATE","transactionKey":"tx-5",
                "sequenceNumber":1,"commitTimestamp":1795075202000},"StageName":"X"},
                "event":{"replayId":4}}
                """#
            )
        )
        #expect(second.lines == [])
        #expect(second.facts == [])
        #expect(second.ignored == 0)
        #expect(second.reason == .mappingRejected)
        #expect(
            second.deadLetter?.message
                == "the change covers many records by a wildcard; read them again"
        )
        let third = try bench.process(
            Flow.joined(
                #"""
                {"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity",
                "recordIds":["006A"],"changeType":"DELETE","transactionKey":"tx-6",
                "sequenceNumber":1,"commitTimestamp":1795075202000}},"event":{"replayId":4}}
                """#
            )
        )
        #expect(third.lines == [])
        #expect(third.facts == [])
        #expect(third.ignored == 1)
        #expect(third.deadLetter == nil)
    }
}
