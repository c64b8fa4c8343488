// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import DaemonProcesses
internal import NIOPosix
internal import Workload

/// What figures that need Kafka share: brokers with the workload in two topics, the program, and how to start it.
final class KafkaBench {
    let brokers: BenchBrokers
    /// What each of the two topics holds.
    private(set) var size: StandardWorkload.Size
    /// Of those topics, the journals and the states.
    private(set) var partitions: Int32
    let program: HotlistProgram
    private let probe = DaemonProbe(group: .singleton)

    /// A mock keeps 5 MB of a partition; the busiest account alone makes a tenth of the events.
    private static let mostOfMock: (events: Int, partitions: Int32) = (100_000, 32)

    /// A bench of this size; on a mock, of what that holds.
    init(_ brokers: BenchBrokers, _ size: StandardWorkload.Size, partitions: Int32, program: HotlistProgram) {
        self.brokers = brokers
        self.program = program
        self.size = size
        self.partitions = partitions
        guard brokers.isMock else { return }
        self.size.events = min(size.events, Self.mostOfMock.events)
        self.partitions = Self.mostOfMock.partitions
    }

    /// How many events each of the two topics holds.
    var events: Int { size.events }

    /// The topic with canonical events.
    var canonicalTopic: String { "\(brokers.prefix)-canonical" }
    /// The topic with the same events as rows of the preset `flat`.
    var mappedTopic: String { "\(brokers.prefix)-flat" }

    /// Puts the workload into both topics.
    func fill(_ whole: StandardWorkload, _ tell: (String) -> Void) throws {
        let workload = whole.count == size.events ? whole : StandardWorkload(size)
        try brokers.makeTopics([canonicalTopic: partitions, mappedTopic: partitions])
        try WorkloadFeed.send(workload, to: canonicalTopic, of: brokers, tell)
        let rows = StandardWorkload(size, as: .flat)
        tell("\(rows.bytes.count / rows.count) bytes an event as rows")
        try WorkloadFeed.send(rows, to: mappedTopic, of: brokers, tell)
    }

    /// A deployment with topics of its own.
    func deployment(_ name: String, _ settings: BenchDeployment.Settings) throws -> BenchDeployment {
        try BenchDeployment(name, settings, on: brokers, program: program, port: probe.freePort())
    }

    /// Starts some of a deployment's stages, or all.
    func start(_ deployment: BenchDeployment, stages: [String] = []) throws -> MeasuredDaemon {
        try MeasuredDaemon(deployment, stages: stages, program: program, probe: probe)
    }
}
