// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// 2026-11-20T09:00:00.000Z.
let nine: Int64 = 1_795_165_200_000

extension PublishedList.Entry {
    /// An entry that only differs in what a test is about.
    static func of(
        _ domain: String,
        _ urgency: Int,
        name: String? = nil,
        latest: Int64 = nine,
        reasons: [String] = []
    ) -> PublishedList.Entry {
        let latest = Timestamp(milliseconds: latest)
        return PublishedList.Entry(
            account: AccountID(domain: domain),
            name: name,
            urgency: urgency,
            grade: Grade(fit: 0, heat: 0),
            fit: 100,
            heat: urgency,
            intent: [],
            persons: 0,
            enteredAt: latest,
            lastSignalAt: latest,
            reasons: reasons.map { PublishedList.Reason(kind: "funding", text: $0, at: latest, points: 100) }
        )
    }
}

extension PublishedList {
    /// A list that only differs in what a test is about.
    static func of(
        _ queue: String,
        for value: String? = nil,
        asOf: Int64 = nine,
        sequence: Int64 = 1,
        _ entries: [Entry]
    ) -> PublishedList {
        PublishedList(
            list: ListName(queue: queue, value: value),
            asOf: Timestamp(milliseconds: asOf),
            model: "sha256:0",
            sequence: sequence,
            positions: [],
            previous: Previous(),
            entries: entries
        )
    }
}
