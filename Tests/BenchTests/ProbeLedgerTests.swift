// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking
import Scoring
import Testing

@testable import bench

@Suite struct ProbeLedgerTests {
    @Test func `a list counts all signals of its account up to the newest that it tells`() {
        let ledger = ProbeLedger()
        ledger.send("a.com", at: 100)
        ledger.send("a.com", at: 150)
        ledger.send("a.com", at: 300)
        ledger.send("b.com", at: 100)
        ledger.see("a.com", newest: 150, at: 400)
        #expect(ledger.outstanding == 2)
        // Seen: 400 − 100, 400 − 150. On the way at 500: 500 − 300, 500 − 100.
        #expect(ledger.latencies(at: 500) == [200, 250, 300, 400])
    }

    @Test func `a signal is counted once`() {
        let ledger = ProbeLedger()
        ledger.send("a.com", at: 100)
        ledger.see("a.com", newest: 100, at: 120)
        ledger.see("a.com", newest: 100, at: 900)
        ledger.see("c.com", newest: 100, at: 900)
        #expect(ledger.latencies(at: 1000) == [20])
    }

    @Test func `the model with the probe's queue is one`() throws {
        let model = try Model(file: "model.yaml", bytes: ProbeModel.content)
        #expect(model.queues.last?.name == ProbeModel.name)
        #expect(model.scoring.kinds.contains { $0.name == ProbeModel.name })
    }

    @Test(arguments: [1, 3, 100]) func `a model has as many queues as are asked for`(count: Int) throws {
        #expect(try QueuesModel.model(queues: count).queues.count == count)
    }
}
