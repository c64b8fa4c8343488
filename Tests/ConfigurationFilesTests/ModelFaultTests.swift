// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking
import Testing

/// Each refusal of a model file, with the line that is changed and what is then said.
@Suite struct ModelFaultTests {
    /// A model whose every line can be spoilt.
    static let model = """
        kinds:
          funding:
            weight: 40
            half_life: 45d
            cap: 60
            curve: {field: amount_usd, scale: log, low: 100000, high: 1000000, floor: 0.3}
            boosts:
              - {field: title, matches_any: [data], times: 2.0}
            collapse: {window: 21d, by: [round]}
            per_person_per_day: 3
        convergence: {bonus: 0.15, threshold: 3}
        committee: {bonus: 0.10, window: 30d, limit: 6}
        saturation: 30
        fit_floor: 0.1
        icp:
          criteria:
            - {field: industry, in: [software, 7], weight: 3}
            - {field: employees, range: [200, 5000], soft: [50, 20000], unknown: 0.3}
          disqualify:
            - {field: flags, has_any: [competitor], unknown: false}
        grades:
          fit: {A: 0.8, B: 0.6, C: 0.4}
          heat: {1: 75, 2: 50, 3: 25}
        account_memory: 512
        queues:
          - name: outbound
            where:
              - {field: stage, in: [prospect]}
            size: 200
            min_urgency: 20
            require: {signals: 1, persons: 2, reachable_contacts: 3}
            suppress: {stages: [customer], flags: [competitor]}
            partition_by: owner
            hysteresis: 0.05
          - {name: second, size: 5}

        """

    /// What is said once `old` has become `new`.
    static func said(_ old: String, _ new: String) throws -> [String] {
        let text = model.replacing(old, with: new, maxReplacements: 1)
        try #require(text != model)
        do throws(ConfigurationError) {
            _ = try Model(file: "m.yaml", bytes: Array(text.utf8))
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `the model that is spoilt below is sound`() throws {
        _ = try Model(file: "m.yaml", bytes: Array(Self.model.utf8))
    }

    @Test(arguments: [
        (
            "  funding:", "  Funding:",
            "2: kinds.Funding: is not a name for a kind: use a-z, 0-9, `_`, `-` and `.`, at most 64"
        ),
        ("weight: 40", "wieght: 40", "2: kinds.funding.weight: is missing"),
        (
            "weight: 40", "weight: 0",
            "3: kinds.funding.weight: must not be 0: a kind that does not count is left out"
        ),
        (
            "weight: 40", "weight: -40",
            "1: kinds: must declare a kind with a weight above 0, or nothing can ever be urgent"
        ),
        (
            "weight: 40", "weight: 1e7",
            "3: kinds.funding.weight: must be from -1000000 to 1000000, but is `1e7`"
        ),
        ("weight: 40", "weight: .nan", "3: kinds.funding.weight: must be a number, but is `.nan`"),
        ("weight: 40", "weight: '40'", "3: kinds.funding.weight: must be a number, but is the text `40`"),
        (
            "half_life: 45d", "half_life: 0d",
            "4: kinds.funding.half_life: must be from 1s to 36500d, but is `0d`"
        ),
        (
            "half_life: 45d", "half_life: 45",
            "4: kinds.funding.half_life: must be a duration such as `90d`, `12h`, `30m`, `15s` or `250ms`, but is `45`"
        ),
        ("cap: 60", "cap: 0", "5: kinds.funding.cap: must be above 0 and at most 1000000, but is `0`"),
        ("cap: 60", "cap: -1", "5: kinds.funding.cap: must be above 0 and at most 1000000, but is `-1`"),
        (
            "scale: log", "scale: lag",
            "6: kinds.funding.curve.scale: must be `log` or `linear`, but is `lag`; did you mean `log`?"
        ),
        (
            "low: 100000,", "low: 1000000,",
            "6: kinds.funding.curve.low: must be below `high`, which is 1000000"
        ),
        ("low: 100000,", "low: 0,", "6: kinds.funding.curve.low: must be above 0 on a log scale"),
        ("floor: 0.3", "floor: 1.3", "6: kinds.funding.curve.floor: must be from 0 to 1, but is `1.3`"),
        ("field: title, ", "", "8: kinds.funding.boosts[0].field: is missing"),
        (
            "matches_any: [data]", "matches_any: []",
            "8: kinds.funding.boosts[0].matches_any: must not be empty"
        ),
        (
            "matches_any: [data]", "matches_any: [data, data]",
            "8: kinds.funding.boosts[0].matches_any[1]: is given twice"
        ),
        (
            "matches_any: [data]", "matches_any: data",
            "8: kinds.funding.boosts[0].matches_any: must be a list (`[a, b]`, or lines that begin with `-`), but is `data`"
        ),
        (
            "times: 2.0", "times: 0",
            "8: kinds.funding.boosts[0].times: must be above 0 and at most 100, but is `0`"
        ),
        ("by: [round]", "by: [round, round]", "9: kinds.funding.collapse.by[1]: is given twice"),
        (
            "window: 21d", "window: 0s",
            "9: kinds.funding.collapse.window: must be from 1s to 36500d, but is `0s`"
        ),
        (
            "per_person_per_day: 3", "per_person_per_day: 0",
            "10: kinds.funding.per_person_per_day: must be from 1 to 10000, but is `0`"
        ),
        (
            "per_person_per_day: 3", "per_person_per_day: 1.5",
            "10: kinds.funding.per_person_per_day: must be a whole number, but is `1.5`"
        ),
        ("bonus: 0.15", "bonus: -1", "11: convergence.bonus: must be from 0 to 10, but is `-1`"),
        (
            "threshold: 3", "threshold: 0",
            "11: convergence.threshold: must be above 0 and at most 1000000, but is `0`"
        ),
        ("window: 30d", "window: 1s", "12: committee.window: must be from 1m to 36500d, but is `1s`"),
        ("limit: 6", "limit: 0", "12: committee.limit: must be from 1 to 100, but is `0`"),
        (
            "saturation: 30", "saturation: 0",
            "13: saturation: must be above 0 and at most 1000000, but is `0`"
        ),
        ("fit_floor: 0.1", "fit_floor: 1.1", "14: fit_floor: must be from 0 to 1, but is `1.1`"),
        ("in: [software, 7]", "in: []", "17: icp.criteria[0].in: must not be empty"),
        ("in: [software, 7]", "in: [7, 7.0]", "17: icp.criteria[0].in[1]: is given twice"),
        (
            "in: [software, 7]", "in: [software], has_any: [x]",
            "17: icp.criteria[0].has_any: is a second test beside `in`: write a condition of its own"
        ),
        (
            "in: [software, 7], ", "",
            "17: icp.criteria[0]: needs one of `in`, `range`, `has_any` or `has_all`"
        ),
        (
            "in: [software, 7]", "in: [software], soft: [1, 2]",
            "17: icp.criteria[0].soft: goes with `range` only"
        ),
        (
            "weight: 3}", "weight: 0}",
            "17: icp.criteria[0].weight: must be above 0 and at most 1000000, but is `0`"
        ),
        (
            "range: [200, 5000]", "range: [5000, 200]",
            "18: icp.criteria[1].range: must go from the smaller number to the larger"
        ),
        (
            "range: [200, 5000]", "range: [200]",
            "18: icp.criteria[1].range: must be two numbers: `[from, to]`"
        ),
        (
            "soft: [50, 20000]", "soft: [200, 20000]",
            "18: icp.criteria[1].soft: must begin below the range, which begins at 200"
        ),
        (
            "soft: [50, 20000]", "soft: [50, 5000]",
            "18: icp.criteria[1].soft: must end above the range, which ends at 5000"
        ),
        ("unknown: 0.3", "unknown: true", "18: icp.criteria[1].unknown: must be a number, but is `true`"),
        (
            "unknown: false", "unknown: 0.5",
            "20: icp.disqualify[0].unknown: must be `true` or `false`, but is `0.5`"
        ),
        (
            "has_any: [competitor]", "range: [1, 2], soft: [0, 3]",
            "20: icp.disqualify[0].soft: is not a known key"
        ),
        ("A: 0.8", "A: 1.2", "22: grades.fit.A: must be above 0 and at most 1, but is `1.2`"),
        ("B: 0.6", "B: 0.8", "22: grades.fit.B: must be below A, which begins at 0.8"),
        ("C: 0.4", "D: 0.4", "22: grades.fit.C: is missing"),
        ("3: 25", "3: 60", "23: grades.heat.3: must be below 2, which begins at 50"),
        (
            "account_memory: 512", "account_memory: 513",
            "24: account_memory: must be from 1 to 512, but is `513`"
        ),
        (
            "account_memory: 512", "acount_memory: 512",
            "24: acount_memory: is not a known key; did you mean `account_memory`?"
        ),
        (
            "name: outbound", "name: Out bound",
            "26: queues[0].name: is not a name for a queue: use a-z, 0-9 and `-`, at most 64"
        ),
        ("name: second", "name: outbound", "35: queues[1].name: is the name of two queues"),
        (
            "in: [prospect]", "in: [prospect], range: [1, 2]",
            "28: queues[0].where[0].range: is a second test beside `in`: write a condition of its own"
        ),
        (
            "{field: stage, in: [prospect]}", "{field: grade, in: [A1, E1]}",
            "28: queues[0].where[0]: asks for the grade `E1`; grades are A1 to D4"
        ),
        (
            "{field: stage, in: [prospect]}", "{field: signal_kinds, has_all: [fundin]}",
            "28: queues[0].where[0]: asks for signals of the kind `fundin`, which the model does not declare; did you mean `funding`?"
        ),
        ("size: 200", "size: 0", "29: queues[0].size: must be from 1 to 10000, but is `0`"),
        ("size: 200", "size: 10001", "29: queues[0].size: must be from 1 to 10000, but is `10001`"),
        (
            "min_urgency: 20", "min_urgency: 100.5",
            "30: queues[0].min_urgency: must be from 0 to 100, but is `100.5`"
        ),
        (
            "persons: 2", "persons: 7",
            "31: queues[0].require.persons: can never be met: an account keeps `committee.limit` = 6 persons"
        ),
        (
            "signals: 1", "signal: 1",
            "31: queues[0].require.signal: is not a known key; did you mean `signals`?"
        ),
        ("stages: [customer]", "stages: []", "32: queues[0].suppress.stages: must not be empty"),
        ("partition_by: owner", "partition_by: ''", "33: queues[0].partition_by: must not be empty"),
        (
            "hysteresis: 0.05", "hysteresis: -0.1",
            "34: queues[0].hysteresis: must be from 0 to 10, but is `-0.1`"
        ),
        (
            "hysteresis: 0.05", "hysteresis: 0.05\n    size: 3",
            "35: size: is given twice in the same mapping, first in line 29"
        ),
    ])
    func `nonsense is refused with its line and key`(old: String, new: String, expected: String) throws {
        let said = try Self.said(old, new)
        #expect(said.contains("m.yaml:\(expected)"), "\(said)")
        // One mistake gives one line, or two where the old key is missing as well.
        #expect(said.count <= 2, "\(said)")
    }

    @Test func `a model needs kinds and queues`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Model(file: "m.yaml", bytes: Array("saturation: 3".utf8))
        }
        #expect(error?.description == "m.yaml:1: kinds: is missing\nm.yaml:1: queues: is missing")
    }
}
