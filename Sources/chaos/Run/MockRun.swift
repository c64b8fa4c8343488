// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Foundation
import Glibc
import KafkaClient
import KafkaMockCluster
import NIOPosix
import SampleSignals

/// What can be run without a broker: one process on a mock cluster in this one.
///
/// The mock stores no offsets of transactions, delivers aborted records and answers no administration requests; what
/// needs any of these is left out, and said.
final class MockRun {
    private let settings: ChaosSettings
    private let chronicle: Chronicle
    private let cluster: KafkaMockCluster
    private let deployment: ChaosDeployment
    private let fleet: ProcessFleet
    private var random: ChaosRandom
    private var summary: RunSummary

    private static let readyLimit: Int64 = 60_000
    /// Errors after which a client goes on by itself, by Kafka's numbers: no leader, a coordinator that loads, has
    /// gone, is another.
    private static let retriableErrors: [(KafkaMockCluster.Request, KafkaErrorCode)] = [
        (.produce, KafkaErrorCode(rawValue: 6)), (.addPartitionsToTransaction, KafkaErrorCode(rawValue: 14)),
        (.addOffsetsToTransaction, KafkaErrorCode(rawValue: 16)),
        (.endTransaction, KafkaErrorCode(rawValue: 15)),
    ]

    init(_ settings: ChaosSettings, program: HotlistProgram, chronicle: Chronicle) throws {
        self.settings = settings
        self.chronicle = chronicle
        cluster = try KafkaMockCluster()
        deployment = try ChaosDeployment(brokers: cluster.bootstrapServers, seed: settings.seed)
        let parts = cluster.bootstrapServers.split(separator: ":")
        let port = parts.last.flatMap { Int32($0) } ?? 0
        fleet = ProcessFleet(
            deployment,
            program,
            brokers: [BrokerAddress(id: 1, host: "127.0.0.1", port: port)],
            group: MultiThreadedEventLoopGroup(numberOfThreads: 1),
            chronicle: chronicle
        )
        random = ChaosRandom(seed: settings.seed)
        summary = RunSummary(seed: settings.seed, verdict: "what could be run went well")
        summary.leftOut = [
            "kill -9, several processes, restarts with their state: the mock stores no offsets of transactions",
            "the proof of what was published: the mock delivers records of aborted transactions",
            "lost and late replies to commits: what they come to needs both",
            "whatever makes a member join its group again (black holes, long cuts, pauses): it asks for its offsets",
        ]
    }

    /// Does everything, and returns what it has come to.
    func run() -> RunSummary {
        do {
            try play()
        } catch {
            summary.findings.append("\(error)")
        }
        fleet.killAll()
        summary.findings = fleet.findings + summary.findings
        summary.exits = fleet.exits
        summary.seconds = Double(chronicle.elapsed) / 1000
        if summary.findings.isEmpty, !settings.isKept {
            deployment.remove()
        } else {
            summary.directory = deployment.directory.path
        }
        return summary
    }

    private func play() throws {
        try makeTopics()
        let feed = VendorFeed(
            deployment,
            seed: settings.seed,
            accounts: min(settings.accounts, 200),
            rate: min(settings.rate, 200),
            brokenShare: 0.01
        )
        try fleet.add()
        try awaitReady("start")
        feed.resume()
        let journal = try KafkaConsumer(
            KafkaConfiguration(["bootstrap.servers": deployment.brokers]),
            logger: .quiet
        )
        defer { try? journal.close(timeout: .seconds(2)) }
        try awaitFlow(journal, "records to flow")

        let outage = random.number(in: 1000...3000)
        try cluster.setBroker(nil, isUp: false)
        count("outage", "for \(outage) ms")
        try pass(outage)
        try cluster.setBroker(nil, isUp: true)
        try awaitReady("outage")
        try awaitFlow(journal, "records to flow after the outage")

        // Retriable ones: the work goes on as it is.
        for (request, error) in Self.retriableErrors {
            cluster.fail(request, with: [error, error])
            count("error", "\(error) for \(request)")
            try pass(1500)
        }
        try awaitReady("errors")
        try awaitFlow(journal, "records to flow after the errors")
        if let slot = fleet.slots.first, let proxy = slot.proxy {
            let duration = random.number(in: 200...1000)
            proxy.cut(for: duration)
            count("cut", "for \(duration) ms")
            try pass(duration)
        }
        try awaitReady("cut")
        try awaitFlow(journal, "records to flow again")
        feed.stop()
        if let failure = feed.failure { throw ChaosFailure(failure) }
        for slot in fleet.slots { fleet.stop(slot, retiring: true) }
        count("stop", "SIGTERM")
        try wait("the process to stop", 30_000) { self.fleet.slots.allSatisfy { $0.condition == .retired } }
        summary.counts.append(("records sent", feed.delivered))
    }

    private func count(_ action: String, _ text: String) {
        chronicle.tell(action, nil, text)
        summary.actions[action, default: 0] += 1
    }

    /// By the mock's own interface: it takes no administration requests.
    private func makeTopics() throws {
        for topic in deployment.sourceTopics {
            try cluster.createTopic(topic, partitions: ChaosDeployment.sourcePartitions)
        }
        let journal = Int32(ChaosDeployment.journalPartitions)
        let queues = Int32(ChaosDeployment.queuePartitions)
        let counts: [(String, Int32)] = [
            ("aliases", 1), ("models", 1), ("journal", journal), ("dead-letters", journal),
            ("state", journal),
            ("candidates", queues), ("queues", queues), ("entries", queues), ("changes", queues),
        ]
        for (name, count) in counts { try cluster.createTopic(deployment.own(name), partitions: count) }
    }

    /// Waits until there are more events than now.
    private func awaitFlow(_ journal: KafkaConsumer, _ what: String) throws {
        func events() throws -> Int64 {
            try (0..<Int32(ChaosDeployment.journalPartitions)).reduce(0) { sum, partition in
                let partition = TopicPartition(topic: deployment.own("journal"), partition: partition)
                return sum + (try journal.queryWatermarks(partition, timeout: .seconds(5)).upperBound)
            }
        }
        let before = try events()
        try wait(what, Self.readyLimit) { (try? events()) ?? 0 > before }
        chronicle.tell("flow", nil, "\(try events()) events")
    }

    private func awaitReady(_ what: String) throws {
        let began = chronicle.elapsed
        try wait("readiness after \(what)", Self.readyLimit) { self.fleet.unready().isEmpty }
        chronicle.tell("ready", nil, "after \(what), \(chronicle.elapsed - began) ms")
    }

    private func pass(_ milliseconds: Int64) throws {
        let end = chronicle.elapsed + milliseconds
        while chronicle.elapsed < end {
            try fleet.turn()
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func wait(_ what: String, _ limit: Int64, until holds: () -> Bool) throws {
        let began = chronicle.elapsed
        while !holds() {
            try pass(300)
            guard chronicle.elapsed - began < limit else {
                throw ChaosFailure("waited for \(what) for \(limit / 1000) s in vain; \(fleet.unready())")
            }
        }
        if !fleet.exits.isEmpty { throw ChaosFailure("the process has ended: \(fleet.exits)") }
    }
}
