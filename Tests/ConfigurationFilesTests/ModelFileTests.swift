// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ranking
import Scoring
import Testing

@Suite struct ModelFileTests {
    @Test func `the shipped model says what its file says`() throws {
        let model = try Model(file: "model.yaml", bytes: ConfigurationFiles.bytes("config/model.yaml"))
        let kinds = model.scoring.kinds
        #expect(
            kinds.map(\.name) == [
                "engagement", "funding", "growth", "job_post", "layoffs", "news", "tech_change",
            ]
        )
        let funding = try #require(kinds.first { $0.name == "funding" })
        #expect(funding.weight == 40)
        #expect(funding.halfLife == 3_888_000_000)
        #expect(funding.cap == 60)
        #expect(
            funding.curve
                == SignalKind.Curve(
                    field: "amount_usd",
                    scale: .log,
                    low: 100_000,
                    high: 100_000_000,
                    floor: 0.3
                )
        )
        #expect(funding.collapse == SignalKind.Collapse(window: 1_814_400_000, by: ["round"]))
        #expect(kinds.first { $0.name == "engagement" }?.perPersonPerDay == 3)
        #expect(kinds.first { $0.name == "job_post" }?.boosts.map(\.times) == [2])
        #expect(model.scoring.convergence == Convergence(bonus: 0.15, threshold: 3))
        #expect(model.scoring.committee == Committee(bonus: 0.10, window: 2_592_000_000, limit: 6))
        #expect(model.scoring.saturation == 30)
        #expect(model.scoring.fitFloor == 0.1)
        #expect(model.scoring.accountMemory == 512)
        #expect(
            model.scoring.idealCustomer.criteria[1].test
                == .range(low: 200, high: 5000, softLow: 50, softHigh: 20000)
        )
        #expect(model.scoring.idealCustomer.criteria.map(\.unknown) == [0.5, 0.5, 0.3])
        #expect(model.scoring.grades == GradeThresholds(fit: [0.8, 0.6, 0.4], heat: [75, 50, 25]))
        #expect(model.queues.map(\.name) == ["outbound", "call-today", "funded", "expansion"])
        #expect(
            model.queues[0]
                == Queue(
                    name: "outbound",
                    conditions: [Condition(field: "stage", test: .isIn([.string("prospect")]))],
                    size: 200,
                    minimumUrgency: 2000,
                    require: Queue.Requirements(signals: 1),
                    partitionBy: "owner",
                    hysteresis: 0.05
                )
        )
    }

    @Test func `what a model leaves out has the documented default`() throws {
        let model = try Model(file: "m.yaml", bytes: Array(Self.smallest.utf8))
        let kinds = [SignalKind(name: "a", weight: 1, halfLife: 86_400_000, cap: 2)]
        #expect(model.scoring == ScoringModel(kinds: kinds))
        #expect(model.queues == [Queue(name: "q", size: 1)])
    }

    @Test func `the digest is that of the bytes`() throws {
        // printf 'kinds: {a: {weight: 1, half_life: 1d, cap: 2}}\nqueues: [{name: q, size: 1}]\n' | sha256sum
        let model = try Model(file: "m.yaml", bytes: Array(Self.smallest.utf8))
        #expect(model.digest == "sha256:cc89badf9c2645d8e1b73f3bb5a2987e830bfdb45359a483b3021a243d5dcc63")
    }

    @Test func `the fold fingerprint changes with what the fold depends on, and only with that`() throws {
        func fingerprint(_ change: (from: String, to: String)? = nil) throws -> String {
            let text = try ConfigurationFiles.text("config/model.yaml")
            let changed = change.map { text.replacing($0.from, with: $0.to) } ?? text
            #expect(change == nil || changed != text)
            return try Model(file: "m.yaml", bytes: Array(changed.utf8)).foldFingerprint
        }
        let own = try fingerprint()
        #expect(own.hasPrefix("sha256:") && own.count == 71)
        for change in [
            ("weight: 40", "weight: 41"), ("cap: 60", "cap: 61"), ("saturation: 30", "saturation: 31"),
            ("fit_floor: 0.1", "fit_floor: 0.2"), ("size: 200", "size: 201"), ("weight: 3}", "weight: 4}"),
            ("# The model", "# A model"),
        ] { #expect(try fingerprint(change) == own, "\(change)") }
        for change in [
            ("half_life: 45d", "half_life: 46d"), ("floor: 0.3", "floor: 0.4"), ("times: 2.0", "times: 3.0"),
            ("window: 21d", "window: 22d"), ("per_person_per_day: 3", "per_person_per_day: 4"),
            ("limit: 6", "limit: 7"), ("account_memory: 512", "account_memory: 511"), ("layoffs:", "cuts:"),
        ] { #expect(try fingerprint(change) != own, "\(change)") }
    }

    /// A model with as little as can be.
    static let smallest = """
        kinds: {a: {weight: 1, half_life: 1d, cap: 2}}
        queues: [{name: q, size: 1}]

        """
}
