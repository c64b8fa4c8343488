// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Foundation
import Glibc
import KafkaClient
import Logging
import NIOPosix
import SampleSignals

/// A run against real brokers: processes in trouble, then rest, then proof.
final class ChaosRun {
    private let settings: ChaosSettings
    private let program: HotlistProgram
    private let chronicle: Chronicle
    private let deployment: ChaosDeployment
    private let administrator: KafkaAdmin
    private let fleet: ProcessFleet
    private let lag: SourceLag
    private var random: ChaosRandom
    private var summary: RunSummary
    private var recorder: TopicRecorder?
    private var feed: VendorFeed?
    private var slowestReady: Int64 = 0
    private var proved = 0

    /// How long processes may take to be ready when nothing stands in their way, in milliseconds.
    private static let readyLimit: Int64 = 120_000
    /// How long it may take until all records are read, or all lists at rest, in milliseconds.
    private static let restLimit: Int64 = 480_000
    /// How long a process mostly has to work before it is troubled again, in milliseconds.
    private static let timeToWork: Int64 = 4000
    /// After how many actions there is a calm.
    private static let actionsBetweenCalms = 60

    init(_ settings: ChaosSettings, brokers: String, program: HotlistProgram, chronicle: Chronicle) throws {
        self.settings = settings
        self.program = program
        self.chronicle = chronicle
        deployment = try ChaosDeployment(brokers: brokers, seed: settings.seed)
        administrator = try KafkaAdmin(
            KafkaConfiguration(["bootstrap.servers": brokers]),
            logger: .quiet
        )
        try administrator.checkReachable(timeout: .seconds(15))
        let nodes = try administrator.metadata(timeout: .seconds(10)).brokers
        fleet = ProcessFleet(
            deployment,
            program,
            brokers: nodes.map { BrokerAddress(id: $0.id, host: $0.host, port: $0.port) },
            group: MultiThreadedEventLoopGroup(numberOfThreads: 1),
            chronicle: chronicle
        )
        lag = try SourceLag(deployment)
        random = ChaosRandom(seed: settings.seed)
        summary = RunSummary(seed: settings.seed, verdict: "nothing lost, nothing twice")
    }

    /// Does everything, and returns what it has come to.
    func run() -> RunSummary {
        do {
            try prepare()
            try trouble()
            try rest()
            try prove()
        } catch {
            summary.findings.append("\(error)")
        }
        fleet.killAll()
        summary.findings = fleet.findings + summary.findings
        summary.exits = fleet.exits
        summary.seconds = Double(chronicle.elapsed) / 1000
        summary.counts.insert(("processes killed", fleet.kills), at: 0)
        lag.close()
        if summary.findings.isEmpty, !settings.isKept {
            let topics = deployment.ownTopics + deployment.sourceTopics
            _ = try? administrator.deleteTopics(topics, timeout: .seconds(30))
            deployment.remove()
        } else {
            summary.directory = deployment.directory.path
        }
        try? administrator.close(timeout: .seconds(2))
        return summary
    }

    // MARK: Before

    private func prepare() throws {
        chronicle.tell("deployment", deployment.applicationID, deployment.directory.path)
        let sources = deployment.sourceTopics.map {
            TopicSpecification(name: $0, partitions: ChaosDeployment.sourcePartitions)
        }
        let refused = try administrator.createTopics(sources, timeout: .seconds(30))
        if let (topic, error) = refused.first { throw ChaosFailure("\(topic) cannot be made: \(error)") }
        let made = try program.run(
            ["topics", "--create", "--config", deployment.configurationPath],
            in: deployment.directory
        )
        guard made.status == 0 else { throw ChaosFailure("hotlist topics --create failed: \(made.errors)") }
        recorder = TopicRecorder(deployment)
        let feed = VendorFeed(
            deployment,
            seed: settings.seed,
            accounts: settings.accounts,
            rate: settings.rate,
            brokenShare: 0.01
        )
        self.feed = feed
        for _ in 0..<settings.processes { try fleet.add() }
        try wait("the introductions", Self.restLimit) { feed.hasIntroduced && self.lag.records() == 0 }
        try awaitReady()
        feed.resume()
    }

    // MARK: Trouble

    private func trouble() throws {
        let began = chronicle.elapsed
        var next = began
        var actions = 0
        while !isOver(began) {
            try turn()
            guard chronicle.elapsed >= next else { continue }
            try act(ChaosAction.pick(&random))
            actions += 1
            if actions.isMultiple(of: Self.actionsBetweenCalms) { try calm() }
            next = chronicle.elapsed + random.number(in: 50...(2 * settings.pace))
        }
    }

    private func isOver(_ began: Int64) -> Bool {
        if let seconds = settings.seconds { return chronicle.elapsed - began >= seconds * 1000 }
        return fleet.kills >= settings.cycles ?? 0
    }

    /// One round of looking after everything.
    private func turn() throws {
        try fleet.turn()
        if let failure = feed?.failure ?? recorder?.failure { throw ChaosFailure(failure) }
        Thread.sleep(forTimeInterval: 0.02)
    }

    private func act(_ action: ChaosAction) throws {
        // Mostly one that has come to work: one that is troubled at its start again and again shows little.
        let worked = fleet.running.filter { chronicle.elapsed - $0.startedAt > Self.timeToWork }
        let candidates = random.chance(0.8) && !worked.isEmpty ? worked : fleet.running
        guard let slot = random.pick(candidates), let proxy = slot.proxy else { return }
        // Drawn in any case, so that a seed says the same whatever is running.
        let short = random.number(in: 0...3000)
        let middle = random.number(in: 500...15_000)
        let long = random.number(in: 5000...30_000)
        let isLong = random.chance(0.35)
        if slot.isKillArmed, [.killInCommit, .loseReply, .holdReply, .delayRequest].contains(action) {
            return
        }
        switch action {
        case .kill:
            slot.isEndExpected = true
            slot.restartDelay = short
            slot.signal(SIGKILL)
            chronicle.tell("kill", slot.name, "down for \(short) ms")
        case .pause:
            let duration = isLong ? min(long, 25_000) : 500 + short
            slot.signal(SIGSTOP)
            slot.condition = .paused(until: chronicle.elapsed + duration)
            chronicle.tell("pause", slot.name, "for \(duration) ms")
        case .restart:
            chronicle.tell("restart", slot.name)
            fleet.stop(slot)
        case .add:
            guard fleet.count < ChaosSettings.mostProcesses else { return }
            try fleet.add()
        case .remove:
            guard fleet.running.count > 1 else { return }
            chronicle.tell("remove", slot.name)
            fleet.stop(slot, retiring: true)
        case .cut:
            proxy.cut(for: short)
            chronicle.tell("cut", slot.name, "for \(short) ms")
        case .blackHole:
            proxy.swallow(for: middle)
            chronicle.tell("black hole", slot.name, "for \(middle) ms")
        case .killInCommit, .loseReply, .holdReply, .delayRequest:
            guard !slot.isKillArmed else { return }
            disturbCommit(of: slot, action, downFor: short, delay: long)
        }
        summary.actions[action.rawValue, default: 0] += 1
    }

    /// Has the proxy do something to the next commit of a process.
    private func disturbCommit(of slot: DaemonSlot, _ action: ChaosAction, downFor pause: Int64, delay: Int64)
    {
        switch action {
        case .killInCommit:
            slot.isKillArmed = true
            slot.restartDelay = pause
            slot.proxy?.arm(.kill(process: slot.processID, afterForwarding: pause.isMultiple(of: 2)))
        case .loseReply:
            slot.proxy?.arm(.loseReply)
        case .holdReply:
            slot.proxy?.arm(.holdReply(delay))
        default:
            slot.proxy?.arm(.delayRequest(delay))
        }
    }

    /// Makes no trouble until every process is ready.
    private func calm() throws {
        try fleet.release()
        try awaitReady()
        fleet.isCalm = false
    }

    private func awaitReady() throws {
        let began = chronicle.elapsed
        try wait("all processes to be ready", Self.readyLimit) { self.fleet.unready().isEmpty }
        let duration = chronicle.elapsed - began
        slowestReady = max(slowestReady, duration)
        chronicle.tell("ready", nil, "all, after \(duration) ms; \(fleet.kills) killed")
    }

    /// Looks after everything until something holds.
    private func wait(_ what: String, _ limit: Int64, until holds: () -> Bool) throws {
        let began = chronicle.elapsed
        var asked = began
        while true {
            try turn()
            guard chronicle.elapsed - asked >= 500 else { continue }
            if holds() { return }
            asked = chronicle.elapsed
            guard asked - began < limit else {
                for slot in fleet.slots where slot.condition != .retired {
                    chronicle.tell("log", slot.name, slot.lastLines(5).joined(separator: "\n    "))
                }
                let unready = fleet.unready().joined(separator: "; ")
                throw ChaosFailure("waited for \(what) for \(limit / 1000) s in vain; \(unready)")
            }
        }
    }

    // MARK: After

    private var restBegan = ""

    private func rest() throws {
        guard let feed, let recorder else { return }
        chronicle.tell("rest", nil, "\(fleet.kills) killed, \(feed.delivered) records sent")
        try fleet.release()
        feed.stop()
        if let failure = feed.failure { throw ChaosFailure(failure) }
        try awaitReady()
        try wait("all records to be read", Self.restLimit) { self.lag.records() == 0 }
        chronicle.tell("read", nil, "all records")
        let instant = Self.text(of: Date())
        restBegan = instant
        do {
            try wait("lists to be at rest", Self.restLimit) { recorder.look { $0.isSettled(after: instant) } }
        } catch {
            let lists = recorder.look { $0.unsettled(after: instant) }.prefix(5).joined(separator: "; ")
            throw ChaosFailure("\(error): \(lists)")
        }
        chronicle.tell("settled")
        for slot in fleet.slots where slot.condition != .retired { fleet.stop(slot, retiring: true) }
        try wait("all processes to stop", 60_000) { self.fleet.slots.allSatisfy { $0.condition == .retired } }
        recorder.stop()
        if let failure = recorder.failure { throw ChaosFailure(failure) }
    }

    private static func text(of date: Date) -> String {
        let milliseconds = Int64(date.timeIntervalSince1970 * 1000)
        let seconds = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        let text = seconds.formatted(.iso8601).dropLast()
        return "\(text).\(String(format: "%03d", Int(milliseconds % 1000)))Z"
    }

    private func prove() throws {
        guard let feed, let recorder else { return }
        let ledger = feed.ledger
        let path = recorder.journalPath
        let (sources, sourceCounts) = recorder.look { observations in
            let check = SourceCheck(ledger, observations, journalPath: path)
            return (check.findings, check.counts)
        }
        summary.findings += sources
        summary.counts += sourceCounts
        let (lists, counts) = recorder.look { observations in
            let findings = observations.conclude()
            let histories = observations.histories.values
            return (
                findings,
                [
                    ("lists", observations.histories.count),
                    ("publications", histories.reduce(0) { $0 + $1.publications }),
                    ("changes", histories.reduce(0) { $0 + $1.changes }),
                    ("standing entries", observations.entries.values.reduce(0) { $0 + $1.count }),
                ]
            )
        }
        summary.findings += lists
        summary.counts += counts
        let proof = ProofCheck(deployment: deployment, program: program)
        let (unproved, number) = try proof.verify()
        summary.findings += unproved
        summary.counts.append(("publications proved by hotlist verify", number))
        let (differing, equal) = try proof.replay(recorder, after: restBegan)
        summary.findings += differing
        summary.counts.append(("lists equal to hotlist replay", equal))
        summary.counts.append(("slowest readiness after trouble, ms", Int(slowestReady)))
        var ended = (seen: 0, disturbed: 0)
        for slot in fleet.slots {
            guard let some = try slot.proxy?.endedTransactions() else { continue }
            ended = (ended.seen + some.seen, ended.disturbed + some.disturbed)
        }
        summary.counts.append(("ends of transactions seen by the proxies", ended.seen))
        summary.counts.append(("of them disturbed", ended.disturbed))
    }
}
