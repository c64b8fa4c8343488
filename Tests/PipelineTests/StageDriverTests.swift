// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport
import Testing

/// Copies every record of `in` to the same partition of `out`: the smallest stage there is.
private struct CopyStage: Stage {
    var pending: [OutgoingRecord] = []
    var offsets: [TopicPartition: Int64] = [:]

    var name: StageName { .ingest }
    var subscription: [String] { ["in"] }
    var tailedTopics: [String] { [] }
    var surveyedTopics: [String] { [] }
    var report: StageReport { StageReport() }

    func related(to partition: TopicPartition) -> [TopicPartition] { [] }

    mutating func assign(
        _ partitions: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan {
        var plan = AssignmentPlan()
        for partition in partitions { plan.start[partition] = .offset(facts.committed[partition] ?? 0) }
        return plan
    }

    mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64]) {}
    mutating func restored(at now: ClockReading) throws(StageRefusal) -> RestoredWork { .begins(at: [:]) }

    mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        for record in batch.records {
            let partition = batch.partition(of: record)
            pending.append(
                OutgoingRecord(
                    topic: "out",
                    partition: partition.partition,
                    key: batch.key(of: record),
                    value: batch.value(of: record)
                )
            )
            offsets[partition] = record.offset + 1
        }
    }

    mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {}

    mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction? {
        pending.isEmpty ? nil : StageTransaction(records: pending, offsets: offsets)
    }

    func delay(from now: ClockReading) -> Int64 { 10 }

    mutating func committed() { forget() }

    mutating func aborted() -> AbortedWork {
        forget()
        return .rereads
    }

    mutating func outcomeUnknown() -> UnknownWork {
        forget()
        return .prepares
    }

    mutating func release() { forget() }

    private mutating func forget() {
        pending = []
        offsets = [:]
    }
}

/// Memory that is short when somebody says so.
private final class SaidMemory: MemoryGauge {
    var isShort = false
    func isShort(at now: ClockReading) -> Bool { isShort }
}

/// One simulated process; nil once it has crashed.
private final class CopyProcess {
    let memory = SaidMemory()
    var driver: StageDriver<CopyStage, SimulatedTransport, SimulatedClock>

    init(_ cluster: SimulatedCluster, name: String, faults: SimulatedFaults, seed: UInt64) {
        driver = StageDriver(
            stage: CopyStage(),
            transport: SimulatedTransport(
                cluster: cluster,
                group: "copy",
                transactionalID: name,
                faults: faults,
                seed: seed
            ),
            clock: SimulatedClock(cluster.time),
            memory: memory,
            settings: StageDriverSettings(transactionDeadline: 500)
        )
    }
}

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
