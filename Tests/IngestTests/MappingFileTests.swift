// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ingest
import Testing

@Suite struct MappingFileTests {
    private static let head = "source: s\naccount: {domain: /d}\ntime: /t\nrules:\n"

    /// What is wrong with a file, one line each.
    private func faults(_ yaml: String) -> [String] {
        do {
            _ = try Mapping(file: "m.yaml", bytes: Array(yaml.utf8), name: "m")
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    private static let rules: [(String, String)] = [
        (
            "  - {}",
            "m.yaml:5: rules[0]: must hold one of `signal`, `profile`, `retract`, `disposition`, `superseded_by`, "
                + "`erase`, `ignore`, `reject` or `aliases`"
        ),
        (
            "  - {signal: a, id: /i, erase: true}",
            "m.yaml:5: rules[0].erase: cannot stand beside `signal`: a rule does one thing"
        ),
        ("  - {signal: a}", "m.yaml:5: rules[0].id: is missing"),
        (
            "  - {signal: a, id: /i, atributes: {x: /x}}",
            "m.yaml:5: rules[0].atributes: is not a known key; did you mean `attributes`?"
        ),
        (
            "  - {signal: a, id: /a~2}",
            "m.yaml:5: rules[0].id: is no JSON pointer: the ~ at byte 2 is not followed by 0 or 1 (~0 is ~, ~1 is /)"
        ),
        (
            "  - {signal: a, id: \"@offset\"}",
            "m.yaml:5: rules[0].id: must be `@this`, `@key`, `@topic`, `@timestamp` or `@header:NAME` (a constant that "
                + "begins with `@` is written `{constant: \"@…\"}`)"
        ),
        (
            "  - {when: {type: x}, ignore: true}",
            "m.yaml:5: rules[0].when.type: is a condition on a place, which begins with `/`, `^` or `@`"
        ),
        (
            "  - {when: {/type: {}}, ignore: true}",
            "m.yaml:5: rules[0].when./type: must hold one of `exists`, `contains`, `matches`, `not`"
        ),
        ("  - {ignore: false}", "m.yaml:5: rules[0].ignore: can only be `true`"),
        (
            "  - {signal: a, id: /i, attributes: {x: {from: /x, as: int}}}",
            "m.yaml:5: rules[0].attributes.x.as: must be `any`, `text`, `number`, `boolean`, `list` or `infer`, but is "
                + "`int`"
        ),
        (
            "  - {signal: a, id: /i, attributes: {x: {from: /x, otherwise: y}}}",
            "m.yaml:5: rules[0].attributes.x.otherwise: needs a `map`"
        ),
        (
            "  - {signal: a, id: /i, attributes: {x: {from: /x, map: {A: 1, a: 2}}}}",
            "m.yaml:5: rules[0].attributes.x.map.a: is given twice: case makes no difference"
        ),
        (
            "  - {signal: a, id: /i, time: {from: /t, format: epoch}}",
            "m.yaml:5: rules[0].time.format: must be `rfc3339`, `date`, `epoch_s` or `epoch_ms`, but is `epoch`"
        ),
        (
            "  - {signal: a, id: /i, time: {from: /t, pattern: yyyy-MM}}",
            "m.yaml:5: rules[0].time.pattern: d is missing; a pattern needs y, M and d"
        ),
        (
            "  - {profile: {}, id: /i}",
            "m.yaml:5: rules[0].profile: must hold one of `set`, `set_from`, `add`, `remove`"
        ),
        (
            "  - {aliases: {url: /u}}",
            "m.yaml:5: rules[0].aliases: cannot teach a URL or an e-mail address; a domain is taught as `domain`"
        ),
        (
            "  - {aliases: {CRM: /u}}",
            "m.yaml:5: rules[0].aliases.CRM: must be a namespace of a-z, 0-9 and `-`, at most 32 bytes long"
        ),
    ]

    @Test(arguments: rules) func `a rule that cannot be used says where and why`(
        _ rule: String,
        _ fault: String
    ) {
        let faults = faults(Self.head + rule)
        #expect(faults.first?.hasPrefix(fault) == true, "\(faults)")
    }

    @Test func `a reason that does not exist is refused`() {
        let faults = faults(Self.head + "  - {signal: a, id: /i, ignore_errors: [account_missin]}")
        #expect(faults.first?.hasPrefix("m.yaml:5: rules[0].ignore_errors[0]: must be") == true)
        #expect(faults.first?.hasSuffix("did you mean `account_missing`?") == true)
    }

    @Test func `what rules share must be somewhere`() {
        #expect(
            faults("rules: [{signal: a, id: /i}]") == [
                "m.yaml:1: rules[0].account: is missing, here and in the mapping",
                "m.yaml:1: rules[0].source: is missing, here and in the mapping",
                "m.yaml:1: rules[0].time: is missing",
            ]
        )
        #expect(faults("source: s") == ["m.yaml:1: rules: is missing"])
        #expect(faults("format: cloudevents") == [])
    }

    @Test func `persons from addresses need a key, and presets do not ask for one`() throws {
        for preset in Preset.allCases {
            #expect(try !preset.mapping().needsPersonKey)
        }
        let yaml = Self.head + "  - {signal: a, id: /i, person: {email: /p}}"
        #expect(try Mapping(file: "m.yaml", bytes: Array(yaml.utf8), name: "m").needsPersonKey)
    }

    @Test func `presets touch flags and technologies by single words only`() throws {
        for preset in Preset.allCases {
            guard case .json(_, let rules) = try preset.mapping().format else { continue }
            for rule in rules {
                guard case .emit(let template, _) = rule.action, case .account(let profile) = template.payload
                else {
                    continue
                }
                let written = profile.set.map(\.name)
                #expect(!written.contains("flags") && !written.contains("technologies"), "\(preset)")
            }
        }
    }
}
