// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport
import Testing

/// Commits that go on for some rounds of the driver.
@Suite struct CommitTests {
    private let source = TopicPartition("in", 0)
    private let cluster: SimulatedCluster

    init() {
        cluster = SimulatedCluster(time: SimulatedTime(wall: Timestamp(milliseconds: 1_000_000)))
        cluster.createTopic("in", partitions: 1)
        cluster.createTopic("out", partitions: 1)
    }

    @Test(arguments: 0..<20)
    func `what comes while one goes on is read, and committed after it`(seed: UInt64) throws {
        let process = try processThatCommits("a", seed: seed)
        append("b")
        try process.driver.step()
        #expect(process.driver.status.positions == [source: 2])
        for _ in 0..<20 { try process.driver.step() }
        #expect(process.driver.status.commits == 2)
        #expect(copied == ["a", "b"])
        #expect(cluster.committedOffset(source, of: "copy") == 2)
    }

    @Test(arguments: 0..<20)
    func `one is waited for once more has come than is worked on beside it`(seed: UInt64) throws {
        let process = try processThatCommits("a", seed: seed, bytesBesideCommit: 2)
        append("bb")
        try process.driver.step()
        #expect(process.driver.status.positions == [source: 2])
        #expect(process.driver.status.commits >= 1)
    }

    @Test(arguments: 0..<20)
    func `the end waits for it, and commits what has come since`(seed: UInt64) throws {
        let process = try processThatCommits("a", seed: seed)
        append("b")
        try process.driver.step()
        try process.driver.stop()
        #expect(process.driver.status.commits == 2)
        #expect(copied == ["a", "b"])
        #expect(cluster.committedOffset(source, of: "copy") == 2)
    }

    @Test(arguments: 0..<20)
    func `partitions that are asked for go when it has ended`(seed: UInt64) throws {
        let process = try processThatCommits("a", seed: seed)
        let other = CopyProcess(cluster, name: "other", faults: SimulatedFaults(), seed: seed)
        try other.driver.step()
        append("b")
        // Told to give them back, it reads nothing more.
        try process.driver.step()
        #expect(process.driver.status.assigned.isEmpty)
        #expect(process.driver.status.commits == 1)
        #expect(cluster.committedOffset(source, of: "copy") == 1)
        for _ in 0..<40 {
            try process.driver.step()
            try other.driver.step()
        }
        #expect(copied == ["a", "b"])
    }

    @Test(arguments: 0..<20)
    func `what stands in its way is said in every round until it has ended`(seed: UInt64) throws {
        let process = try processThatCommits("a", seed: seed) { faults in
            faults.lostReply = 1
            faults.longestCutOff = 1
        }
        for _ in 0..<10 {
            try process.driver.step()
            #expect(process.driver.status.commits == 0)
        }
        #expect(process.driver.status.trouble == "the reply was lost")
        process.driver.withTransport { $0.faults.lostReply = 0 }
        for _ in 0..<20 { try process.driver.step() }
        #expect(process.driver.status.trouble == nil)
        #expect(process.driver.status.commits == 1)
        #expect(copied == ["a"])
    }

    /// A process that has just begun to commit a copy of `value`.
    private func processThatCommits(
        _ value: String,
        seed: UInt64,
        bytesBesideCommit: Int = 1_000,
        _ change: (inout SimulatedFaults) -> Void = { _ in }
    ) throws -> CopyProcess {
        var faults = SimulatedFaults()
        faults.slowCommit = 1
        change(&faults)
        let process = CopyProcess(
            cluster,
            name: "copy",
            faults: faults,
            seed: seed,
            bytesBesideCommit: bytesBesideCommit
        )
        append(value)
        for _ in 0..<20 where process.driver.status.positions != [source: 1] { try process.driver.step() }
        try #require(process.driver.status.positions == [source: 1])
        #expect(process.driver.status.commits == 0)
        return process
    }

    private func append(_ value: String) {
        cluster.append(OutgoingRecord(topic: "in", partition: 0, key: nil, value: Array(value.utf8)))
    }

    private var copied: [String] {
        cluster.deliverAllMarkers()
        return cluster.committedRecords(of: TopicPartition("out", 0))
            .map { String(decoding: $0.record.value ?? [], as: UTF8.self) }
    }
}
