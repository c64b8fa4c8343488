// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import JSON
import Pipeline
import SimulatedTransport
import Simulation
import Testing

@Suite struct AliasLearningTests {
    @Test func `what an aborted transaction taught is taught again`() throws {
        let bench = SimulationBench()
        let process = try bench.process()
        try bench.run([process], for: 200)
        var faults = SimulatedFaults()
        faults.abortable = 1
        process.ingest.setFaults(faults)
        bench.company("7", "acme.com")
        bench.visit("crm:7", id: "1")
        try bench.run([process], for: 500)
        #expect(process.ingest.status.aborts > 0)
        #expect(bench.values(of: bench.names.aliases).isEmpty)
        process.ingest.setFaults(SimulatedFaults())
        try bench.run([process], for: 500)
        #expect(bench.values(of: bench.names.aliases).count == 1)
        bench.visit("crm:7", id: "2")
        try bench.run([process], for: 500)
        #expect(try bench.journal().contains("2 acme.com"))
    }

    @Test func `other processes learn what one was taught`() throws {
        let bench = SimulationBench()
        let first = try bench.process("one")
        try bench.run([first], for: 200)
        bench.company("7", "acme.com")
        try bench.run([first], for: 500)
        try first.stop()
        let second = try bench.process("two")
        bench.visit("crm:7", id: "1")
        try bench.run([second], for: 500)
        #expect(try bench.journal() == ["1 acme.com"])
        // And while it runs.
        let bytes = Array(
            #"{"account":"other.com","source":"test","recordedtime":"2026-11-20T09:00:00.000Z"}"#.utf8
        )
        bench.cluster.append(
            OutgoingRecord(topic: bench.names.aliases, partition: 0, key: Array("crm:8".utf8), value: bytes)
        )
        try bench.run([second], for: 100)
        bench.visit("crm:8", id: "2")
        try bench.run([second], for: 500)
        #expect(try bench.journal() == ["1 acme.com", "2 other.com"])
    }

    /// The stage alone: it is taught 7 = a.com, hears from another process that 7 = b.com, and loses its partitions.
    @Test func `what is unlearned gives way to what others taught in the meantime`() throws {
        var stage = try makeStage()
        let place = TopicPartition(SimulatedModel.companies, 0)
        _ = try stage.assign([place], knowing: AssignmentFacts(committed: [place: 0]))
        let now = ClockReading(wall: Timestamp(milliseconds: SimulationBench.start), monotonic: 0)
        stage.receive(batch(place, nil, #"{"crm_id":"7","domain":"a.com"}"#), at: now)
        let aliases = TopicPartition("hotlist.aliases", 0)
        stage.restore(batch(aliases, "crm:7", #"{"account":"b.com"}"#), reaching: [:])
        stage.release()

        let events = TopicPartition(SimulatedModel.events, 0)
        _ = try stage.assign([events], knowing: AssignmentFacts(committed: [events: 0]))
        let event =
            #"{"specversion":"1.0","id":"1","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"crm:7","time":"2026-11-20T08:00:00Z","data":{"kind":"visit"}}"#
        stage.receive(batch(events, nil, event), at: now)
        let transaction = stage.transaction(at: now, closing: true)
        #expect(transaction?.records.map { String(decoding: $0.key ?? [], as: UTF8.self) } == ["b.com"])
    }

    /// The stage alone: it is taught 7 = a.com, and hears what others teach before its commit and after it, as it can
    /// before it is told of its own.
    @Test(arguments: [
        (read: ["b.com"], means: "a.com"),
        (read: ["b.com", "a.com"], means: "a.com"),
        (read: ["a.com", "b.com"], means: "b.com"),
        (read: ["a.com", "b.com", "a.com"], means: "a.com"),
    ])
    func `what is committed comes after what was read before it, and before what is read after it`(
        read: [String],
        means: String
    ) throws {
        for isTaughtAgain in [false, true] {
            var stage = try makeStage()
            try teach("a.com", &stage)
            let offered = stage.transaction(at: now, closing: true)
            #expect(offered != nil)
            if isTaughtAgain { try teach("c.com", &stage) }
            for domain in read {
                stage.restore(batch(aliases, "crm:7", #"{"account":"\#(domain)"}"#), reaching: [:])
            }
            stage.committed()
            if isTaughtAgain {
                #expect(try meaning(&stage) == "c.com")
                stage.release()
            }
            #expect(try meaning(&stage) == means, "taught again: \(isTaughtAgain)")
        }
    }

    private let aliases = TopicPartition("hotlist.aliases", 0)
    private let companies = TopicPartition(SimulatedModel.companies, 0)
    private let now = ClockReading(wall: Timestamp(milliseconds: SimulationBench.start), monotonic: 0)

    private func teach(_ domain: String, _ stage: inout IngestStage) throws {
        stage.receive(batch(companies, nil, #"{"crm_id":"7","domain":"\#(domain)"}"#), at: now)
    }

    /// The account of an event of the company 7.
    private func meaning(_ stage: inout IngestStage) throws -> String? {
        let events = TopicPartition(SimulatedModel.events, 0)
        let event =
            #"{"specversion":"1.0","id":"1","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"crm:7","time":"2026-11-20T08:00:00Z","data":{"kind":"visit"}}"#
        stage.receive(batch(events, nil, event), at: now)
        var sent = OutgoingBatch()
        stage.takeRecordsAhead(&sent)
        return (0..<sent.count).map { sent.record(at: $0) }.last { $0.topic == "hotlist.journal" }
            .map { String(decoding: $0.key ?? [], as: UTF8.self) }
    }

    private func makeStage() throws -> IngestStage {
        IngestStage(
            names: SimulatedDeployment.names,
            counts: PartitionCounts(journal: 1, queues: 1, changes: 1, deadLetters: 1, aliases: 1),
            settings: IngestSettings(
                sources: [SimulatedModel.events: .earliest, SimulatedModel.companies: .earliest]
            ),
            resolver: try #require(SimulatedModel.resolver),
            ingestor: try SimulatedModel.ingestor()
        )
    }

    private func batch(_ partition: TopicPartition, _ key: String?, _ value: String) -> RecordBatch {
        var batch = RecordBatch()
        let keyBytes = key.map { Array($0.utf8) } ?? []
        let valueBytes = Array(value.utf8)
        batch.append(
            from: partition,
            offset: 0,
            timestamp: SimulationBench.start,
            key: key == nil ? nil : keyBytes.span,
            value: valueBytes.span
        )
        return batch
    }
}
