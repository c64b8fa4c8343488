// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaTransport
import Pipeline
import Ranking
import Testing

/// Runs code that blocks on a thread of its own, so that tests side by side do not wait for each other.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    let runner = Runner()
    defer { runner.thread.join() }
    return try await runner.run(body)
}

private actor Runner {
    let thread = KafkaThread(name: "transport-test")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    func run<Result: Sendable>(_ body: @Sendable () throws -> Result) throws -> Result {
        try body()
    }
}

/// A stage's driver that a test steps.
protocol SteppedStage: AnyObject {
    var status: StageStatus { get }
    var report: StageReport { get }
    func step() throws(StageExit)
    func stop() throws(StageExit)
    func withTransport<Result>(_ body: (inout KafkaTransport) throws -> Result) throws -> Result
}

private final class Driven<Work: Stage & ~Copyable>: SteppedStage {
    fileprivate var driver: StageDriver<Work, KafkaTransport, SystemClock>

    init(_ stage: consuming Work, _ transport: consuming KafkaTransport) {
        driver = StageDriver(
            stage: stage,
            transport: transport,
            clock: SystemClock(),
            settings: StageDriverSettings(longestPoll: 20, restorePoll: 20, transactionDeadline: 5_000)
        )
    }

    var status: StageStatus { driver.status }
    var report: StageReport { driver.stage.report }
    func step() throws(StageExit) { try driver.step() }
    func stop() throws(StageExit) { try driver.stop() }

    func withTransport<Result>(_ body: (inout KafkaTransport) throws -> Result) throws -> Result {
        try driver.withTransport { transport in Swift.Result { try body(&transport) } }.get()
    }
}

extension KafkaTransport {
    /// Commits without offsets, and waits for it.
    mutating func commitTransaction() throws(TransportFailure) {
        beginCommit(adding: nil)
        switch commitOutcome(waits: true) {
        case .committed: return
        case .withoutOffsets(let failure), .failed(let failure): throw failure
        case nil: throw .fatal("a commit that was waited for has no outcome")
        }
    }
}

extension TestDeployment {
    /// `ingest` alone; embedded brokers keep no offsets, so that each begins anew.
    func steppedIngest(
        instance: String = "one",
        beginning: IngestSettings.Beginning? = .earliest
    ) throws -> any SteppedStage {
        Driven(
            try ingest(beginning: beginning),
            try transport(.ingest, instance: instance)
        )
    }
}

/// The stages of one process, which take turns on the test's thread.
final class SteppedProcess {
    let ingest: any SteppedStage
    let rank: any SteppedStage
    let merge: any SteppedStage

    init(
        _ deployment: TestDeployment,
        instance: String = "one",
        isStatic: Bool = false,
        beginning: IngestSettings.Beginning? = nil
    ) throws {
        func transport(_ stage: StageName) throws -> KafkaTransport {
            try deployment.transport(
                stage,
                instance: instance,
                isStatic: isStatic
            )
        }
        ingest = Driven(try deployment.ingest(beginning: beginning), try transport(.ingest))
        rank = Driven(deployment.rank(), try transport(.rank))
        merge = Driven(deployment.merge(), try transport(.merge))
    }

    var stages: [any SteppedStage] { [ingest, rank, merge] }

    func stop() throws {
        for stage in stages { try stage.stop() }
    }
}

extension Driven where Work == MergeStage {
    fileprivate var lists: [PublishedList] { driver.stage.lists }
}

/// Up to where the lists of the processes know the journal's partitions, if all know the same and were scored at
/// one instant.
func publishedOffsets(of processes: [SteppedProcess]) -> [Int64]? {
    let lists = processes.flatMap { ($0.merge as? Driven<MergeStage>)?.lists ?? [] }
    let known = Set(lists.map { list in list.positions.map(\.offset).sorted() })
    return known.count == 1 && lists.allSatisfy(\.hasOneInstant) ? known.first : nil
}

/// Steps until the closure is content.
func step(
    _ stages: [any SteppedStage],
    until what: String,
    within limit: Duration = .seconds(120),
    _ isContent: () throws -> Bool
) throws {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < limit {
        for stage in stages { try stage.step() }
        if try isContent() { return }
    }
    let troubles = stages.map {
        "\($0.status.phase): \($0.status.trouble ?? "no trouble"), \($0.report.waitingFor)"
    }
    throw WaitedInVain(description: "no sign of \(what) in \(limit): \(troubles)")
}
