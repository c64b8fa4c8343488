// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing

/// The quick way for rows of a mapping: the same bytes as the long way, or none.
@Suite struct RewrittenRowTests {
    /// A mapping with most of what rules can say.
    private static let mapping = """
        description: rows of many kinds
        each: "@this"
        vendor: {from: [/vendor, /meta/vendor], default: somebody}
        source: {from: [/source, "@topic"]}
        account:
          - domain: [/domain, /meta/domain]
          - url: /website
          - email: /email
          - name: /company
        time: {from: [/time, /at, "@timestamp"], format: [rfc3339, date, epoch_ms]}
        rules:
          - when: {/type: {not: [account, other]}, /skip: {exists: false}}
            signal: {from: /kind, lower: true, map: {round: funding, hire: job_post}, required: true}
            id: [/id, /part]
            attributes:
              amount: {from: /amount, as: number, scale: 0.01}
              title: {from: /title, lower: true}
              remote: {from: /remote, as: boolean}
              tags: {from: /tags, as: list}
              code: {from: /code, as: text}
              level: {from: /level, map: {a: high, b: 2, c: true}, otherwise: low}
              fixed: {constant: here}
              inner: /meta/deep/value
            attributes_from:
              - {object: /more, as: any}
              - {object: "@this", prefix: attr., as: infer}
            person: /person
            aliases:
              - crm: /crm_id
          - when: {/type: other}
            signal: {constant: engagement}
            id: {digest: [/id, /company, /time]}
          - when: {/skip: {matches: "y*"}}
            ignore: true
        """

    @Test func `what is rewritten of a preset's rows is what processing makes of them`() throws {
        try compare(IngestBench(.flat), least: 900)
    }

    @Test func `what is rewritten of any mapping's rows is what processing makes of them`() throws {
        try compare(IngestBench(yaml: Self.mapping), least: 300)
    }

    private func compare(_ bench: IngestBench, least: Int) throws {
        var bench = bench
        try bench.teach("domain:moved.com", "acme.com")
        try bench.teach("crm:17", "acme.com")
        try bench.teach("name:acme", "acme.com")
        let count = try RewriteComparison.compare(bench, rounds: 12_000, hasHeaders: true, record: Self.row)
        #expect(count.rewritten > least && count.processed > 400, "\(count)")
    }

    /// A row whose members are mostly plain; of most of them some value is not.
    private static func row(_ random: inout SeededGenerator) -> String {
        var members: [String] = []
        let oddity = random.pick([5, 12, 40])
        func add(_ name: String, _ chance: Int, _ plain: [String], _ other: [String] = []) {
            guard random.below(100) < chance else { return }
            let choices = other.isEmpty || random.below(oddity) > 0 ? plain : other
            members.append("\"\(name)\":\(random.pick(choices))")
        }
        let odd = ["null", #""""#, #"" ""#, "[]", "{}", "7", "1.5", "true", #"{"a":1}"#, #"["x","y"]"#]
        let texts = [#""x""#, #""Some Text""#, #""é\n\"\u0007""#]
        add("id", 98, [#""e-1""#, "42", #""ü""#], odd + [#""a\n""#, "18446744073709551615"])
        add("part", 95, [#""p""#, "0"], odd)
        add("source", 60, [#""vendor/jobs""#], odd)
        add("type", 40, [#""signal""#, #""other""#, #""OTHER""#], odd + [#""account""#, #""retract""#])
        add("skip", 3, [#""yes""#, #""no""#, "null"])
        add("kind", 97, [#""funding""#, #""Round""#, #""HIRE""#], odd + [#""a\u0001b""#])
        add(
            "domain",
            70,
            [#""acme.com""#, #""www.acme.co.uk""#, #""jobs.acme.com""#],
            odd + [
                #""ACME.com""#, #""moved.com""#, #""gmail.com""#, #""co.uk""#, #"" acme.com""#,
                #""acme.com.""#,
                #""10.0.0.1""#, #""https://acme.com/x""#, #""a@acme.com""#, #""-acme.com""#, #""bücher.de""#,
            ]
        )
        add(
            "website",
            50,
            [#""https://www.acme.com/jobs?x#y""#, #""acme.com""#, #""HTTP://acme.com""#],
            odd + [
                #""https://a@acme.com""#, #""http://acme.com:80/""#, #""//acme.com""#,
                #""mailto:a@acme.com""#,
                #""https://acme.com\\x""#, #""https://""#, #""/acme.com""#,
            ]
        )
        add(
            "email",
            50,
            [#""a@acme.com""#, #""a.b@mail.acme.com""#],
            odd + [
                #""@acme.com""#, #""mailto:a@acme.com""#, #""mailto:@acme.com""#, #"" @acme.com""#,
                #""A <a@acme.com>""#, #""a@gmail.com""#, #""a@b@acme.com""#, #""acme.com""#,
            ]
        )
        add("company", 20, [#""Acme""#, #""Acme, Inc.""#, #""Nobody""#], odd)
        add(
            "time",
            90,
            [
                #""2026-11-18T14:03:21.250Z""#, #""2026-11-18""#, #"" 2026-11-18T14:03:21+02:00 ""#,
                "1763647401000",
            ],
            odd + [
                #""2026-11-20T09:05:01Z""#, #""2026-11-21""#, #""yesterday""#, "99999999999999999", "1e12",
            ]
        )
        add("at", 30, [#""2026-11-17T00:00:00Z""#], odd)
        add("vendor", 50, [#""the vendor""#], odd)
        add("person", 40, [#""p-1""#, #""a@acme.com""#, "12"], odd)
        add("amount", 50, ["100", "2.5", "-0.0", #""1200""#], odd + ["1e308", #""1,2""#])
        add("amount_usd", 50, ["100", "2.5", #""1200""#], odd + [#""1,2""#])
        add("title", 50, texts, odd)
        add("remote", 30, ["true", "false"], odd + [#""yes""#])
        add("tags", 30, [#"["a","B"]"#, #"["", "a"]"#, #""one""#], odd + [#"["a",1]"#])
        add("code", 30, ["12", #""x""#, "true"], odd)
        add("level", 30, [#""a""#, #""B""#, #""c""#, #""z""#], odd)
        add("meta", 30, [#"{"vendor":"v","domain":"meta.com","deep":{"value":1}}"#, #"{"deep":{}}"#], odd)
        add(
            "more",
            30,
            [#"{"a":1,"title":"no","b":["x"],"c":null}"#, "{}"],
            odd + [#"{"":1}"#, #"{"a":{"b":1}}"#]
        )
        add("attributes", 30, [#"{"a":1,"title":"no","b":["x"],"c":null}"#], odd + [#"{"a":{"b":1}}"#])
        add("attr.size", 30, ["12", #""12""#, #""012""#, #""True""#, #""twelve""#, #"" 5 ""#], odd)
        add("attr.a", 20, texts, odd)
        add("attr.", 1, ["1"])
        add("crm_id", 20, ["17", #""17""#], odd + ["18"])
        add("note", 40, texts, odd)
        members.shuffle(using: &random)
        return random.below(200) == 0 ? "[\(random.below(3))]" : "{\(members.joined(separator: ","))}"
    }
}
