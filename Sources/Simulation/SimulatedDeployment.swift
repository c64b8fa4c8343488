// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
package import Pipeline
package import Ranking
import ReferenceModel
package import SimulatedTransport

/// A whole deployment on one simulated cluster: processes come and go, and a seed decides everything.
package final class SimulatedDeployment {
    package static let names = TopicNames(applicationID: "hotlist")
    package static let start: Int64 = 1_795_165_200_000

    package let cluster: SimulatedCluster
    package let counts: PartitionCounts
    package private(set) var vendor: VendorStream
    /// Why a process ended that must not have.
    package private(set) var complaints: [String] = []
    /// How often something happened, for the test that the simulation is not idle.
    package private(set) var events: [String: Int] = [:]
    /// Whether a clock ever stepped so far back that instants may follow it.
    package private(set) var instantsMayGoBack = false
    /// The models that were activated, in order.
    package private(set) var activations: [Activation] = []
    /// What a restore would have read at some moments.
    package private(set) var snapshots: [StateSnapshot] = []

    /// A model that was activated, or a document that is none.
    package struct Activation {
        package var digest: String
        package var time: Int64
        /// The model, if the document can be read.
        package var model: Model? { SimulatedModel.model(digest) }
    }

    var random: SimulatedRandom
    private let seed: UInt64
    private let vendorPartitions: Int
    private let isStatic: Bool
    private let hasLargeSteps: Bool
    private let changesModels: Bool
    private let trimsJournal: Bool
    private let hasBursts: Bool
    private let transactionBytes: Int
    private let diskTrouble: Double
    private let disks: [SimulatedDisk]
    private var faults = SimulatedFaults()
    private(set) var processes: [SimulatedProcess?]
    private var restarts: [Int64]
    private var starts: UInt64 = 0
    private var isHealthy = false
    private var depth = 0

    /// A deployment whose whole history follows from `seed`.
    package init(seed: UInt64) {
        self.seed = seed
        random = SimulatedRandom(seed: seed)
        let time = SimulatedTime(wall: Timestamp(milliseconds: Self.start + Int64(random.pick(0..<5_000))))
        cluster = SimulatedCluster(time: time)
        counts = PartitionCounts(
            journal: Int32(random.pick(1..<5)),
            queues: Int32(random.pick(1..<4)),
            changes: Int32(random.pick(1..<3)),
            deadLetters: Int32(random.pick(1..<3)),
            aliases: Int32(random.pick(1..<3))
        )
        vendorPartitions = random.pick(1..<4)
        vendor = VendorStream(seed: seed &+ 1, accounts: random.pick(4..<16), isHot: random.happens(0.2))
        processes = Array(repeating: nil, count: random.pick(1..<5))
        restarts = processes.map { _ in .min }
        isStatic = random.happens(0.4)
        hasLargeSteps = random.happens(0.3)
        changesModels = random.happens(0.5)
        let trims = random.happens(0.3)
        // A fold that is built anew needs all of it.
        trimsJournal = !changesModels && trims
        hasBursts = random.happens(0.2)
        transactionBytes = [700, 2_500, 40_000][random.pick(0..<3)]
        diskTrouble = random.happens(0.7) ? 0.5 : 0
        var disks: [SimulatedDisk] = []
        if random.happens(0.6) {
            for number in 0..<UInt64(processes.count) {
                disks.append(SimulatedDisk(seed: seed &* 7 &+ number))
            }
        }
        self.disks = disks
        cluster.sessionTimeout = 1_500
        cluster.transactionTimeout = 1_000
        // Longer than what is known of a partition is of use, by any clock.
        cluster.deleteRetention = hasLargeSteps ? 60_000 : 10_000
        cluster.holdsMarkers = random.happens(0.8)
        createTopics()
        chooseFaults()
        cluster.whileStalled = { [unowned self] in stall() }
    }

    private func createTopics() {
        let names = Self.names
        cluster.createTopic(SimulatedModel.events, partitions: vendorPartitions)
        cluster.createTopic(SimulatedModel.companies, partitions: 1)
        cluster.createTopic(names.journal, partitions: Int(counts.journal))
        cluster.createTopic(names.state, partitions: Int(counts.journal), compacted: true)
        for topic in [names.candidates, names.queues, names.entries] {
            cluster.createTopic(topic, partitions: Int(counts.queues), compacted: true)
        }
        cluster.createTopic(names.aliases, partitions: Int(counts.aliases), compacted: true)
        cluster.createTopic(names.changes, partitions: Int(counts.changes))
        cluster.createTopic(names.deadLetters, partitions: Int(counts.deadLetters))
        cluster.createTopic(names.models, partitions: 1, compacted: true)
        activate(SimulatedModel.model.digest)
    }

    /// What `hotlist model activate` does.
    private func activate(_ digest: String) {
        count("activation")
        activations.append(Activation(digest: digest, time: cluster.time.wall))
        let records = SimulatedModel.activation(
            ofDigest: digest,
            sequence: Int64(activations.count),
            at: Timestamp(milliseconds: cluster.time.wall)
        )
        for record in records { cluster.append(record) }
    }

    /// Another model, an earlier one, several at once, or something that is none.
    private func changeModel() {
        guard changesModels else { return }
        repeat {
            let isReadable = random.happens(0.9)
            let model = SimulatedModel.models[random.pick(0..<SimulatedModel.models.count)]
            activate(isReadable ? model.digest : "sha256:unreadable-\(activations.count)")
        } while random.happens(0.25)
    }

    /// Each kind of fault is absent from many seeds, so that the others get far.
    private func chooseFaults() {
        func chance(_ probability: Double) -> Double { random.happens(0.6) ? probability : 0 }
        faults.retriable = chance(0.04)
        faults.abortable = chance(0.02)
        faults.lostReply = chance(0.05)
        faults.delayedEnd = chance(0.02)
        faults.crash = chance(0.002)
        faults.stall = chance(0.001)
        faults.cutOff = chance(0.001)
        faults.smallBatch = chance(0.2)
        faults.slowCommit = chance(0.5)
    }

    /// Trouble for `rounds`, then health until all is published; false if that does not come.
    package func run(rounds: Int, healing: Int = 6_000) -> Bool {
        for round in 0..<rounds {
            if random.happens(0.3), round < rounds * 9 / 10 { send() }
            if hasBursts, random.happens(0.01) { for _ in 0..<40 { send() } }
            if random.happens(0.02) { takeSnapshots() }
            trouble()
            advance()
            for _ in 0..<4 { stepAny() }
        }
        heal()
        let healed =
            cluster.time.wall + SimulatedModel.maximumClockSkew + 2 * SimulatedModel.policy.refreshInterval
        for _ in 0..<healing {
            advance()
            for _ in 0..<4 { stepAny() }
            if cluster.time.wall > healed, isQuiescent(since: healed) {
                tallyResults()
                return true
            }
        }
        tallyResults()
        return false
    }

    private func send() {
        for _ in 0..<random.pick(1..<3) {
            let record = vendor.next(at: cluster.time.wall, partitions: vendorPartitions)
            cluster.append(record)
        }
    }

    private func advance() {
        cluster.time.advance(by: Int64(random.pick(1..<80)))
        cluster.expire()
        if random.happens(0.6) { _ = cluster.deliverMarker { random.pick(0..<$0) } }
        if random.happens(0.1) { _ = cluster.deliverDelayed { random.pick(0..<$0) } }
    }

    private func trouble() {
        compact()
        let index = random.pick(0..<processes.count)
        guard let process = processes[index], !process.isStepping else { return }
        switch random.pick(0..<500) {
        case 0..<3:
            count("kill")
            end(index)
        case 3..<6:
            count("stop")
            stop(process)
            end(index)
        case 6..<10:
            count("zombie")
            process.stoppedUntil = cluster.time.monotonic + Int64(random.pick(1_000..<4_000))
        case 10..<16:
            jump(process)
        case 16..<20:
            changeModel()
        case 20..<24:
            count("stalled partition")
            let topic = [Self.names.journal, Self.names.candidates, Self.names.state][random.pick(0..<3)]
            let places = cluster.partitions(of: topic)
            cluster.stalled[places[random.pick(0..<places.count)]] =
                cluster.time.monotonic + Int64(random.pick(200..<3_000))
        default:
            break
        }
    }

    private func compact() {
        if trimsJournal, random.happens(0.01) { trim() }
        guard random.happens(0.03) else { return }
        count("compaction")
        // Kafka keeps tombstones for longer than a reader needs from the start to the end.
        let removes = random.happens(0.5) && !processes.contains { $0?.isRestoring == true }
        let salt = random.next()
        cluster.compact(removingTombstones: removes) { partition in
            (UInt64(partition.partition) &+ salt) % 3 != 0
        }
    }

    /// The journal need not be kept below what is folded and stored.
    private func trim() {
        let places = cluster.partitions(of: Self.names.journal)
        let place = places[random.pick(0..<places.count)]
        guard let stored = cluster.committedOffset(place, of: Self.names.group(of: .rank)) else { return }
        count("trim")
        cluster.trim(place, below: stored)
    }

    private func takeSnapshots() {
        for partition in 0..<counts.journal {
            guard let snapshot = StateSnapshot(of: partition, on: cluster, Self.names) else { continue }
            snapshots.append(snapshot)
        }
    }

    private func jump(_ process: SimulatedProcess) {
        count("clock")
        let half = Int(SimulatedModel.maximumClockSkew / 2)
        guard hasLargeSteps, random.happens(0.3) else {
            process.skew.milliseconds = Int64(random.pick(-half..<half))
            return
        }
        instantsMayGoBack = true
        process.skew.milliseconds = Int64(random.pick(-20_000..<20_000))
    }

    private func stop(_ process: SimulatedProcess) {
        // It may be stopped between two calls of its last transaction, while others go on.
        process.isStepping = true
        defer { process.isStepping = false }
        for loop in process.loops {
            do { try loop.stop() } catch { note(error) }
        }
    }

    private func end(_ index: Int) {
        if let process = processes[index] { tally(process) }
        processes[index] = nil
        if index < disks.count { disks[index].loseLastWrites() }
        restarts[index] = cluster.time.monotonic + Int64(random.pick(0..<3_000))
    }

    private func heal() {
        isHealthy = true
        faults = SimulatedFaults()
        cluster.stalled = [:]
        if activations.last?.model == nil { activate(SimulatedModel.models[random.pick(0..<4)].digest) }
        for process in processes.compactMap({ $0 }) {
            process.setFaults(faults)
            process.skew.milliseconds = 0
            process.stoppedUntil = .min
        }
    }

    /// What goes on elsewhere while a process stands still between two calls.
    private func stall() {
        guard depth < 2, !isHealthy else { return }
        depth += 1
        count("stall")
        let end = cluster.time.monotonic + Int64(random.pick(100..<4_000))
        while cluster.time.monotonic < end {
            cluster.time.advance(by: Int64(random.pick(1..<150)))
            advance()
            stepAny()
        }
        depth -= 1
    }

    private func stepAny() {
        let index = random.pick(0..<processes.count)
        if processes[index] == nil, isHealthy || cluster.time.monotonic >= restarts[index] {
            startProcess(index)
        }
        guard let process = processes[index], !process.isStepping,
            cluster.time.monotonic >= process.stoppedUntil
        else { return }
        process.isStepping = true
        defer { process.isStepping = false }
        let loop = process.loops[random.pick(0..<process.loops.count)]
        do {
            try loop.step()
        } catch {
            note(error)
            end(index)
        }
    }

    private func startProcess(_ index: Int) {
        starts += 1
        let disk = index < disks.count ? disks[index] : nil
        if let disk {
            disk.failures = random.happens(0.2) ? 0.05 : 0
            if random.happens(diskTrouble) { disk.damage(with: disks.filter { $0 !== disk }) }
        }
        do {
            let process = try SimulatedProcess(
                "process-\(index)",
                of: cluster,
                counts: counts,
                isStatic: isStatic,
                transactionBytes: transactionBytes,
                disk: disk,
                seed: seed &* 1_000 &+ starts
            )
            process.setFaults(faults)
            if !isHealthy {
                let half = Int(SimulatedModel.maximumClockSkew / 2)
                process.skew.milliseconds = Int64(random.pick(-half..<half))
            }
            processes[index] = process
        } catch {
            complaints.append("cannot start: \(error)")
        }
    }

    private func note(_ exit: StageExit) {
        switch exit {
        case .refused(let reason):
            // Without a model that can be read there is nothing to begin with.
            let isWithoutModel = reason.contains("cannot be used") && activations.contains { $0.model == nil }
            if isWithoutModel { count("refused") } else { complaints.append("refused: \(reason)") }
        case .failed(let reason):
            if reason == SimulatedTransport.crashed {
                count("crash")
            } else if reason.hasPrefix("fenced") {
                count("fenced")
            } else if trimsJournal, reason.hasPrefix(Self.names.journal) {
                // It stood below what a later owner has stored, and what was deleted then.
                count("left behind")
            } else {
                complaints.append("failed: \(reason)")
            }
        }
    }

    private func count(_ event: String, _ times: Int = 1) {
        events[event, default: 0] += times
    }

    private func tally(_ process: SimulatedProcess) {
        for loop in process.loops {
            count("abort", Int(loop.status.aborts))
            count("unknown outcome", Int(loop.status.unknownOutcomes))
        }
    }

    /// Counts what only the end shows.
    private func tallyResults() {
        for process in processes.compactMap(\.self) { tally(process) }
        takeSnapshots()
        for disk in disks { count("cache read", disk.loads) }
        let names = Self.names
        for stage in StageName.allCases {
            count("generation", cluster.generation(of: names.group(of: stage)))
        }
        for (event, topic) in [("event", names.journal), ("list", names.queues), ("change", names.changes)] {
            for place in cluster.partitions(of: topic) { count(event, cluster.history(of: place).count) }
        }
    }
}
