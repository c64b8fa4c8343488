// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Ranking
import SimulatedTransport
import Simulation
import Testing

/// A cache that is not what was written changes nothing but how long a restart takes.
@Suite struct CorruptCacheTests {
    private let bench = SimulationBench(journal: 1, vendorPartitions: 1)
    private var vendor = VendorStream(seed: 5, accounts: 3)

    private func process(_ disk: SimulatedDisk) throws -> SimulatedProcess {
        // A static member takes its predecessor's place at once.
        try SimulatedProcess("one", of: bench.cluster, counts: bench.counts, isStatic: true, disk: disk)
    }

    /// A whole cache of a small deployment, which goes on after the cache was written.
    private mutating func makeCache() throws -> [UInt8] {
        let disk = SimulatedDisk(seed: 1)
        let first = try process(disk)
        for _ in 0..<12 {
            bench.cluster.append(vendor.next(at: bench.cluster.time.wall, partitions: 1))
            try bench.run([first], for: 60)
        }
        try bench.run([first], for: 1_000)
        try first.stop()
        let bytes = try #require(disk.load([0])[0])
        #expect(CachedState(reading: bytes) != nil)
        // What the cache does not know of.
        let second = try process(SimulatedDisk(seed: 2))
        for _ in 0..<3 {
            bench.cluster.append(vendor.next(at: bench.cluster.time.wall, partitions: 1))
            try bench.run([second], for: 60)
        }
        try second.stop()
        return bytes
    }

    /// Starts from a cache of these bytes, publishes, and is killed.
    ///
    /// Bytes in which nothing can be read are no cache at all, one like the other: every 32nd of them is tried.
    private func publish(from bytes: [UInt8], number: Int) throws {
        guard CachedState(reading: bytes) != nil || number % 32 == 0 else { return }
        let disk = SimulatedDisk(seed: 3)
        disk.write(StateCacheWrite(partition: 0, action: .begin, bytes: bytes))
        disk.write(StateCacheWrite(partition: 0, action: .finish))
        let process = try process(disk)
        let state = TopicPartition(bench.names.state, 0)
        let end = bench.cluster.offsets(of: state).upperBound
        for _ in 0..<100 where bench.cluster.offsets(of: state).upperBound == end {
            try bench.run([process], for: 20)
        }
        try bench.run([process], for: 40)
        #expect(disk.loads > 0)
    }

    private func check() throws {
        let faults = try DeploymentChecker.faults(of: bench.cluster, bench.counts, vendor)
        #expect(faults.isEmpty, "\(faults.count) faults\n\(faults.prefix(3).joined(separator: "\n"))")
    }

    @Test mutating func `every byte of a cache flipped in turn changes no published queue`() throws {
        let bytes = try makeCache()
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= UInt8(1 << (index % 8))
            try publish(from: damaged, number: index)
        }
        try check()
    }

    @Test mutating func `a cache cut off at every length changes no published queue`() throws {
        let bytes = try makeCache()
        for length in bytes.indices { try publish(from: Array(bytes.prefix(length)), number: length) }
        try check()
    }
}
