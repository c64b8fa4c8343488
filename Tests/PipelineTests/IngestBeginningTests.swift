// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport
import Simulation
import Testing

@Suite struct IngestBeginningTests {
    private let latest: [String: IngestSettings.Beginning] = [
        SimulatedModel.events: .latest, SimulatedModel.companies: .latest,
    ]

    /// Runs a process until something is in the journal, then lets the group's offsets expire.
    private func forgotten() throws -> SimulationBench {
        let bench = SimulationBench()
        bench.visit("a.com", id: "1")
        let process = try bench.process()
        try bench.run([process], for: 1_000)
        #expect(try bench.journal() == ["1 a.com"])
        try process.stop()
        bench.cluster.forgetOffsets(of: "hotlist.ingest")
        bench.visit("b.com", id: "2")
        bench.cluster.time.advance(by: 60_000)
        bench.visit("c.com", id: "3")
        return bench
    }

    @Test func `a group without offsets beside a journal with events is refused, with what to do`() throws {
        let bench = try forgotten()
        let error = #expect(throws: StageExit.self) { try bench.run([try bench.process()], for: 1_000) }
        guard case .refused(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("--from earliest"))
        #expect(try bench.journal() == ["1 a.com"])
    }

    @Test func `it starts again where it is told to`() throws {
        let before = Timestamp(milliseconds: SimulationBench.start + 30_000)
        let cases: [(IngestSettings.Beginning, [String])] = [
            (.earliest, ["1 a.com", "1 a.com", "2 b.com", "3 c.com", "4 d.com"]),
            (.latest, ["1 a.com", "4 d.com"]), (.time(before), ["1 a.com", "3 c.com", "4 d.com"]),
        ]
        for (beginning, journal) in cases {
            let bench = try forgotten()
            let process = try bench.process(beginning: beginning)
            try bench.run([process], for: 1_000)
            bench.visit("d.com", id: "4")
            try bench.run([process], for: 1_000)
            #expect(try bench.journal() == journal, "\(beginning)")
        }
    }

    @Test func `a new topic begins where its configuration says, also beside known ones`() throws {
        let bench = SimulationBench()
        bench.cluster.createTopic("other", partitions: 1)
        let known: [String: IngestSettings.Beginning] = [SimulatedModel.events: .earliest]
        bench.visit("a.com", id: "1")
        let first = try bench.process(sources: known)
        try bench.run([first], for: 500)
        try first.stop()
        bench.company("7", "old.com")
        let second = try bench.process(sources: known.merging([SimulatedModel.companies: .latest]) { $1 })
        try bench.run([second], for: 500)
        bench.company("8", "new.com")
        try bench.run([second], for: 500)
        #expect(bench.values(of: bench.names.aliases).map { $0.contains("new.com") } == [true])
    }

    @Test func `a new partition of a known topic is read from its beginning`() throws {
        let bench = SimulationBench(vendorPartitions: 1)
        let process = try bench.process(sources: latest)
        try bench.run([process], for: 500)
        bench.cluster.extendTopic(SimulatedModel.events, to: 2)
        bench.visit("a.com", id: "1", partition: 1)
        try bench.run([process], for: 500)
        #expect(try bench.journal() == ["1 a.com"])
    }

    @Test func `offsets whose records are gone are refused`() throws {
        let bench = SimulationBench()
        bench.visit("a.com", id: "1")
        let first = try bench.process()
        try bench.run([first], for: 500)
        try first.stop()
        for number in 2..<6 { bench.visit("a.com", id: "\(number)") }
        bench.cluster.trim(TopicPartition(SimulatedModel.events, 0), below: 3)
        let error = #expect(throws: StageExit.self) { try bench.run([try bench.process()], for: 500) }
        #expect(error?.reason.contains("begins at offset 3, but 1 is the next to read") == true)
    }

    @Test func `offsets beyond the end of a topic that was made again are refused`() throws {
        let bench = SimulationBench()
        for number in 0..<3 { bench.visit("a.com", id: "\(number)") }
        let first = try bench.process()
        try bench.run([first], for: 500)
        try first.stop()
        bench.cluster.createTopic(SimulatedModel.events, partitions: 2)
        let error = #expect(throws: StageExit.self) { try bench.run([try bench.process()], for: 500) }
        #expect(error?.reason.contains("ends at offset 0, but 3 is the next to read") == true)
    }

    @Test func `where to begin is decided once, and not again by who comes after a crash`() throws {
        let bench = SimulationBench()
        bench.visit("a.com", id: "1")
        try bench.run([try bench.process(sources: latest)], for: 500)
        // Killed before it has read anything.
        bench.visit("b.com", id: "2")
        bench.cluster.time.advance(by: 2_000)
        try bench.run([try bench.process("two", sources: latest)], for: 1_000)
        #expect(try bench.journal() == ["2 b.com"])
    }

    @Test func `nothing is read before the decision is committed`() throws {
        let bench = SimulationBench()
        let process = try bench.process(sources: latest)
        var faults = SimulatedFaults()
        faults.abortable = 1
        process.setFaults(faults)
        try bench.run([process], for: 500)
        #expect(process.ingest.status.phase != .running)
        #expect(bench.ingestOffset(0) == nil)
        bench.visit("a.com", id: "1")
        process.setFaults(SimulatedFaults())
        try bench.run([process], for: 500)
        #expect(process.ingest.status.phase == .running)
        #expect(bench.ingestOffset(0) == 1)
    }

    @Test func `a decision of unknown outcome is read back`() throws {
        for isApplied in [true, false] {
            let bench = SimulationBench()
            let process = try bench.process(sources: latest)
            var faults = SimulatedFaults()
            if isApplied { faults.lostReply = 1 } else { faults.delayedEnd = 1 }
            process.setFaults(faults)
            while process.ingest.status.unknownOutcomes == 0 { try bench.run([process], for: 20) }
            #expect(process.ingest.status.phase != .running)
            process.setFaults(SimulatedFaults())
            bench.visit("a.com", id: "1")
            try bench.run([process], for: 3_000)
            bench.visit("b.com", id: "2")
            try bench.run([process], for: 500)
            // Decided before or after the first record, but never without being committed.
            #expect(try bench.journal() == (isApplied ? ["1 a.com", "2 b.com"] : ["2 b.com"]))
        }
    }

    /// One of two processes stands still before one of its calls: what the other reads by then must stay read.
    @Test(arguments: 0..<24)
    func `one member decides for all, and nobody takes its progress back`(call: Int) throws {
        let bench = SimulationBench()
        bench.cluster.sessionTimeout = 60_000
        let (first, second) = (try bench.process("one"), try bench.process("two"))
        for process in call % 2 == 0 ? [first, second] : [second, first] { try process.ingest.step() }
        try first.ingest.step()
        try second.ingest.step()
        bench.visit("a.com", id: "1", partition: 0)
        bench.visit("b.com", id: "2", partition: 1)
        stall(second, before: call / 2, in: bench) {
            for _ in 0..<20 {
                bench.cluster.time.advance(by: 20)
                try? first.ingest.step()
            }
        }
        for _ in 0..<20 {
            bench.cluster.time.advance(by: 20)
            try second.ingest.step()
            try first.ingest.step()
        }
        #expect(try bench.journal() == ["1 a.com", "2 b.com"])
        for partition: Int32 in [0, 1] {
            let place = TopicPartition(SimulatedModel.events, partition)
            let offsets = bench.cluster.offsetHistory(place, of: "hotlist.ingest")
            #expect(offsets == offsets.sorted(), "the group's offset of \(place) goes back: \(offsets)")
            #expect(offsets.last == 1)
        }
    }

    /// The only process stands still before one of its calls until another has begun in its place: what that has done
    /// must not look as though the group's offsets had expired.
    @Test(arguments: 1..<16)
    func `whoever wakes up after another has begun goes on`(call: Int) throws {
        let bench = SimulationBench()
        // A transaction of its own that is ended for it would end the process, and rightly.
        bench.cluster.transactionTimeout = 60_000
        let (first, second) = (try bench.process("one"), try bench.process("two"))
        bench.visit("a.com", id: "1", partition: 0)
        bench.visit("b.com", id: "2", partition: 1)
        var hasStalled = false
        stall(first, before: call, in: bench) {
            hasStalled = true
            for _ in 0..<200 {
                bench.cluster.time.advance(by: 20)
                bench.cluster.expire()
                try? second.ingest.step()
            }
        }
        for _ in 0..<100 {
            bench.cluster.time.advance(by: 20)
            bench.cluster.expire()
            try first.ingest.step()
            if hasStalled { try second.ingest.step() }
        }
        #expect(try bench.journal() == ["1 a.com", "2 b.com"])
    }

    /// Has `process` stand still before each of its calls; before that of this number, the first being 1, `body` is done.
    private func stall(
        _ process: SimulatedProcess,
        before call: Int,
        in bench: SimulationBench,
        _ body: @escaping () -> Void
    ) {
        var calls = 0
        bench.cluster.whileStalled = {
            calls += 1
            if calls == call { body() }
        }
        var faults = SimulatedFaults()
        faults.stall = 1
        process.setFaults(faults)
    }
}
