// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import KafkaTransport
import Pipeline
import Testing

/// What `ingest` does about an error that a broker answers with.
enum Reaction: String {
    /// The client repeats its request; nobody else notices.
    case goesOn
    /// The transaction is aborted, and its records are read again.
    case aborts
    /// The stage gives up its partitions and takes them anew.
    case rejoins
    /// The process has to end.
    case fails
}

/// Errors of one kind of request, with what has to come of each.
struct ErrorTable: Sendable, CustomTestStringConvertible {
    let request: KafkaMockCluster.Request
    let reactions: [(code: Int32, reaction: Reaction)]

    var testDescription: String { "\(request)" }

    static let all = [
        ErrorTable(
            request: .produce,
            reactions: [
                (-195, .goesOn), (6, .goesOn), (7, .goesOn), (19, .goesOn), (20, .goesOn), (5, .goesOn),
                (3, .goesOn), (56, .goesOn), (29, .aborts), (10, .aborts), (59, .aborts), (87, .aborts),
                (-1, .aborts), (45, .fails), (47, .fails),
            ]
        ),
        ErrorTable(
            request: .addPartitionsToTransaction,
            reactions: [
                (-195, .goesOn), (14, .goesOn), (15, .goesOn), (16, .goesOn), (51, .goesOn), (3, .goesOn),
                (29, .aborts), (59, .aborts), (49, .aborts), (55, .aborts), (-1, .aborts), (48, .fails),
                (53, .fails), (47, .fails), (90, .fails),
            ]
        ),
        ErrorTable(
            request: .addOffsetsToTransaction,
            reactions: [
                (-195, .goesOn), (14, .goesOn), (15, .goesOn), (16, .goesOn), (51, .goesOn), (30, .aborts),
                (59, .aborts), (49, .aborts), (-1, .aborts), (48, .fails), (53, .fails), (47, .fails),
                (90, .fails),
            ]
        ),
        ErrorTable(
            request: .transactionalOffsetCommit,
            reactions: [
                (-195, .goesOn), (14, .goesOn), (15, .goesOn), (16, .goesOn), (3, .goesOn), (7, .goesOn),
                (22, .aborts), (25, .aborts), (27, .aborts), (29, .aborts), (30, .aborts), (-1, .aborts),
                (82, .fails), (53, .fails), (47, .fails), (90, .fails),
            ]
        ),
        ErrorTable(
            request: .endTransaction,
            reactions: [
                (-195, .goesOn), (14, .goesOn), (15, .goesOn), (16, .goesOn), (51, .goesOn), (59, .aborts),
                (49, .aborts), (-1, .aborts), (48, .fails), (53, .fails), (47, .fails), (90, .fails),
            ]
        ),
        ErrorTable(
            request: .initProducerID,
            reactions: [
                (-195, .goesOn), (14, .goesOn), (15, .goesOn), (16, .goesOn), (51, .goesOn), (53, .fails),
                (31, .fails), (50, .fails), (90, .fails),
            ]
        ),
        ErrorTable(
            request: .fetch,
            reactions: [
                (-195, .goesOn), (5, .goesOn), (6, .goesOn), (9, .goesOn), (3, .goesOn), (74, .goesOn),
                (76, .goesOn), (56, .goesOn), (7, .goesOn), (29, .goesOn), (-1, .goesOn), (2, .goesOn),
                (1, .fails),
            ]
        ),
        ErrorTable(
            request: .heartbeat,
            reactions: [
                (-195, .goesOn), (15, .goesOn), (16, .goesOn), (27, .rejoins), (22, .rejoins), (25, .rejoins),
                (82, .fails),
            ]
        ),
    ]
}

@Suite(.timeLimit(.minutes(5)), .enabled(if: TestBrokers.areEmbedded, "errors are injected"))
struct InjectedErrorTests {
    @Test(arguments: ErrorTable.all)
    func `ingest reacts to every error as the rules say, and the journal is complete`(table: ErrorTable)
        async throws
    {
        try await onThread {
            let bench = try InjectionBench()
            for (code, expected) in table.reactions {
                let reaction = try bench.reaction(to: KafkaErrorCode(rawValue: code), of: table.request)
                #expect(
                    reaction == expected,
                    "\(table.request) \(KafkaErrorCode(rawValue: code).name) (\(code)): \(bench.trouble)"
                )
            }
            try bench.checkJournal()
        }
    }

    @Test func `an abort of what the coordinator knows nothing of costs the producer, and ingest goes on`()
        async throws
    {
        try await onThread {
            let bench = try InjectionBench()
            #expect(try bench.outcomesLost(to: [(.produce, 29), (.endTransaction, 48)]) == 1)
            try bench.checkJournal()
        }
    }
}

/// One deployment whose `ingest` meets one error after the other.
private final class InjectionBench {
    private let deployment: TestDeployment
    private let mock: KafkaMockCluster
    private var stage: any SteppedStage
    private var written = 0
    /// What the last reaction's failure said.
    private(set) var trouble = ""

    init() throws {
        let deployment = try TestDeployment(partitions: 1)
        self.deployment = deployment
        mock = try #require(deployment.brokers.mock)
        stage = try deployment.steppedIngest()
        try start()
    }

    /// Injects an error, appends a record and waits until it is in the journal; says what that took.
    func reaction(to code: KafkaErrorCode, of request: KafkaMockCluster.Request) throws -> Reaction {
        trouble = ""
        defer { mock.clearFailures(of: request) }
        if request == .initProducerID { try replace() }
        let before = stage.status
        do {
            try inject(code, into: request)
            try step([stage], until: "a record in the journal") {
                stage.status.phase == .running && stage.status.commits > before.commits && hasReadAll
            }
        } catch let exit as StageExit {
            guard case .failed(let reason) = exit else { throw exit }
            trouble = reason
            mock.clearFailures(of: request)
            try replace()
            try start()
            return .fails
        }
        trouble = stage.status.trouble ?? ""
        if request != .initProducerID, stage.status.rebalances > before.rebalances { return .rejoins }
        return stage.status.aborts > before.aborts ? .aborts : .goesOn
    }

    /// Injects errors that come together, appends a record and waits until it is in the journal; says how often the
    /// producer was replaced.
    func outcomesLost(to errors: [(request: KafkaMockCluster.Request, code: Int32)]) throws -> Int64 {
        let before = stage.status
        try append()
        for (request, code) in errors { mock.fail(request, with: [KafkaErrorCode(rawValue: code)]) }
        try step([stage], until: "a record in the journal") {
            stage.status.phase == .running && stage.status.commits > before.commits && hasReadAll
        }
        return stage.status.unknownOutcomes - before.unknownOutcomes
    }

    private func inject(_ code: KafkaErrorCode, into request: KafkaMockCluster.Request) throws {
        // The test's own producer must not meet what is meant for the stage's.
        if request == .produce { try append() }
        // Fetches are also those of the aliases.
        mock.fail(request, with: Array(repeating: code, count: request == .fetch ? 3 : 1))
        if request == .heartbeat {
            let start = ContinuousClock.now
            try step([stage], until: "two heartbeats") { ContinuousClock.now - start > .milliseconds(1_100) }
        }
        if request != .produce { try append() }
    }

    private func append() throws {
        try deployment.brokers.append([deployment.visit(written)])
        written += 1
    }

    private var hasReadAll: Bool {
        stage.status.positions[TopicPartition(deployment.source, 0)] ?? 0 >= Int64(written)
    }

    private func replace() throws {
        try? stage.stop()
        stage = try deployment.steppedIngest()
    }

    private func start() throws {
        try step([stage], until: "the start") { stage.status.phase == .running && hasReadAll }
        // What it has read again is committed before the next error, which is not meant for it.
        let start = ContinuousClock.now
        try step([stage], until: "its commit") { ContinuousClock.now - start > .milliseconds(100) }
    }

    /// Every record that was ever appended is in the journal; embedded brokers also show what was aborted.
    func checkJournal() throws {
        try stage.stop()
        #expect(try deployment.eventCounts().count == written)
    }
}
