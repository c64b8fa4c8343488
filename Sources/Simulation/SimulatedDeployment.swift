// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
package import Pipeline
import Ranking
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

    private var random: SimulatedRandom
    private let seed: UInt64
    private let vendorPartitions: Int
    private let isStatic: Bool
    private let hasLargeSteps: Bool
    private var faults = SimulatedFaults()
    private var processes: [SimulatedProcess?]
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
        vendor = VendorStream(seed: seed &+ 1, accounts: random.pick(4..<16))
        processes = Array(repeating: nil, count: random.pick(1..<5))
        restarts = processes.map { _ in .min }
        isStatic = random.happens(0.4)
        hasLargeSteps = random.happens(0.3)
        cluster.sessionTimeout = 1_500
        cluster.transactionTimeout = 1_000
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
        let now = Timestamp(milliseconds: cluster.time.wall)
        for record in SimulatedModel.activation(of: SimulatedModel.model, sequence: 1, at: now) {
            cluster.append(record)
        }
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
    }

    /// Trouble for `rounds`, then health until all is published; false if that does not come.
    package func run(rounds: Int, healing: Int = 6_000) -> Bool {
        for round in 0..<rounds {
            if random.happens(0.3), round < rounds * 9 / 10 { send() }
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
        default:
            break
        }
    }

    private func compact() {
        guard random.happens(0.03) else { return }
        count("compaction")
        // Kafka keeps tombstones for longer than a reader needs from the start to the end.
        let removes = random.happens(0.5) && !processes.contains { $0?.isRestoring == true }
        let salt = random.next()
        cluster.compact(removingTombstones: removes) { partition in
            (UInt64(partition.partition) &+ salt) % 3 != 0
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
        for loop in process.loops {
            do { try loop.stop() } catch { note(error) }
        }
    }

    private func end(_ index: Int) {
        if let process = processes[index] { tally(process) }
        processes[index] = nil
        restarts[index] = cluster.time.monotonic + Int64(random.pick(0..<3_000))
    }

    private func heal() {
        isHealthy = true
        faults = SimulatedFaults()
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
        do {
            let process = try SimulatedProcess(
                "process-\(index)",
                of: cluster,
                counts: counts,
                isStatic: isStatic,
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
        case .refused(let reason): complaints.append("refused: \(reason)")
        case .failed(let reason):
            if reason == SimulatedTransport.crashed {
                count("crash")
            } else if reason.hasPrefix("fenced") {
                count("fenced")
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
        let names = Self.names
        for stage in StageName.allCases {
            count("generation", cluster.generation(of: names.group(of: stage)))
        }
        for (event, topic) in [("event", names.journal), ("list", names.queues), ("change", names.changes)] {
            for place in cluster.partitions(of: topic) { count(event, cluster.history(of: place).count) }
        }
    }

    // MARK: The end

    /// Whether every vendor record has been used, and every list stands at one refresh after `time`.
    private func isQuiescent(since time: Int64) -> Bool {
        guard random.happens(0.03) else { return false }
        let names = Self.names
        cluster.deliverAllMarkers()
        for topic in [SimulatedModel.events, SimulatedModel.companies] {
            for partition in 0..<Int32(cluster.partitionCount(of: topic)) {
                let place = TopicPartition(topic, partition)
                let end = cluster.offsets(of: place).upperBound
                if end > 0, cluster.committedOffset(place, of: names.group(of: .ingest)) != end {
                    return false
                }
            }
        }
        let ends = cluster.partitions(of: names.journal).map(lastRecord)
        var queues: Set<String> = []
        for place in cluster.partitions(of: names.queues) {
            var standing: [String: [UInt8]] = [:]
            for (_, _, record) in cluster.committedRecords(of: place) {
                standing[record.keyText] = record.value
            }
            for value in standing.values {
                guard let list = try? ReferenceList(value), isFinal(list, since: time, ends) else {
                    return false
                }
                queues.insert(list.queue)
            }
        }
        return queues.contains("all") && queues.contains("sticky")
    }

    private func isFinal(_ list: ReferenceList, since time: Int64, _ ends: [Int64]) -> Bool {
        list.asOf % SimulatedModel.policy.refreshInterval == 0
            && list.positions.allSatisfy { position in
                position.asOf >= time && position.asOf == list.asOf
                    && position.offset >= ends[position.partition]
            }
    }

    private func lastRecord(of partition: TopicPartition) -> Int64 {
        cluster.committedRecords(of: partition).last.map { $0.offset + 1 } ?? 0
    }

    /// Why the deployment is not at rest.
    package var standing: String {
        var lines: [String] = []
        for process in processes.compactMap({ $0 }) {
            for (stage, loop) in zip(StageName.allCases, process.loops) {
                lines.append(
                    "\(process.name) \(stage): \(loop.status.phase) \(loop.status.assigned) "
                        + "\(loop.status.trouble ?? "") \(loop.report.waitingFor)"
                )
            }
        }
        return lines.joined(separator: "\n")
    }
}
