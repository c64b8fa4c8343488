// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
package import Pipeline
import Ranking
import SimulatedTransport

/// What one host keeps of the journal's partitions; it outlasts the processes, and is no better than real disks.
package final class SimulatedDisk: StateCacheStorage {
    /// Whose caches the simulated hosts keep.
    package static let identity = StateCacheIdentity(applicationID: "hotlist", clusterID: "simulated")

    private var random: SimulatedRandom
    /// How likely a write fails.
    package var failures = 0.0
    private var files: [Int32: [UInt8]] = [:]
    private var drafts: [Int32: [UInt8]] = [:]
    /// How much of each file is sure to outlast its process.
    private var lasting: [Int32: Int] = [:]
    /// Files as they once were.
    private var earlier: [[UInt8]] = []
    private var failed: Set<Int32> = []
    /// How many files have been read.
    package private(set) var loads = 0

    package init(seed: UInt64) {
        random = SimulatedRandom(seed: seed)
    }

    package func load(_ partitions: [Int32]) -> [Int32: [UInt8]] {
        let loaded = files.filter { partitions.contains($0.key) }
        loads += loaded.count
        return loaded
    }

    package func write(_ write: StateCacheWrite) {
        let partition = write.partition
        if write.action == .begin { failed.remove(partition) }
        guard !failed.contains(partition) else { return }
        if random.happens(failures) {
            failed.insert(partition)
            // A part of it may be there.
            let part = write.bytes.prefix(random.pick(0..<write.bytes.count + 1))
            if write.action == .append { append(part, partition) }
            return
        }
        switch write.action {
        case .append:
            if random.happens(0.3) { lasting[partition] = files[partition]?.count }
            append(write.bytes[...], partition)
        case .begin: drafts[partition] = write.bytes
        case .extend: drafts[partition, default: []] += write.bytes
        case .finish:
            keepEarlier(partition)
            files[partition] = (drafts.removeValue(forKey: partition) ?? []) + write.bytes
            lasting[partition] = files[partition]?.count
        case .drop: (files[partition], drafts[partition], lasting[partition]) = (nil, nil, nil)
        }
    }

    private func append(_ bytes: ArraySlice<UInt8>, _ partition: Int32) {
        if random.happens(0.1) { keepEarlier(partition) }
        files[partition]?.append(contentsOf: bytes)
    }

    private func keepEarlier(_ partition: Int32) {
        guard let file = files[partition] else { return }
        if earlier.count == 4 { earlier.remove(at: random.pick(0..<4)) }
        earlier.append(file)
    }

    /// What a process that did not end well may leave behind: the last writes are there in part, or not at all.
    package func loseLastWrites() {
        drafts = [:]
        failed = []
        for (partition, file) in files.sorted(by: { $0.key < $1.key }) {
            let kept = min(lasting[partition] ?? 0, file.count)
            files[partition] = Array(file.prefix(random.pick(kept..<file.count + 1)))
        }
    }

    /// Files change while no process is running: bytes, or whole files for those of others.
    package func damage(with others: [SimulatedDisk]) {
        let partitions = files.keys.sorted()
        guard !partitions.isEmpty else { return }
        let partition = partitions[random.pick(0..<partitions.count)]
        guard let file = files[partition], !file.isEmpty else { return }
        switch random.pick(0..<6) {
        case 0: files[partition] = Array(file.prefix(random.pick(0..<file.count)))
        case 1: files[partition]?[random.pick(0..<file.count)] ^= UInt8(1 << random.pick(0..<8))
        case 2: if !earlier.isEmpty { files[partition] = earlier[random.pick(0..<earlier.count)] }
        case 3:
            let foreign = others.flatMap { $0.files.sorted { $0.key < $1.key }.map(\.value) }
            if !foreign.isEmpty { files[partition] = foreign[random.pick(0..<foreign.count)] }
        case 4: files[partition] = otherDeployment(partition)
        default: files[partition] = nil
        }
    }

    /// A good file, but of another deployment that has the same accounts.
    private func otherDeployment(_ partition: Int32) -> [UInt8] {
        var writer = StateCacheWriter(
            StateCacheHeader(
                applicationID: "other",
                clusterID: Self.identity.clusterID,
                partition: partition,
                partitions: 1,
                foldFingerprint: SimulatedModel.model.foldFingerprint,
                founded: SimulatedDeployment.start
            )
        )
        writer.append(account: Array("a1.com".utf8), state: nil)
        let time = Timestamp(milliseconds: SimulatedDeployment.start)
        writer.commit(StateCacheCommit(stateOffset: 0, send: 0, at: time))
        return writer.takeBytes()
    }
}
