// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport
import Testing

/// Compaction: what it keeps, what it removes, and that readers need not know.
@Suite struct CompactionTests {
    private let test = TestCluster(holdsMarkers: false)

    private func write(_ records: [(key: String, value: String?)], aborts: Bool = false) throws {
        var writer = try test.writer("w")
        for (key, value) in records { try writer.write(value, key: key, to: test.compacted) }
        if aborts { try writer.abortTransaction() } else { try writer.commitTransaction() }
    }

    private func compact(removingTombstones: Bool = false) {
        test.cluster.compact(removingTombstones: removingTombstones) { _ in true }
    }

    @Test func `the newest record of each key stays, at its offset`() throws {
        try write([("a", "1"), ("b", "1"), ("a", "2")])
        try write([("a", "3")])
        compact()
        #expect(test.cluster.committedRecords(of: test.compacted).map(\.offset) == [1, 4])
        #expect(try test.read(test.compacted).values == ["1", "3"])
        // From an offset that is gone the reader goes on with the next.
        #expect(try test.read(test.compacted, from: 2).values == ["3"])
        #expect(try test.watermarks(test.compacted) == 0..<6)
        #expect(test.cluster.history(of: test.compacted).map(\.offset) == [0, 1, 2, 4])
    }

    @Test func `a tombstone removes what came before, and goes itself later`() throws {
        try write([("a", "1"), ("a", nil), ("b", "1")])
        compact()
        #expect(try test.read(test.compacted).values == ["tombstone", "1"])
        compact(removingTombstones: true)
        #expect(try test.read(test.compacted).values == ["1"])
    }

    @Test func `an aborted record replaces nothing`() throws {
        try write([("a", "1")])
        try write([("a", "2")], aborts: true)
        compact()
        #expect(try test.read(test.compacted).values == ["1"])
    }

    @Test func `nothing from the last stable offset on is compacted, nor counts as a replacement`() throws {
        try write([("a", "1")])
        var open = try test.writer("open")
        try open.write("x", key: "b", to: test.compacted)
        try write([("a", "2")])
        compact()
        #expect(try test.read(test.compacted).values == ["1"])
        try open.commitTransaction()
        #expect(try test.read(test.compacted).values == ["1", "x", "2"])
        compact()
        #expect(try test.read(test.compacted).values == ["x", "2"])
    }

    @Test func `a topic that is not compacted keeps everything`() throws {
        for _ in 0..<3 { test.appendLoose("v") }
        compact(removingTombstones: true)
        #expect(test.cluster.committedRecords(of: test.plain).count == 3)
    }
}
