// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

/// What is kept of the profiles from tick to tick.
@Suite struct ListEligibilityTests {
    @Test func `answers that nobody has any more do not pile up`() {
        var fixture = AccountTableFixture()
        let queues = [
            Queue(name: "all", size: 50), Queue(name: "owned", size: 50, partitionBy: "owner"),
        ]
        var kept = ListEligibility(queues: queues)
        fixture.signal("acme.com", "funding", amount: 50_000_000)
        for number in 0..<3_000 {
            fixture.profile("acme.com", at: nine + Int64(number), [("owner", .string("owner \(number)"))])
            kept.update(from: fixture.table, changed: [0])
        }
        let lists = Candidates.select(from: fixture.table, queues: queues, asOf: moment(nine))
        #expect(lists.map(\.name.text) == ["all", "owned/owner%202999"])
        #expect(kept.answerCount < 1_100)
    }
}
