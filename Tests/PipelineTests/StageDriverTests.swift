// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport
import Testing

@Suite struct StageDriverTests {
    @Test(arguments: 0..<300)
    func `every record is copied once, in order, whatever crashes, aborts, moves and pauses`(
        seed: Int
    ) throws {
        var random = SimulatedRandom(seed: UInt64(seed))
        let cluster = SimulatedCluster(time: SimulatedTime(wall: Timestamp(milliseconds: 1_000_000)))
        cluster.holdsMarkers = true
        cluster.sessionTimeout = 2_000
        cluster.createTopic("in", partitions: 3)
        cluster.createTopic("out", partitions: 3)

        var faults = SimulatedFaults()
        faults.retriable = 0.05
        faults.abortable = 0.03
        faults.lostReply = 0.05
        faults.crash = 0.004
        faults.smallBatch = 0.3
        faults.slowCommit = 0.3

        var processes: [CopyProcess?] = [nil, nil, nil]
        var written = [0, 0, 0]
        var starts: UInt64 = 0
        for round in 0..<1_500 {
            cluster.time.advance(by: Int64(random.pick(1..<30)))
            if round < 800, random.happens(0.5) {
                let partition = random.pick(0..<3)
                let value = Array("\(partition):\(written[partition])".utf8)
                cluster.append(
                    OutgoingRecord(topic: "in", partition: Int32(partition), key: nil, value: value)
                )
                written[partition] += 1
            }
            if random.happens(0.5) { _ = cluster.deliverMarker { random.pick(0..<$0) } }
            cluster.expire()
            let healthy = round >= 1_000
            let index = random.pick(0..<processes.count)
            if processes[index] == nil {
                starts += 1
                processes[index] = CopyProcess(
                    cluster,
                    name: "copy-\(index)",
                    faults: healthy ? SimulatedFaults() : faults,
                    seed: UInt64(seed) &* 1_000 &+ starts
                )
            }
            processes[index]?.memory.isShort = !healthy && random.happens(0.2)
            if healthy { processes[index]?.driver.withTransport { $0.faults = SimulatedFaults() } }
            do {
                try processes[index]?.driver.step()
            } catch {
                processes[index] = nil
            }
        }
        cluster.deliverAllMarkers()
        for partition in 0..<3 {
            let copied = cluster.committedRecords(of: TopicPartition("out", Int32(partition)))
                .map { String(decoding: $0.record.value ?? [], as: UTF8.self) }
            #expect(
                copied == (0..<written[partition]).map { "\(partition):\($0)" },
                "seed \(seed), partition \(partition)"
            )
        }
    }

    @Test func `while memory is short nothing is read, and then everything`() throws {
        let cluster = SimulatedCluster(time: SimulatedTime(wall: Timestamp(milliseconds: 1_000_000)))
        cluster.createTopic("in", partitions: 1)
        cluster.createTopic("out", partitions: 1)
        let process = CopyProcess(cluster, name: "copy", faults: SimulatedFaults(), seed: 1)
        func append(_ value: String) {
            cluster.append(OutgoingRecord(topic: "in", partition: 0, key: nil, value: Array(value.utf8)))
        }
        func run() throws {
            for _ in 0..<100 {
                cluster.time.advance(by: 10)
                try process.driver.step()
            }
            cluster.deliverAllMarkers()
        }
        var copied: [String] {
            cluster.committedRecords(of: TopicPartition("out", 0))
                .map { String(decoding: $0.record.value ?? [], as: UTF8.self) }
        }
        append("a")
        try run()
        #expect(copied == ["a"])
        #expect(!process.driver.status.isPaused)

        process.memory.isShort = true
        try run()
        #expect(process.driver.status.isPaused)
        append("b")
        append("c")
        try run()
        #expect(copied == ["a"])
        #expect(process.driver.status.phase == .running)

        process.memory.isShort = false
        try run()
        #expect(!process.driver.status.isPaused)
        #expect(copied == ["a", "b", "c"])
    }
}
