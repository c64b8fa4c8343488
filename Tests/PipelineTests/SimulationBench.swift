// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Ranking
import ReferenceModel
import SimulatedTransport
import Simulation

/// A quiet cluster on which a test decides what happens.
final class SimulationBench {
    let names = SimulatedDeployment.names
    let counts: PartitionCounts
    let cluster: SimulatedCluster
    /// Begins on a multiple of the refresh interval.
    static let start: Int64 = 1_795_165_200_000

    init(journal: Int32 = 2, vendorPartitions: Int = 2) {
        counts = PartitionCounts(journal: journal, queues: 2, changes: 1, deadLetters: 1, aliases: 1)
        cluster = SimulatedCluster(time: SimulatedTime(wall: Timestamp(milliseconds: Self.start)))
        cluster.sessionTimeout = 1_500
        cluster.transactionTimeout = 1_000
        cluster.createTopic(SimulatedModel.events, partitions: vendorPartitions)
        cluster.createTopic(SimulatedModel.companies, partitions: 1)
        cluster.createTopic(names.journal, partitions: Int(journal))
        cluster.createTopic(names.state, partitions: Int(journal), compacted: true)
        for topic in [names.candidates, names.queues, names.entries] {
            cluster.createTopic(topic, partitions: Int(counts.queues), compacted: true)
        }
        cluster.createTopic(names.aliases, partitions: 1, compacted: true)
        cluster.createTopic(names.changes, partitions: 1)
        cluster.createTopic(names.deadLetters, partitions: 1)
        cluster.createTopic(names.models, partitions: 1, compacted: true)
        let now = Timestamp(milliseconds: Self.start)
        for record in SimulatedModel.activation(of: SimulatedModel.model, sequence: 1, at: now) {
            cluster.append(record)
        }
    }

    func process(
        _ name: String = "one",
        beginning: IngestSettings.Beginning? = nil,
        sources: [String: IngestSettings.Beginning] = [
            SimulatedModel.events: .earliest, SimulatedModel.companies: .earliest,
        ]
    ) throws -> SimulatedProcess {
        try SimulatedProcess(name, of: cluster, counts: counts, beginning: beginning, sources: sources)
    }

    /// Lets `milliseconds` pass in steps of 20, in each of which all loops of the processes do a round.
    func run(_ processes: [SimulatedProcess], for milliseconds: Int64) throws {
        let end = cluster.time.monotonic + milliseconds
        while cluster.time.monotonic < end {
            cluster.time.advance(by: 20)
            cluster.expire()
            for process in processes {
                for loop in process.loops { try loop.step() }
            }
        }
    }

    /// Appends a visit of `account`, or of what an id means, to the vendor topic.
    func visit(_ subject: String, id: String, partition: Int32 = 0, topic: String = SimulatedModel.events) {
        let time = Timestamp(milliseconds: cluster.time.wall)
        let text =
            #"{"specversion":"1.0","id":"\#(id)","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"\#(subject)","time":"\#(time)","data":{"kind":"visit"}}"#
        cluster.append(OutgoingRecord(topic: topic, partition: partition, key: nil, value: Array(text.utf8)))
    }

    /// Appends a company, which teaches what an id means.
    func company(_ id: String, _ domain: String) {
        let text = #"{"crm_id":"\#(id)","domain":"\#(domain)"}"#
        cluster.append(
            OutgoingRecord(topic: SimulatedModel.companies, partition: 0, key: nil, value: Array(text.utf8))
        )
    }

    /// The ids of the journal's events, sorted, with their accounts.
    func journal() throws -> [String] {
        try cluster.partitions(of: names.journal).flatMap { place in
            try cluster.committedRecords(of: place).map { record in
                let members = try ReferenceJSON(record.record.value ?? [])
                return "\(members["id"]?.text ?? "?") \(members["subject"]?.text ?? "?")"
            }
        }.sorted()
    }

    /// The values of a topic's committed records.
    func values(of topic: String) -> [String] {
        cluster.partitions(of: topic).flatMap { place in
            cluster.committedRecords(of: place).map { String(decoding: $0.record.value ?? [], as: UTF8.self) }
        }
    }

    /// The instants of all heads that a queue's journal partition ever had.
    func headInstants(of queue: String, partition: Int) throws -> [Int64] {
        try cluster.partitions(of: names.candidates).flatMap { place in
            try cluster.history(of: place).compactMap { record in
                guard let value = record.record.value,
                    record.record.key == Array("\(queue)|#\(partition)".utf8)
                else { return nil }
                return try QueueHead(encoded: value).asOf.milliseconds
            }
        }
    }

    func published() throws -> PublishedTopics {
        try PublishedTopics(cluster, names)
    }

    func ingestOffset(_ partition: Int32, of topic: String = SimulatedModel.events) -> Int64? {
        cluster.committedOffset(TopicPartition(topic, partition), of: names.group(of: .ingest))
    }
}

extension SimulatedProcess {
    var ingest: any SimulatedLoop { loops[0] }
    var rank: any SimulatedLoop { loops[1] }
    var merge: any SimulatedLoop { loops[2] }

    func stop() throws {
        for loop in loops { try loop.stop() }
    }
}
