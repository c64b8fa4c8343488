// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import JSON
import Pipeline
import Ranking
import Scoring
import Testing

@Suite struct ExplanationDocumentTests {
    private static let noon = ReplayFixture.time("2026-11-20T12:00:00Z")

    @Test(arguments: [3, 20_261_120] as [UInt64])
    func `the urgency can be computed again from the document alone`(seed: UInt64) throws {
        let model = try ReplayFixture.model()
        var ranking = OfflineRanking(model: model)
        var random = SeededGenerator(seed: seed)
        for number in 0..<600 { ranking.fold(random.signal(number, before: Self.noon)) }
        #expect(ranking.accountCount == 60)
        for account in ranking.tables.flatMap({ table in (0..<table.count).map(table.accountID) }) {
            let document = try Self.document(of: account, in: ranking)
            let urgency = try Self.urgency(by: document)
            #expect(document["urgency"] as? Double == urgency, "seed \(seed), \(account)")
        }
    }

    @Test func `it says for each queue whether the account is in it, and what is against it`() throws {
        var ranking = OfflineRanking(model: try ReplayFixture.model())
        var random = SeededGenerator(seed: 5)
        for number in 0..<100 { ranking.fold(random.signal(number, before: Self.noon)) }
        let first = try #require(ranking.lists(asOf: Self.noon).first?.members.first)
        ranking.fold(
            Event(
                id: "d",
                source: "crm",
                account: first,
                time: Self.noon,
                recordedTime: Self.noon,
                payload: .disposition(Disposition(action: .worked, by: "maria"))
            )
        )
        let second = try #require(ranking.lists(asOf: Self.noon).first?.members.first)
        let hidden = try Self.queue(of: first, in: ranking)
        #expect(hidden["eligible"] as? Bool == false)
        #expect(hidden["rank"] == nil)
        #expect(hidden["against"] as? [String] == ["was worked by maria"])
        let shown = try Self.queue(of: second, in: ranking)
        #expect(shown["eligible"] as? Bool == true)
        #expect(shown["rank"] as? Int == 1)
        #expect(shown["against"] as? [String] == [])
    }

    /// The urgency, published, by the formula of docs/scoring.md with the platform's functions.
    private static func urgency(by document: [String: Any]) throws -> Double {
        let formula = try #require(document["formula"] as? [String: Any])
        let signals = try #require(document["signals"] as? [[String: Any]])
        var sum = 0.0
        var converging = 0
        for kind in try #require(formula["kinds"] as? [[String: Any]]) {
            let halfLife = try number("half_life_ms", kind)
            let counted = signals.filter {
                $0["kind"] as? String == kind["kind"] as? String && $0["status"] as? String == "counted"
            }
            #expect(counted.count == kind["counted"] as? Int)
            var level = 0.0
            for signal in counted {
                let contribution = try number("strength", signal) * exp2(-number("age_ms", signal) / halfLife)
                try #expect(abs(contribution - number("contribution", signal)) < 1e-9)
                level += contribution
            }
            try #expect(abs(level - number("level", kind)) < 1e-9)
            let (weight, cap) = (try number("weight", kind), try number("cap", kind))
            let points = (weight < 0 ? -1 : 1) * cap * (1 - exp(-abs(weight) * level / cap))
            let told = try counted.reduce(0.0) { try $0 + number("points", $1) }
            #expect(abs(told - points) < 1e-9)
            sum += points
            if points >= 3 { converging += 1 }
        }
        let persons = try #require(document["persons"] as? [[String: Any]])
            .count { $0["within_window"] as? Bool == true }
        let convergence = 1 + 0.15 * Double(max(0, converging - 1))
        let committee = 1 + 0.1 * Double(min(max(0, persons - 1), 5))
        let heat = 100 * (1 - exp(-max(0, sum) * convergence * committee / 30))
        try #expect(abs(heat - number("heat", formula)) < 1e-9)
        return (heat * 100 + 0.5).rounded(.down) / 100
    }

    private static func number(_ name: String, _ object: [String: Any]) throws -> Double {
        try #require(object[name] as? Double)
    }

    private static func queue(of account: AccountID, in ranking: OfflineRanking) throws -> [String: Any] {
        try #require((document(of: account, in: ranking)["queues"] as? [[String: Any]])?.first)
    }

    private static func document(of account: AccountID, in ranking: OfflineRanking) throws -> [String: Any] {
        let table = ranking.table(of: account)
        let bytes = ExplanationDocument.encoded(
            try #require(table.explanation(of: account, at: noon)),
            verdicts: QueueVerdict.verdicts(
                on: try #require(table.index(of: account)),
                in: table,
                model: ranking.model,
                asOf: noon,
                lists: ranking.lists(asOf: noon)
            ),
            model: ranking.model
        )
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }
}
