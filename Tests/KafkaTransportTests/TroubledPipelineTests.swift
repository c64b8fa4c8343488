// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import KafkaTransport
import Pipeline
import Testing

@Suite(.timeLimit(.minutes(3)), .enabled(if: TestBrokers.areEmbedded, "errors are injected"))
struct TroubledPipelineTests {
    /// A process that has published what it was given, and whose lists are compared after what befalls it.
    private final class Bench {
        let deployment: TestDeployment
        let mock: KafkaMockCluster
        let process: SteppedProcess
        private var written = 0

        init(brokers: Int32 = 1) throws {
            deployment = try TestDeployment(brokerCount: brokers)
            mock = try #require(deployment.brokers.mock)
            process = try SteppedProcess(deployment, beginning: .earliest)
            try append(10)
            try runUntilPublished()
        }

        func append(_ count: Int) throws {
            try deployment.brokers.append(
                (written..<(written + count)).map { deployment.visit($0, partition: Int32($0 % 2)) }
            )
            written += count
        }

        /// Runs until all that was written is in the journal, and the lists know it.
        ///
        /// How many records `rank` has read is not enough: a mock cluster shows those of aborted transactions too.
        func runUntilPublished() throws {
            try step(process.stages, until: "lists that know everything", within: .seconds(120)) {
                guard process.stages.allSatisfy({ $0.status.phase == .running }),
                    process.rank.status.positions.values.reduce(0, +) >= written,
                    publishedOffsets(of: [process]) == process.rank.status.positions.values.sorted()
                else { return false }
                return try deployment.eventCounts().count == written
            }
        }

        /// Runs for a time in which something is out of order.
        func run(for time: Duration) throws {
            let start = ContinuousClock.now
            try step(process.stages, until: "the end of the trouble") {
                ContinuousClock.now - start > time
            }
        }

        /// The last lists are those that the journal gives.
        func finish() throws {
            try process.stop()
            try deployment.checkLists()
        }
    }

    @Test func `all stages go on together under errors that pass, and publish the right lists`() async throws
    {
        try await onThread {
            let bench = try Bench()
            for round in 0..<6 {
                try bench.append(20)
                for (place, table) in ErrorTable.all.enumerated() where table.request != .heartbeat {
                    let passing = table.reactions.filter { $0.reaction == .goesOn || $0.reaction == .aborts }
                    let code = passing[(round * 5 + place) % passing.count].code
                    bench.mock.fail(table.request, with: [KafkaErrorCode(rawValue: code)])
                }
                try bench.runUntilPublished()
            }
            try bench.finish()
        }
    }

    @Test func `brokers that go down and come back are waited for`() async throws {
        try await onThread {
            let bench = try Bench()
            try bench.append(20)
            try bench.mock.setBroker(nil, isUp: false)
            try bench.run(for: .seconds(3))
            try step(bench.process.stages, until: "a stage that says so", within: .seconds(20)) {
                bench.process.stages.contains { $0.status.trouble != nil }
            }
            try bench.mock.setBroker(nil, isUp: true)
            try bench.append(20)
            try bench.runUntilPublished()
            try bench.finish()
        }
    }

    @Test func `coordinators that move are followed`() async throws {
        try await onThread {
            let bench = try Bench(brokers: 3)
            for broker: Int32 in [2, 3, 1] {
                for stage in StageName.allCases {
                    let names = bench.deployment.names
                    try bench.mock.setCoordinator(of: .group, names.group(of: stage), broker: broker)
                    try bench.mock.setCoordinator(
                        of: .transaction,
                        "\(names.applicationID).\(stage.rawValue).one",
                        broker: broker
                    )
                }
                try bench.append(20)
                try bench.runUntilPublished()
            }
            try bench.finish()
        }
    }

    @Test func `a topic that vanishes from metadata for a while loses nothing`() async throws {
        try await onThread {
            let bench = try Bench()
            let names = bench.deployment.names
            for topic in [names.journal, names.candidates, names.queues] {
                bench.mock.setError(KafkaErrorCode.unknownTopicOrPartition, ofTopic: topic)
                try bench.append(20)
                try bench.run(for: .seconds(3))
                bench.mock.setError(nil, ofTopic: topic)
                try bench.runUntilPublished()
            }
            try bench.finish()
        }
    }

    @Test func `a commit whose answer comes too late is not trusted, and its work not lost`() async throws {
        try await onThread {
            let bench = try Bench()
            // On a busy machine the end of another transaction may be what comes late: one that is given up.
            var unknown: Int64 = 0
            for _ in 0..<5 where unknown == 0 {
                try bench.mock.delay(.endTransaction, broker: 1, by: .seconds(9))
                try bench.append(20)
                try bench.runUntilPublished()
                unknown = bench.process.stages.map(\.status.unknownOutcomes).reduce(0, +)
            }
            #expect(unknown >= 1)
            try bench.finish()
        }
    }
}
