// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Ranking
import ReferenceModel
import SimulatedTransport
import Simulation
import Testing

@Suite struct MergeStartTests {
    @Test func `nothing is published before every journal partition has been heard`() throws {
        let bench = SimulationBench(journal: 2)
        bench.cluster.sessionTimeout = 600_000
        let (first, second) = (try bench.process("one"), try bench.process("two"))
        bench.visit("a.com", id: "1")
        bench.visit("b.com", id: "2", partition: 1)
        // Both own a partition of the journal, but only one folds.
        try second.rank.step()
        func run(_ others: [any SimulatedLoop]) throws {
            for _ in 0..<200 {
                bench.cluster.time.advance(by: 20)
                for loop in first.loops + others { try loop.step() }
            }
        }
        try run([])
        #expect(first.rank.status.assigned.count == 1)
        let own = Int(first.rank.status.assigned.first?.partition ?? -1)
        #expect(try bench.headInstants(of: "all", partition: own).isEmpty == false)
        #expect(try bench.published().history.isEmpty)
        #expect(first.merge.report.waitingFor.contains { $0.contains("waiting for journal partitions") })
        try run([second.rank])
        #expect(try bench.published().lists["all"]?.entries.count == 2)
    }

    @Test func `a restart goes on with the sequence and says nothing again`() throws {
        let bench = SimulationBench()
        bench.visit("a.com", id: "1")
        let first = try bench.process("one")
        try bench.run([first], for: 1_000)
        let before = try bench.published()
        #expect(before.changes["all"]?.map(\.kind) == ["entered"])
        try first.stop()
        try bench.run([try bench.process("one")], for: 3_000)
        let after = try bench.published()
        #expect(after.changes["all"]?.filter { $0.kind != "grade_changed" } == before.changes["all"])
        let sequences = after.history["all"]?.map(\.sequence) ?? []
        #expect(sequences.count > before.history["all"]?.count ?? 0)
        #expect(sequences == Array(1...Int64(sequences.count)))
    }

    @Test func `a process that died between records and commit leaves nothing behind`() throws {
        let bench = SimulationBench()
        bench.cluster.holdsMarkers = true
        bench.visit("a.com", id: "1")
        let first = try bench.process("one")
        func run(_ process: SimulatedProcess, _ rounds: Int) throws {
            for _ in 0..<rounds {
                bench.cluster.time.advance(by: 20)
                bench.cluster.expire()
                _ = bench.cluster.deliverMarker { _ in 0 }
                for loop in process.loops { try loop.step() }
            }
        }
        try run(first, 60)
        // From here on no transaction of `merge` ends: the process dies in one.
        var faults = SimulatedFaults()
        faults.delayedEnd = 1
        first.merge.setFaults(faults)
        bench.visit("b.com", id: "2")
        try run(first, 10)
        let second = try bench.process("two")
        try run(second, 400)
        let published = try bench.published()
        #expect(published.lists["all"]?.members.sorted() == ["a.com", "b.com"])
        #expect(published.changes["all"]?.filter { $0.kind == "entered" }.count == 2)
        let sequences = published.history["all"]?.map(\.sequence) ?? []
        #expect(sequences == Array(1...Int64(max(1, sequences.count))))
    }
}
