// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct LeadingSignalsTests {
    /// The leading signals are found once, and the reasons of any later instant among them.
    @Test func `the reasons are among the leading signals, however strong and old the others are`() throws {
        var ranked = 0
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var journal = Journal(modelWithoutIdeal())
            for number in 0..<Int.random(in: 1...90, using: &generator) {
                // In any order of time, with strengths from a curve, from boosts, and of 1.
                let age = Int64.random(in: 0..<60, using: &generator) * day
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    let amount = Double.random(in: 100_000...100_000_000, using: &generator)
                    journal.signal("funding", age: age, round("round-\(number)", amount: amount))
                case 1:
                    let title = Bool.random(using: &generator) ? "Head of Data" : "Accountant"
                    journal.signal("job_post", age: age, [Attribute("title", .string(title))])
                case 2: journal.signal("tech_change", age: age)
                default: journal.signal("layoffs", age: age)
                }
            }
            var leading = journal.table.leadingSignals(at: 0)
            journal.table.tell(&leading, at: 0)
            for later in [0, 1, 30] {
                let time = Timestamp(milliseconds: now + Int64(later) * day)
                let instant = ScoringInstant(time, model: journal.table.model)
                let score = journal.table.score(at: 0, asOf: time)
                var places: [RankedSignal] = []
                guard journal.table.rank(leading, at: 0, score: score, asOf: instant, into: &places) else {
                    continue
                }
                ranked += 1
                let found = places.compactMap {
                    journal.table.reason(leading, at: $0.place, points: $0.points)
                }
                let expected = journal.table.reasons(at: 0, asOf: instant)
                #expect(found.map(\.id) == expected.map(\.id), "seed \(seed), \(later) days later")
                #expect(found.map(\.points) == expected.map(\.points), "seed \(seed), \(later) days later")
            }
        }
        #expect(ranked > 120, "\(ranked)")
    }
}
