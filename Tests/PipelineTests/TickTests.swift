// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport
import Simulation
import Testing

/// The instants at which `rank` scores; the publish interval is 100 ms, the refresh interval 2 s, the skew 3 s.
@Suite struct TickTests {
    private let start = SimulationBench.start

    private func running() throws -> (SimulationBench, SimulatedProcess) {
        let bench = SimulationBench(journal: 1)
        let process = try bench.process()
        bench.visit("a.com", id: "1")
        try bench.run([process], for: 1_000)
        #expect(try bench.headInstants(of: "all", partition: 0).count >= 1)
        return (bench, process)
    }

    @Test func `a refresh has the multiple of the interval as its instant`() throws {
        let (bench, process) = try running()
        bench.cluster.time.advance(by: 1_057)
        try bench.run([process], for: 3_000)
        let instants = try bench.headInstants(of: "all", partition: 0)
        #expect(instants.contains(start + 2_000))
        #expect(instants.contains(start + 4_000))
        #expect(instants.allSatisfy { $0 % 100 == 0 })
    }

    @Test func `a refresh whose transaction is aborted comes again under the same instant`() throws {
        let (bench, process) = try running()
        var faults = SimulatedFaults()
        faults.abortable = 1
        process.rank.setFaults(faults)
        try bench.run([process], for: 1_500)
        #expect(process.rank.status.aborts > 0)
        #expect(try !bench.headInstants(of: "all", partition: 0).contains(start + 2_000))
        process.rank.setFaults(SimulatedFaults())
        try bench.run([process], for: 200)
        #expect(try bench.headInstants(of: "all", partition: 0).last == start + 2_000)
    }

    @Test func `a refresh of unknown outcome comes again under the same instant`() throws {
        let (bench, process) = try running()
        try bench.run([process], for: 800)
        var faults = SimulatedFaults()
        faults.delayedEnd = 1
        process.rank.setFaults(faults)
        try bench.run([process], for: 400)
        #expect(process.rank.status.unknownOutcomes == 1)
        process.rank.setFaults(SimulatedFaults())
        try bench.run([process], for: 3_000)
        #expect(try bench.headInstants(of: "all", partition: 0).contains(start + 2_000))
    }

    @Test func `after a long pause the latest refresh is made up for`() throws {
        let (bench, process) = try running()
        bench.cluster.time.advance(by: 1_400)
        bench.cluster.time.advance(by: 5_150)
        try bench.run([process], for: 20)
        try bench.run([process], for: 2_500)
        let instants = try bench.headInstants(of: "all", partition: 0)
        #expect(instants.contains(start + 6_000))
        #expect(instants.contains(start + 8_000))
    }

    @Test func `a small step back of the clock holds the instant, a large one is followed`() throws {
        let (bench, process) = try running()
        try bench.run([process], for: 3_000)
        let before = try bench.headInstants(of: "all", partition: 0).max() ?? 0
        process.skew.milliseconds = -2_900
        bench.visit("a.com", id: "2")
        try bench.run([process], for: 300)
        let held = try bench.headInstants(of: "all", partition: 0).last ?? 0
        #expect(held >= before)
        #expect(held <= bench.cluster.time.wall)
        process.skew.milliseconds = -60_000
        bench.visit("a.com", id: "3")
        try bench.run([process], for: 300)
        let after = try bench.headInstants(of: "all", partition: 0).last ?? 0
        #expect(abs(after - (bench.cluster.time.wall - 60_000)) <= 300)
    }

    @Test func `the instant is held across a hand-over to a process whose clock is behind`() throws {
        let (bench, first) = try running()
        try bench.run([first], for: 3_000)
        try first.stop()
        let before = try bench.headInstants(of: "all", partition: 0).max() ?? 0
        let second = try bench.process("two")
        second.skew.milliseconds = -2_500
        bench.visit("a.com", id: "2")
        try bench.run([second], for: 1_000)
        let instants = try bench.headInstants(of: "all", partition: 0)
        #expect(instants.last ?? 0 >= before)
        #expect(instants == instants.sorted())
    }
}
