// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Ranking
import ReferenceModel
import SimulatedTransport
import Simulation
import Testing

/// Stops, restarts and lost replies, one at a time; `DeploymentTests` mixes them.
@Suite struct StageRestartTests {
    /// Sends records and lets time pass, `steps` times.
    private func feed(
        _ bench: SimulationBench,
        _ vendor: inout VendorStream,
        _ processes: [SimulatedProcess],
        _ steps: Int
    ) throws {
        for _ in 0..<steps {
            for _ in 0..<3 { bench.cluster.append(vendor.next(at: bench.cluster.time.wall, partitions: 2)) }
            try bench.run(processes, for: 60)
        }
    }

    private func rest(_ bench: SimulationBench, _ vendor: VendorStream, _ processes: [SimulatedProcess])
        throws
    {
        try bench.run(processes, for: 6_000)
        // Shortly after a refresh all lists stand at one instant.
        while !(200..<400).contains(bench.cluster.time.wall % SimulatedModel.policy.refreshInterval) {
            try bench.run(processes, for: 20)
        }
        let faults = try DeploymentChecker.faults(of: bench.cluster, bench.counts, vendor)
        #expect(faults.isEmpty, "\(faults.prefix(3).joined(separator: "\n"))")
        #expect(try bench.published().lists["all"]?.entries.isEmpty == false)
    }

    @Test(arguments: 0..<4)
    func `a stop commits what is there, and the next run goes on with nothing lost or counted twice`(
        seed: UInt64
    ) throws {
        let bench = SimulationBench()
        var vendor = VendorStream(seed: seed, accounts: 8)
        let first = try bench.process()
        try feed(bench, &vendor, [first], 15)
        // Records have been taken in, and wait for others of their transaction.
        for _ in 0..<5 { bench.cluster.append(vendor.next(at: bench.cluster.time.wall, partitions: 2)) }
        try first.ingest.step()
        let taken = first.ingest.status.positions
        try first.stop()
        for (partition, offset) in taken {
            #expect(bench.cluster.committedOffset(partition, of: "hotlist.ingest") == offset)
        }
        let sequence = try bench.published().lists["all"]?.sequence ?? 0
        #expect(sequence > 0)
        let second = try bench.process()
        try feed(bench, &vendor, [second], 15)
        try rest(bench, vendor, [second])
        #expect(try bench.published().lists["all"]?.sequence ?? 0 > sequence)
    }

    @Test func `a kill loses nothing and counts nothing twice`() throws {
        let bench = SimulationBench()
        var vendor = VendorStream(seed: 7, accounts: 8)
        try feed(bench, &vendor, [try bench.process()], 15)
        bench.cluster.time.advance(by: 2_000)
        let second = try bench.process()
        try feed(bench, &vendor, [second], 15)
        try rest(bench, vendor, [second])
    }

    @Test(arguments: [0, 1, 2], [true, false])
    func `a transaction whose end is never answered is neither lost nor done twice`(
        loop: Int,
        isApplied: Bool
    ) throws {
        let bench = SimulationBench()
        var vendor = VendorStream(seed: 11, accounts: 8)
        let process = try bench.process()
        try feed(bench, &vendor, [process], 10)
        var faults = SimulatedFaults()
        if isApplied { faults.lostReply = 1 } else { faults.delayedEnd = 1 }
        process.loops[loop].setFaults(faults)
        for _ in 0..<100 where process.loops[loop].status.unknownOutcomes == 0 {
            try feed(bench, &vendor, [process], 1)
        }
        #expect(process.loops[loop].status.unknownOutcomes == 1)
        process.setFaults(SimulatedFaults())
        // What was on its way arrives before the producer's successor is registered, or after.
        if loop == 1 { _ = bench.cluster.deliverDelayed { _ in 0 } }
        try bench.run([process], for: 500)
        while bench.cluster.deliverDelayed({ _ in 0 }) {}
        try feed(bench, &vendor, [process], 10)
        try rest(bench, vendor, [process])
    }

    @Test func `a process stopped in the middle of a transaction is fenced when it goes on`() throws {
        let bench = SimulationBench()
        var vendor = VendorStream(seed: 13, accounts: 8)
        let (first, second) = (try bench.process("one"), try bench.process("two"))
        try feed(bench, &vendor, [first], 10)
        var stalls = 0
        bench.cluster.whileStalled = {
            stalls += 1
            guard stalls == 20 else { return }
            bench.cluster.time.advance(by: 2_000)
            try? bench.run([second], for: 2_000)
        }
        var faults = SimulatedFaults()
        faults.stall = 1
        first.setFaults(faults)
        var exit: StageExit?
        do { try feed(bench, &vendor, [first], 20) } catch { exit = error as? StageExit }
        #expect(stalls >= 20)
        bench.cluster.whileStalled = nil
        let third = try exit == nil ? first : bench.process("one")
        try feed(bench, &vendor, [second, third], 10)
        try rest(bench, vendor, [second, third])
    }
}
