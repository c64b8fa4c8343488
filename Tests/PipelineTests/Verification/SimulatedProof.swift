// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import SimulatedTransport
import Simulation

/// Proves what a simulated deployment has published, from the records on its cluster.
struct SimulatedProof {
    /// The records of the lists, which a test may alter.
    var lists: [TopicRecord]
    var entries: [TopicRecord]
    var changes: [TopicRecord]
    /// The records of each journal partition.
    var journal: [[TopicRecord]]
    private let journalEnds: [Int64]
    private let changesPartitions: Int

    /// Takes every record that was ever committed, compacted or not.
    init(_ cluster: SimulatedCluster, _ names: TopicNames) {
        func records(_ topic: String) -> [[TopicRecord]] {
            cluster.partitions(of: topic).map { place in
                cluster.history(of: place).map { offset, _, record in
                    TopicRecord(
                        partition: place.partition,
                        offset: offset,
                        key: record.key ?? [],
                        value: record.value
                    )
                }
            }
        }
        lists = Array(records(names.queues).joined())
        entries = Array(records(names.entries).joined())
        changes = Array(records(names.changes).joined())
        journal = records(names.journal)
        journalEnds = cluster.partitions(of: names.journal).map {
            cluster.offsets(of: $0).upperBound
        }
        changesPartitions = cluster.partitionCount(of: names.changes)
    }

    /// What does not hold, how many lists there are and how many of them are proved.
    func run() -> (findings: [VerificationFinding], lists: Int, proved: Int) {
        var proof = ListProof(
            lists: lists,
            documents: Dictionary(
                uniqueKeysWithValues: SimulatedModel.models.map { ($0.digest, Array($0.digest.utf8)) }
            ),
            reader: SimulatedModel.readModel,
            journal: journalEnds.map { 0..<$0 }
        )
        for (partition, records) in journal.enumerated() {
            proof.begin(partition)
            let end = proof.end(of: partition)
            for record in records where record.offset < end {
                let value = record.value ?? []
                proof.fold(key: record.key.span, value: value.span, at: record.offset)
            }
            proof.finish()
        }
        proof.conclude()
        var check = PublicationCheck(
            lists: lists,
            policy: SimulatedModel.policy,
            changesBegin: Array(repeating: 0, count: changesPartitions)
        )
        for entry in entries { check.add(entry: entry) }
        for change in changes { check.add(change: change) }
        check.conclude()
        return (proof.findings + check.findings, proof.records, proof.proved)
    }
}
