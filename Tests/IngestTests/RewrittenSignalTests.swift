// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing

/// The quick way for signals: the same bytes as the long way, or none.
@Suite struct RewrittenSignalTests {
    @Test func `what is rewritten is what processing makes of it, to the byte`() throws {
        var bench = try IngestBench(.cloudEvents)
        try bench.teach("domain:moved.com", "acme.com")
        let count = try RewriteComparison.compare(bench, rounds: 4000, hasHeaders: false, record: Self.record)
        #expect(count.rewritten > 400 && count.processed > 400, "\(count)")
    }

    /// A record of a canonical topic, of parts that are mostly plain.
    private static func record(_ random: inout SeededGenerator) -> String {
        func pick(_ plain: [String], _ other: [String]) -> String {
            let choices = random.below(12) == 0 ? other : plain
            return choices[random.below(choices.count)]
        }
        var members = [
            pick([#""specversion":"1.0""#], [#""specversion":"2.0""#]),
            pick([#""id":"e-1""#, #""id":"\u00fc\"""#], [#""id":"""#, #""id":7"#, #""id":"a\n""#]),
            pick([#""source":"vendor/jobs""#], [#""source":null"#]),
            pick([#""type":"hotlist.signal.v1""#], [#""type":"hotlist.erase.v1""#, #""type":"x""#]),
            pick(
                [#""subject":"acme.com""#, #""subject":"acme.co.uk""#],
                [
                    #""subject":"www.acme.com""#, #""subject":"ACME.com""#, #""subject":"co.uk""#,
                    #""subject":"gmail.com""#, #""subject":"moved.com""#, #""subject":" acme.com""#,
                    #""subject":"10.0.0.1""#, #""subject":"https://acme.com/x""#,
                ]
            ),
            pick(
                [
                    #""time":"2026-11-18T14:03:21.250Z""#, #""time":"2026-11-18T14:03:21+02:00""#,
                    #""time":"2026-11-20T09:04:59Z""#,
                ],
                [#""time":"2026-11-20""#, #""time":"2026-11-20T09:05:01Z""#, #""time":"yesterday""#]
            ),
        ]
        if random.below(3) == 0 {
            members.append(
                pick(
                    [#""recordedtime":"2020-01-01T00:00:00Z""#],
                    [#""recordedtime":"2020-01-01""#, #""recordedtime":1"#]
                )
            )
        }
        if random.below(2) == 0 {
            members.append(
                pick([#""datacontenttype":"application/json""#], [#""datacontenttype":"text/plain""#])
            )
        }
        if random.below(20) == 0 { members.append(#""traceparent":"00-ab""#) }
        members.append(#""data":{\#(data(&random))}"#)
        members.shuffle(using: &random)
        return "{\(members.joined(separator: ","))}"
    }

    private static func data(_ random: inout SeededGenerator) -> String {
        var members = [#""kind":"funding""#]
        if random.below(3) > 0 {
            let values = [
                #""series \u00e9""#, "1200000", "-0.0", "1e300", "0.1", "true", "null", #"["a","b\\c"]"#,
                "[]",
                #""a\u0007b""#,
            ]
            var attributes = (0..<random.below(4)).map {
                #""n\#($0)":\#(values[random.below(values.count)])"#
            }
            if random.below(12) == 0 { attributes.append(#""deep":{"a":1}"#) }
            if random.below(12) == 0 { attributes.append(#""":1"#) }
            members.append(#""attributes":{\#(attributes.joined(separator: ","))}"#)
        }
        if random.below(2) == 0 {
            members.append(#""person":"\#(["p-1", "", "a@acme.com"][random.below(3)])""#)
        }
        if random.below(2) == 0 { members.append(#""vendor":"the vendor""#) }
        if random.below(20) == 0 { members.append(#""later":1"#) }
        members.shuffle(using: &random)
        return members.joined(separator: ",")
    }
}
