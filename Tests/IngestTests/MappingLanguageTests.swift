// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import Testing

@Suite struct MappingLanguageTests {
    /// The attributes that a mapping with the given `attributes` makes of a record.
    private func attributes(_ yaml: String, _ fields: String) throws -> ([Attribute], DeadLetterReason?) {
        var bench = try IngestBench(
            yaml: """
                source: test
                account: {domain: /d}
                time: {from: "2026-11-18", format: date}
                rules:
                  - signal: x
                    id: 1
                    attributes: {\(yaml)}
                """
        )
        let outcome = try bench.process("{\"d\":\"acme.com\",\(fields)}")
        guard case .signal(let signal)? = outcome.events.first?.payload else { return ([], outcome.reason) }
        return (signal.attributes, outcome.reason)
    }

    private static let conversions: [(String, String, AttributeValue?)] = [
        ("a: /v", "\"v\":\" text \"", .string(" text ")),
        ("a: /v", "\"v\":7", .number(7)),
        ("a: /v", "\"v\":true", .boolean(true)),
        ("a: /v", "\"v\":[\"x\",1,null,\" \",true]", .strings(["x", "1", "true"])),
        ("a: /v", "\"v\":null", nil),
        ("a: /v", "\"v\":\"\"", nil),
        ("a: /v", "\"v\":[]", nil),
        ("a: /v", "\"v\":[null]", nil),
        ("a: [/v, /w]", "\"v\":null,\"w\":2", .number(2)),
        ("a: {from: /v, as: number}", "\"v\":\" -1.5e3 \"", .number(-1500)),
        ("a: {from: /v, as: text}", "\"v\":9007199254740993", .string("9007199254740993")),
        ("a: {from: /v, as: text}", "\"v\":18446744073709551615", .string("18446744073709551615")),
        ("a: {from: /v, as: text}", "\"v\":0.5", .string("0.5")),
        ("a: {from: /v, as: boolean}", "\"v\":\"Yes\"", .boolean(true)),
        ("a: {from: /v, as: boolean}", "\"v\":0", .boolean(false)),
        ("a: {from: /v, as: list}", "\"v\":\"x\"", .strings(["x"])),
        ("a: {from: /v, as: infer}", "\"v\":\"42\"", .number(42)),
        ("a: {from: /v, as: infer}", "\"v\":\"042\"", .string("042")),
        ("a: {from: /v, as: infer}", "\"v\":\"TRUE\"", .boolean(true)),
        ("a: {from: /v, scale: 0.01}", "\"v\":4250", .number(42.5)),
        ("a: {from: /v, split: \"|\"}", "\"v\":\"|a| b||c \"", .strings(["a", "b", "c"])),
        ("a: {from: /v, lower: true}", "\"v\":\"ACMÉ\"", .string("acmÉ")),
        ("a: {from: /v, map: {Yes: 1, no: ~}}", "\"v\":\"YES\"", .number(1)),
        ("a: {from: /v, map: {Yes: 1, no: ~}}", "\"v\":\"no\"", nil),
        ("a: {from: /v, map: {yes: 1}}", "\"v\":\"maybe\"", .string("maybe")),
        ("a: {from: /v, map: {yes: 1}, otherwise: ~}", "\"v\":\"maybe\"", nil),
        ("a: {from: /v, map: {yes: 1}, otherwise: none}", "\"v\":\"maybe\"", .string("none")),
        ("a: {from: /v, map: {1: one}}", "\"v\":1", .string("one")),
        ("a: {from: /v, default: 3}", "\"w\":1", .number(3)),
        ("a: {from: /v, pluck: /n}", "\"v\":[{\"n\":\"x\"},{},{\"n\":\"y\"}]", .strings(["x", "y"])),
        ("a: {from: /v, pluck: /n}", "\"v\":{\"n\":\"x\"}", .string("x")),
        ("a: {from: /v, as: number, drop_invalid: true}", "\"v\":\"many\"", nil),
        ("a: {constant: \"/x\"}", "\"v\":1", .string("/x")),
        ("a: word", "\"v\":1", .string("word")),
        ("a: 12", "\"v\":1", .number(12)),
        ("a: [/v, unknown]", "\"w\":1", .string("unknown")),
        ("a: \"@topic\"", "\"w\":1", .string("vendor")),
        (
            "a: {from: {lookup: /l, where: /id, equals: /v, take: /n}}",
            "\"v\":2,\"l\":[{\"id\":\"1\",\"n\":\"x\"},{\"id\":\"2\",\"n\":\"y\"},{\"id\":2,\"n\":\"z\"}]",
            .string("y")
        ),
    ]

    @Test(arguments: conversions)
    func `a value is found and converted as the mapping says`(
        _ yaml: String,
        _ fields: String,
        _ value: AttributeValue?
    ) throws {
        let (attributes, reason) = try attributes(yaml, fields)
        #expect(reason == nil)
        #expect(attributes == (value.map { [Attribute("a", $0)] } ?? []))
    }

    private static let faults: [(String, String, DeadLetterReason)] = [
        ("a: /v", "\"v\":{\"x\":1}", .attributeNotFlat),
        ("a: /v", "\"v\":[[1]]", .attributeNotFlat),
        ("a: /v", "\"v\":[{\"x\":1}]", .attributeNotFlat),
        ("a: {from: /v, as: number}", "\"v\":\"10-50\"", .badValue),
        ("a: {from: /v, as: number}", "\"v\":\"0x10\"", .badValue),
        ("a: {from: /v, as: number}", "\"v\":\"inf\"", .badValue),
        ("a: {from: /v, as: number}", "\"v\":true", .badValue),
        ("a: {from: /v, as: boolean}", "\"v\":\"perhaps\"", .badValue),
        ("a: {from: /v, scale: 1000000000}", "\"v\":1e308", .badValue),
        ("a: {from: /v, required: true}", "\"w\":1", .missingField),
    ]

    @Test(arguments: faults)
    func `a value that does not fit is refused with its reason`(
        _ yaml: String,
        _ fields: String,
        _ reason: DeadLetterReason
    ) throws {
        #expect(try attributes(yaml, fields).1 == reason)
    }

    private static let guards: [(String, String, Bool)] = [
        ("/v: x", "\"v\":\"X\"", true),
        ("/v: [x, y]", "\"v\":\"y\"", true),
        ("/v: 1", "\"v\":1", true),
        ("/v: 1", "\"v\":1.0", true),
        ("/v: true", "\"v\":true", true),
        ("/v: x", "\"w\":1", false),
        ("/v: x", "\"v\":[\"x\"]", false),
        ("/v: {contains: x}", "\"v\":[\"a\",\"X\"]", true),
        ("/v: {contains: x}", "\"v\":\"x\"", false),
        ("/v: {exists: true}", "\"v\":0", true),
        ("/v: {exists: true}", "\"v\":\" \"", false),
        ("/v: {exists: false}", "\"v\":null", true),
        ("/v: {matches: \"gap_*\"}", "\"v\":\"GAP_UPDATE\"", true),
        ("/v: {matches: \"*b*d\"}", "\"v\":\"abcd\"", true),
        ("/v: {matches: \"a*a\"}", "\"v\":\"a\"", false),
        ("/v: {matches: \"*a*b*\"}", "\"v\":\"bba\"", false),
        ("/v: {matches: 'a\\*'}", "\"v\":\"a*\"", true),
        ("/v: {matches: 'a\\*'}", "\"v\":\"ab\"", false),
        ("/v: {not: x}", "\"w\":1", true),
        ("/v: {not: {matches: \"x*\"}}", "\"v\":\"xy\"", false),
        ("/v: {exists: true, not: x}", "\"v\":\"x\"", false),
        ("/v: x, /w: y", "\"v\":\"x\"", false),
        ("\"@header:kind\": page", "\"w\":1", true),
        ("\"@key\": k1", "\"w\":1", true),
    ]

    @Test(arguments: guards)
    func `a condition holds or not`(_ yaml: String, _ fields: String, _ holds: Bool) throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                rules:
                  - when: {\(yaml)}
                    ignore: true
                """
        )
        let headers = [RecordHeader("kind", Array("other".utf8)), RecordHeader("kind", Array("page".utf8))]
        let outcome = try bench.process("{\(fields)}", headers: headers, key: "k1")
        #expect((outcome.ignored == 1) == holds)
        #expect((outcome.reason == .mappingNoRule) == !holds)
    }

    @Test func `all rules that apply make an event, and ignore ends the work`() throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                account: {domain: /d}
                time: {from: "2026-11-18", format: date}
                rules:
                  - {signal: a, id: 1}
                  - {when: {/stop: true}, ignore: true}
                  - {signal: b, id: [2, /n]}
                """
        )
        #expect(try bench.process(#"{"d":"acme.com","n":7}"#).events.map(\.id) == ["1", "2:7"])
        #expect(try bench.process(#"{"d":"acme.com","n":7,"stop":true}"#).events.map(\.id) == ["1"])
        // One rule fails: the element yields nothing, and is refused once.
        let failed = try bench.process(#"{"d":"acme.com"}"#)
        #expect(failed.events.isEmpty)
        #expect(failed.reason == .missingField)
    }

    @Test func `elements of nested lists see what is around them`() throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                each: [/companies, /jobs]
                account: {domain: ^/domain}
                time: {from: ^^/day, format: date}
                rules:
                  - {signal: job_post, id: [^/domain, "@this"], attributes: {title: "@this"}}
                """
        )
        let outcome = try bench.process(
            #"{"day":"2026-11-18","companies":[{"domain":"a.com","jobs":["x","y"]},{"domain":"b.com"},{"domain":"c.com","jobs":"z"}]}"#
        )
        #expect(outcome.events.map(\.id) == ["a.com:x", "a.com:y", "c.com:z"])
        #expect(outcome.deadLetter == nil)
        #expect(try bench.process(#"{"day":"2026-11-18","companies":[]}"#).ignored == 1)
        #expect(try bench.process(#"{"day":"2026-11-18"}"#).reason == .missingField)
    }

    @Test func `an account is the first value that names one, and the first fault is told`() throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                account: [{email: /e}, {domain: /d}, {name: [/n]}, {crm: /c}]
                time: {from: "2026-11-18", format: date}
                rules: [{signal: a, id: 1}]
                """
        )
        try bench.teach("name:acme", "acme.com")
        try bench.teach("crm:7", "beta.io")
        #expect(
            try bench.process(#"{"e":"x@gmail.com","d":"acme.com"}"#).events.first?.account.domain
                == "acme.com"
        )
        #expect(
            try bench.process(#"{"e":"x@gmail.com","n":"ACME Inc"}"#).events.first?.account.domain
                == "acme.com"
        )
        #expect(try bench.process(#"{"d":"localhost","c":7}"#).events.first?.account.domain == "beta.io")
        #expect(try bench.process(#"{"e":"x@gmail.com","n":"Unknown"}"#).reason == .accountFreeMail)
        #expect(try bench.process(#"{"n":"Unknown"}"#).reason == .accountUnresolved)
        #expect(try bench.process(#"{"n":"","c":null}"#).reason == .accountMissing)
        #expect(try bench.process(#"{"d":"http://10.0.0.1"}"#).reason == .accountIPAddress)
        // The message gives no address of a person away.
        let message = try bench.process(#"{"e":"ann.smith@gmail.com"}"#).deadLetter?.message
        #expect(message == "an e-mail address at gmail.com")
    }

    @Test func `a name keeps its first account, and an id of another system follows the newest`() throws {
        var bench = try IngestBench(
            yaml: """
                source: test
                account: {domain: /d}
                rules: [{aliases: [{name: /n}, {crm: /c}, {domain: /old}]}]
                """
        )
        #expect(
            try bench.process(#"{"d":"a.com","n":"Mercury","c":1}"#).facts == [
                "name:mercury -> a.com", "crm:1 -> a.com",
            ]
        )
        #expect(try bench.process(#"{"d":"b.com","n":"Mercury","c":1}"#).facts == ["crm:1 -> b.com"])
        let again = try bench.process(#"{"d":"b.com","n":"Mercury","c":1}"#)
        #expect(again.facts == [])
        #expect(again.ignored == 1)
        #expect(try bench.process(#"{"d":"a.com"}"#).reason == .missingField)

        // A company moves to another domain and back: the second move changes nothing.
        let moved = try bench.process(#"{"d":"b.com","old":"www.a.com"}"#)
        #expect(moved.facts == ["domain:a.com -> b.com"])
        #expect(moved.events.map(\.payload) == [.superseded(by: AccountID(domain: "b.com"))])
        #expect(moved.events.map(\.account.domain) == ["a.com"])
        #expect(try bench.process(#"{"d":"a.com","old":"b.com"}"#).facts == [])
        #expect(try bench.process(#"{"d":"a.com","c":9}"#).facts == ["crm:9 -> b.com"])
    }

    @Test func `addresses of persons are hashed, and refused without a key`() throws {
        let yaml = """
            source: test
            account: {domain: /d}
            time: {from: "2026-11-18", format: date}
            rules: [{signal: a, id: 1, person: PERSON, aliases: {crm: /p}}]
            """
        var bench = try IngestBench(yaml: yaml.replacing("PERSON", with: "{email: /p}"))
        let hashed = try bench.process(#"{"d":"acme.com","p":" Ann@ACME.com "}"#)
        guard case .signal(let signal)? = hashed.events.first?.payload else { throw CancellationError() }
        #expect(signal.person == "0ef7e71b2f8429097db7855436dd710e")
        #expect(hashed.facts == ["crm:0ef7e71b2f8429097db7855436dd710e -> acme.com"])

        bench.personKey = nil
        #expect(throws: IngestorError.personKeyMissing(topic: "vendor", mapping: "test")) {
            try bench.process(#"{"d":"acme.com"}"#)
        }
        var opaque = try IngestBench(yaml: yaml.replacing("PERSON", with: "/p"))
        opaque.personKey = nil
        #expect(try opaque.process(#"{"d":"acme.com","p":"u-1"}"#).events.count == 1)
        #expect(try opaque.process(#"{"d":"acme.com","p":"ann@acme.com"}"#).reason == .personKeyMissing)
        #expect(PersonKey(bytes: Array("fifteen bytes..".utf8)) == nil)
        #expect(
            "\(String(describing: bench.personKey)) \(String(reflecting: PersonKey(bytes: Array(repeating: 65, count: 16))))"
                .contains("AAAA") == false
        )
    }
}
