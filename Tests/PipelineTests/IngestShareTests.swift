// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import Pipeline
import SimulatedTransport
import Simulation
import Testing

/// A batch that several threads share becomes what its records become one after the other.
@Suite struct IngestShareTests {
    @Test func `a batch that is shared out becomes what its records become one by one`() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SimulatedRandom(seed: seed)
            // Several shares, the last of them not full; in some rounds nothing is taught, in most something is.
            let values = (0..<(600 + random.pick(0..<400))).map { Self.record($0, seed, &random) }
            let together = try Self.ingest([values])
            let alone = try Self.ingest(values.map { [$0] })
            #expect(together.records.count >= values.count / 2, "seed \(seed)")
            #expect(together.records == alone.records, "seed \(seed)")
            #expect(together.offsets == alone.offsets, "seed \(seed)")
            #expect(together.readings == alone.readings, "seed \(seed)")
        }
    }

    /// A topic and a value: mostly a signal; sometimes a company that teaches what an id means, a signal of such an id,
    /// or something broken.
    private static func record(
        _ number: Int,
        _ seed: UInt64,
        _ random: inout SimulatedRandom
    ) -> (topic: String, value: String) {
        let teaches = seed % 4 == 0 ? 0 : 3
        let choice = random.pick(0..<200)
        let company = random.pick(0..<5)
        if choice < teaches {
            return (
                SimulatedModel.companies,
                #"{"crm_id":"\#(company)","domain":"new\#(random.pick(0..<3)).com"}"#
            )
        }
        if choice == 199 { return (SimulatedModel.events, "{") }
        let subject = choice < 20 ? "crm:\(company)" : "acme\(number % 50).com"
        let event =
            #"{"specversion":"1.0","id":"\#(number)","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"\#(subject)","time":"2026-11-20T08:00:00Z","data":{"kind":"visit"}}"#
        return (SimulatedModel.events, event)
    }

    /// What the batches become, with the numbers that the stage reports.
    private static func ingest(
        _ batches: [[(topic: String, value: String)]]
    ) throws -> (records: [OutgoingRecord], offsets: [TopicPartition: Int64], readings: [String]) {
        var stage = IngestStage(
            names: SimulatedDeployment.names,
            counts: PartitionCounts(journal: 3, queues: 1, changes: 1, deadLetters: 1, aliases: 1),
            settings: IngestSettings(
                sources: [SimulatedModel.events: .earliest, SimulatedModel.companies: .earliest]
            ),
            resolver: try #require(SimulatedModel.resolver),
            ingestor: try SimulatedModel.ingestor()
        )
        let places = [SimulatedModel.events, SimulatedModel.companies].map { TopicPartition($0, 0) }
        let committed = Dictionary(uniqueKeysWithValues: places.map { ($0, Int64(0)) })
        _ = try stage.assign(places, knowing: AssignmentFacts(committed: committed))
        var offsets: [String: Int64] = [:]
        let now = ClockReading(wall: Timestamp(milliseconds: SimulationBench.start), monotonic: 0)
        for values in batches {
            var batch = RecordBatch()
            for (topic, value) in values {
                let bytes = Array(value.utf8)
                batch.append(
                    from: TopicPartition(topic, 0),
                    offset: offsets[topic, default: 0],
                    timestamp: SimulationBench.start,
                    key: nil,
                    value: bytes.span
                )
                offsets[topic, default: 0] += 1
            }
            stage.receive(batch, at: now)
        }
        let offered = stage.transaction(at: now, closing: true)
        let transaction = try #require(offered)
        let readings = stage.report.readings.map { reading in
            let labels = reading.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(reading.metric) \(labels) \(reading.value)"
        }
        return (transaction.records, transaction.offsets, readings.sorted())
    }
}
