// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport

/// Copies every record of `in` to the same partition of `out`: the smallest stage there is.
struct CopyStage: Stage {
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
        guard !pending.isEmpty else { return nil }
        defer { forget() }
        return StageTransaction(records: pending, offsets: offsets)
    }

    func delay(from now: ClockReading) -> Int64 { 10 }

    mutating func committed() {}

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
final class SaidMemory: MemoryGauge {
    var isShort = false
    func isShort(at now: ClockReading) -> Bool { isShort }
}

/// One simulated process that copies `in` to `out`.
final class CopyProcess {
    let memory = SaidMemory()
    var driver: StageDriver<CopyStage, SimulatedTransport, SimulatedClock>

    init(
        _ cluster: SimulatedCluster,
        name: String,
        faults: SimulatedFaults,
        seed: UInt64,
        bytesBesideCommit: Int = 1_000
    ) {
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
            settings: StageDriverSettings(
                transactionDeadline: 500,
                bytesBesideCommit: bytesBesideCommit
            )
        )
    }
}
