// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import Pipeline
import SimulatedTransport
import Simulation
import Testing

/// The stage alone: where one transaction ends and the next begins.
@Suite struct IngestTransactionTests {
    private let events = TopicPartition(SimulatedModel.events, 0)
    private let companies = TopicPartition(SimulatedModel.companies, 0)

    @Test(arguments: [(bytes: 100, age: 1 as Int64), (bytes: 1_000_000, age: 500)])
    func `what comes while one is committed belongs to the next`(due: (bytes: Int, age: Int64)) throws {
        var stage = try stage(transactionBytes: due.bytes)
        stage.receive(batch(events, 0, event("1", "a.com"), hasMore: true), at: at(0))
        var sent = sentAhead(&stage)
        #expect(sent == ["a.com"])
        let first = try offered(&stage, at(due.age), closing: false)
        #expect(first.records.isEmpty && first.offsets == [events: 1])
        stage.receive(batch(events, 1, event("2", "b.com")), at: at(due.age))
        stage.committed()
        sent = sentAhead(&stage)
        #expect(sent == ["b.com"])
        let second = try offered(&stage, at(due.age + 20), closing: false)
        #expect(second.records.isEmpty && second.offsets == [events: 2])
    }

    @Test func `what has not been sent yet goes with its transaction`() throws {
        var stage = try stage(transactionBytes: 100)
        stage.receive(batch(events, 0, event("1", "a.com"), hasMore: true), at: at(0))
        stage.receive(batch(events, 1, event("2", "b.com"), hasMore: true), at: at(1))
        let transaction = try offered(&stage, at(1), closing: false)
        #expect(transaction.records.count == 2 && transaction.offsets == [events: 2])
    }

    @Test func `at the end all is offered, one transaction after the other`() throws {
        var stage = try stage(transactionBytes: 100)
        let first = try committing(&stage, batch(events, 0, event("1", "a.com")))
        #expect(first.offsets == [events: 1])
        stage.receive(batch(events, 1, event("2", "b.com")), at: at(1))
        stage.committed()
        let last = try offered(&stage, at(1), closing: true)
        #expect(last.offsets == [events: 2] && last.records.count == 1)
        stage.committed()
        let none = stage.transaction(at: at(1), closing: true)
        #expect(none == nil)
    }

    @Test func `what an aborted transaction taught is unlearned, and so is what came after it`() throws {
        var stage = try stage(transactionBytes: 1)
        _ = try committing(&stage, batch(companies, 0, #"{"crm_id":"7","domain":"a.com"}"#))
        stage.receive(batch(companies, 1, #"{"crm_id":"7","domain":"b.com"}"#), at: at(1))
        let aborted = stage.aborted()
        #expect(aborted == .rereads)
        var sent = sentAhead(&stage)
        #expect(sent == [])
        stage.receive(batch(events, 0, event("1", "crm:7")), at: at(2))
        // Nobody knows the id any more: it goes to the dead letters under no account's name.
        sent = sentAhead(&stage)
        #expect(!sent.contains { $0 == "a.com" || $0 == "b.com" })
        let transaction = try offered(&stage, at(2), closing: true)
        #expect(transaction.offsets == [events: 1])
    }

    @Test func `with the partitions goes all that is not committed`() throws {
        var stage = try stage(transactionBytes: 1)
        _ = try committing(&stage, batch(events, 0, event("1", "a.com")))
        stage.receive(batch(events, 1, event("2", "b.com")), at: at(1))
        stage.release()
        let none = stage.transaction(at: at(600), closing: true)
        #expect(none == nil)
    }

    /// Has the stage offer a transaction that holds the batch.
    private func committing(_ stage: inout IngestStage, _ batch: RecordBatch) throws -> StageTransaction {
        stage.receive(batch, at: at(0))
        _ = sentAhead(&stage)
        return try offered(&stage, at(0), closing: false)
    }

    // MARK: What they are made of

    private func stage(transactionBytes: Int) throws -> IngestStage {
        var stage = IngestStage(
            names: SimulatedDeployment.names,
            counts: PartitionCounts(journal: 1, queues: 1, changes: 1, deadLetters: 1, aliases: 1),
            settings: IngestSettings(
                sources: [SimulatedModel.events: .earliest, SimulatedModel.companies: .earliest],
                transactionBytes: transactionBytes
            ),
            resolver: try #require(SimulatedModel.resolver),
            ingestor: try SimulatedModel.ingestor()
        )
        let facts = AssignmentFacts(committed: [events: 0, companies: 0])
        _ = try stage.assign([events, companies], knowing: facts)
        return stage
    }

    private func offered(
        _ stage: inout IngestStage,
        _ now: ClockReading,
        closing: Bool
    ) throws -> StageTransaction {
        let transaction = stage.transaction(at: now, closing: closing)
        return try #require(transaction)
    }

    private func at(_ milliseconds: Int64) -> ClockReading {
        ClockReading(
            wall: Timestamp(milliseconds: SimulationBench.start + milliseconds),
            monotonic: milliseconds
        )
    }

    private func event(_ id: String, _ subject: String) -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"\#(subject)","time":"2026-11-20T08:00:00Z","data":{"kind":"visit"}}"#
    }

    private func batch(
        _ partition: TopicPartition,
        _ offset: Int64,
        _ value: String,
        hasMore: Bool = false
    ) -> RecordBatch {
        var batch = RecordBatch()
        let bytes = Array(value.utf8)
        batch.append(
            from: partition,
            offset: offset,
            timestamp: SimulationBench.start,
            key: nil,
            value: bytes.span
        )
        batch.hasMore = hasMore
        return batch
    }

    /// The keys of what can be sent before the transaction is due.
    private func sentAhead(_ stage: inout IngestStage) -> [String] {
        var batch = OutgoingBatch()
        stage.takeRecordsAhead(&batch)
        return (0..<batch.count).map { String(decoding: batch.record(at: $0).key ?? [], as: UTF8.self) }
    }
}
