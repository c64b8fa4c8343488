// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import KafkaClient
import KafkaTransport
import Pipeline
import Testing

/// What only real brokers can show: fencing, isolation, and offsets that go with transactions.
@Suite(
    .timeLimit(.minutes(3)),
    .enabled(if: TestBrokers.areReal, "embedded brokers keep no transactional offsets")
)
struct RestartTests {
    /// A deployment whose records are visits with ids from e0 on.
    private final class Bench {
        let deployment: TestDeployment
        private(set) var written = 0

        init() throws {
            deployment = try TestDeployment()
        }

        /// A record of the journal that nobody may ever see.
        var ghost: OutgoingRecord {
            OutgoingRecord(
                topic: deployment.names.journal,
                partition: 0,
                key: Array("company0.com".utf8),
                value: deployment.visit(1_000_000).value
            )
        }

        func append(_ count: Int) throws {
            try deployment.brokers.append(
                (written..<(written + count)).map { deployment.visit($0, partition: Int32($0 % 2)) }
            )
            written += count
        }

        /// Steps processes until everything that was written stands in the journal and their lists know it.
        func run(_ processes: [SteppedProcess], until count: Int) throws {
            try step(processes.flatMap(\.stages), until: "lists of \(count) events") {
                let known = processes.flatMap(\.rank.status.positions)
                let offsets = known.map(\.value).sorted()
                // Offsets count the ends of transactions and what was aborted, too, so that they only say when it is
                // worth a look.
                guard known.count == Int(deployment.counts.journal), offsets.reduce(0, +) >= count,
                    publishedOffsets(of: processes) == offsets
                else { return false }
                let next = Dictionary(known.map { ($0.key.partition, $0.value) }, uniquingKeysWith: min)
                let journal = try deployment.journal()
                return Set(journal.map(\.event.id)).count >= count
                    && journal.allSatisfy { record in record.offset < next[record.partition] ?? 0 }
            }
        }

        /// Every record that was written stands in the journal once, and what was published follows from it.
        func check() throws {
            let counts = try deployment.eventCounts()
            let expected = Dictionary(uniqueKeysWithValues: (0..<written).map { ("e\($0)", 1) })
            #expect(counts.filter { expected[$0.key] != $0.value } == [:])
            #expect(Set(expected.keys).subtracting(counts.keys) == [])
            try deployment.checkPublished()
        }
    }

    @Test func `a second run goes on where the first stopped`() async throws {
        try await onThread {
            let bench = try Bench()
            var read: Int64 = 0
            for part in 1...3 {
                try bench.append(150)
                let process = try SteppedProcess(bench.deployment)
                // The first two stop in the middle.
                if part < 3 {
                    try step(process.stages, until: "the first records") {
                        process.ingest.report.recordsIn > 0
                    }
                } else {
                    try bench.run([process], until: bench.written)
                }
                try process.stop()
                read += process.ingest.report.recordsIn
            }
            #expect(read == bench.written)
            try bench.check()
        }
    }

    @Test
    func `a process that is killed is succeeded by one of its name, and what it left open is never seen`()
        async throws
    {
        try await onThread {
            let bench = try Bench()
            let ghost = bench.ghost
            for _ in 1...3 {
                try bench.append(100)
                let process = try SteppedProcess(bench.deployment, isStatic: true)
                try step(process.stages, until: "the first records") { process.ingest.report.recordsIn > 0 }
                // Dropped with a transaction open, whose record is with the broker.
                try process.ingest.withTransport { transport in
                    let journal = TopicPartition(ghost.topic, ghost.partition)
                    let end = try transport.watermarks(of: [journal])
                    // One may be open already, with what has been sent ahead.
                    try? transport.beginTransaction()
                    #expect(try transport.produce([ghost], from: 0) == 1)
                    while try transport.watermarks(of: [journal]) == end {}
                }
            }
            let last = try SteppedProcess(bench.deployment, isStatic: true)
            try bench.run([last], until: bench.written)
            // Neither is what is aborted in good order.
            try last.ingest.withTransport { transport in
                try transport.beginTransaction()
                #expect(try transport.produce([ghost], from: 0) == 1)
                try transport.abortTransaction()
            }
            try bench.append(10)
            try bench.run([last], until: bench.written)
            try last.stop()
            try bench.check()
        }
    }

    @Test func `a zombie is fenced and writes nothing more`() async throws {
        try await onThread {
            let bench = try Bench()
            try bench.append(100)
            let zombie = try SteppedProcess(bench.deployment, isStatic: true)
            try bench.run([zombie], until: bench.written)
            let successor = try SteppedProcess(bench.deployment, isStatic: true)
            try step(successor.stages, until: "the successor's start") {
                successor.stages.allSatisfy { $0.status.phase == .running }
            }
            try bench.append(100)
            for stage in zombie.stages {
                #expect {
                    try stage.withTransport { transport in
                        try transport.beginTransaction()
                        #expect(try transport.produce([bench.ghost], from: 0) == 1)
                        try transport.commitTransaction()
                    }
                } throws: { error in
                    guard case TransportFailure.fatal(let reason)? = error as? TransportFailure else {
                        return false
                    }
                    return reason.contains("another process uses the same instance name")
                }
                // Left to itself it ends.
                let exit = #expect(throws: StageExit.self) {
                    try step([stage], until: "the zombie's end") { false }
                }
                guard case .failed? = exit else {
                    Issue.record("\(String(describing: exit))")
                    return
                }
            }
            try bench.run([successor], until: bench.written)
            try successor.stop()
            try? zombie.stop()
            try bench.check()
        }
    }

    @Test func `two processes share the partitions, come and go, and publish what one would`() async throws {
        try await onThread {
            let bench = try Bench()
            try bench.append(100)
            let first = try SteppedProcess(bench.deployment, instance: "first")
            try bench.run([first], until: bench.written)
            let second = try SteppedProcess(bench.deployment, instance: "second")
            try bench.append(100)
            try step(first.stages + second.stages, until: "a share for each") {
                (first.stages + second.stages).allSatisfy {
                    $0.status.phase == .running && $0.status.assigned.count == 1
                }
            }
            try bench.append(100)
            try bench.run([first, second], until: bench.written)
            try first.stop()
            try bench.append(100)
            try bench.run([second], until: bench.written)
            try second.stop()
            try bench.check()
        }
    }

    @Test func `records deleted before they were read are missed, at the start and while it runs`()
        async throws
    {
        try await onThread {
            let bench = try Bench()
            try bench.append(100)
            let first = try SteppedProcess(bench.deployment)
            try bench.run([first], until: bench.written)
            try first.ingest.stop()
            try bench.append(100)
            let source = KafkaClient.TopicPartition(topic: bench.deployment.source, partition: 0)
            try bench.deployment.brokers.administer { admin in
                _ = try admin.deleteRecords(before: [source: 80], timeout: .seconds(10))
            }
            let late = try bench.deployment.steppedIngest(beginning: nil)
            let exit = #expect(throws: StageExit.self) { try step([late], until: "a refusal") { false } }
            guard case .refused(let reason)? = exit else {
                Issue.record("\(String(describing: exit))")
                return
            }
            #expect(
                reason.contains(
                    "\(bench.deployment.source)[0] begins at offset 80, but 50 is the next to read"
                )
            )
            try? late.stop()
            try first.rank.stop()
            try first.merge.stop()
        }
    }

    @Test func `a source that is deleted and made again stops ingest`() async throws {
        try await onThread {
            let bench = try Bench()
            try bench.append(100)
            let process = try SteppedProcess(bench.deployment)
            try bench.run([process], until: bench.written)
            try bench.deployment.brokers.administer { admin in
                let failures = try admin.deleteTopics([bench.deployment.source], timeout: .seconds(10))
                #expect(failures == [:])
            }
            try step([process.ingest], until: "trouble") { process.ingest.status.trouble != nil }
            try bench.deployment.brokers.createTopics([bench.deployment.source: 2])
            let exit = #expect(throws: StageExit.self) {
                try step([process.ingest], until: "the end of ingest") { false }
            }
            switch exit {
            case .failed(let reason)?: #expect(reason.contains(bench.deployment.source))
            // The offsets of a group go with the topic.
            case .refused(let reason)?: #expect(reason.contains(bench.deployment.names.group(of: .ingest)))
            case nil: break
            }
            for stage in process.stages { try? stage.stop() }
        }
    }
}
