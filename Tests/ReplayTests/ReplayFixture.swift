// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Pipeline
import Ranking
import Testing

/// What the tests of replays share.
enum ReplayFixture {
    /// The topic under which the mapping is known.
    static let topic = "records"

    /// A time in RFC 3339.
    static func time(_ text: String) -> Timestamp {
        Timestamp(rfc3339: text) ?? .earliest
    }

    /// The kinds of docs/scoring.md, without an ideal customer, and one queue of 20.
    static func model() throws -> Model {
        let text = """
            kinds:
              funding: {weight: 40, half_life: 45d, cap: 60,
                        curve: {field: amount_usd, scale: log, low: 100000, high: 100000000, floor: 0.3},
                        collapse: {window: 21d, by: [round]}}
              job_post: {weight: 6, half_life: 21d, cap: 40,
                         boosts: [{field: title, matches_any: [data, platform, kafka], times: 2.0}]}
              engagement: {weight: 4, half_life: 7d, cap: 25, per_person_per_day: 3}
              layoffs: {weight: -30, half_life: 60d, cap: 50}
            convergence: {bonus: 0.15, threshold: 3}
            committee: {bonus: 0.10, window: 30d, limit: 6}
            saturation: 30
            fit_floor: 0.1
            queues:
              - {name: all, size: 20}
            """
        return try Model(file: "model.yaml", bytes: Array(text.utf8))
    }

    /// A replay of records in the flat form, or in that of a mapping file.
    static func replay(upTo instant: Timestamp, mapping text: String? = nil) throws -> Replay {
        let mapping =
            try text.map { try Mapping(file: "test.yaml", bytes: Array($0.utf8), name: "test") }
            ?? Preset.flat.mapping()
        return Replay(
            model: try model(),
            ingestor: try Ingestor(
                mappings: [topic: mapping],
                resolver: AccountResolver(suffixes: try #require(PublicSuffixList.builtIn())),
                personKey: PersonKey(bytes: Array("a key of the tests".utf8))
            ),
            upTo: instant,
            clock: time("2027-01-01T00:00:00Z")
        )
    }
}

extension Replay {
    /// Takes a record of the fixture's topic.
    mutating func receive(_ record: String) -> ReplayRefusal? {
        receive(Array(record.utf8).span, mapping: ReplayFixture.topic, number: 1)
    }
}

/// SplitMix64, so that a failure can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A signal of one of 60 accounts within the hundred days before `time`.
    mutating func signal(_ number: Int, before time: Timestamp) -> Event {
        let kind = ["funding", "job_post", "engagement", "layoffs"][Int.random(in: 0..<4, using: &self)]
        var signal = Signal(kind: kind)
        if kind == "funding" {
            signal.attributes = [
                Attribute("round", .string(["a", "b"][Int.random(in: 0..<2, using: &self)])),
                Attribute("amount_usd", .number(Double.random(in: 1e5...1e8, using: &self))),
            ]
        }
        if Bool.random(using: &self) { signal.person = "p\(Int.random(in: 0..<5, using: &self))" }
        let age = Int64.random(in: 0..<8_640_000_000, using: &self)
        let moment = Timestamp(milliseconds: time.milliseconds - age)
        return Event(
            id: "s\(number)",
            source: "random",
            account: AccountID(domain: "account\(Int.random(in: 0..<60, using: &self)).com"),
            time: moment,
            recordedTime: moment,
            payload: .signal(signal)
        )
    }
}
