// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// 2026-11-20T09:00:00.000Z, a multiple of a minute.
let nine: Int64 = 1_795_165_200_000

func moment(_ milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds)
}

func account(_ name: String) -> AccountID {
    AccountID(domain: name)
}

extension Grade {
    /// The grade of the given letter and digit, from 0.
    static func of(_ fit: UInt8, _ heat: UInt8) -> Grade { Grade(fit: fit, heat: heat) }
}

extension Candidate {
    /// A candidate that only differs in what a test is about.
    static func of(
        _ domain: String,
        _ urgency: Int,
        latest: Int64 = nine,
        grade: Grade = .of(0, 0),
        reasons: [Reason] = []
    ) -> Candidate {
        Candidate(
            account: AccountID(domain: domain),
            name: nil,
            urgency: urgency,
            fit: 100,
            heat: urgency,
            grade: grade,
            intent: [],
            persons: 0,
            latestSignal: moment(latest),
            reasons: reasons
        )
    }
}

extension Candidate.Reason {
    /// An engagement with a page.
    static func page(_ page: String, id: String = "1", at time: Int64 = nine, points: Int = 100)
        -> Candidate.Reason
    {
        Candidate.Reason(
            kind: "engagement",
            time: moment(time),
            points: points,
            id: id,
            detail: SignalDetail(attributes: [Attribute("page", .string(page))])
        )
    }
}

extension Model {
    /// A model of the given queues, whose scoring no test of lists asks for.
    static func of(_ queues: [Queue], digest: String = "sha256:one") -> Model {
        Model(
            digest: digest,
            foldFingerprint: "sha256:fold",
            scoring: ScoringModel(kinds: []),
            queues: queues
        )
    }
}

/// What a compacted topic holds.
struct CompactedTopic {
    private(set) var values: [[UInt8]: [UInt8]] = [:]

    mutating func write(_ records: [QueueRecord], to topic: QueueRecord.Topic) {
        for record in records where record.topic == topic { values[record.key] = record.value }
    }

    /// Keys and values, by key.
    var records: [(key: [UInt8], value: [UInt8])] {
        values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }

    var keys: [String] { records.map { String(decoding: $0.key, as: UTF8.self) } }
}

extension QueueRecord {
    /// `topic key`, with a minus before a tombstone.
    var summary: String {
        "\(value == nil ? "-" : "")\(topic.rawValue) \(String(decoding: key, as: UTF8.self))"
    }

    var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
}
