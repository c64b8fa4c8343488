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
