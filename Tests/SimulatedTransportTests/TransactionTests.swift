// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport
import Testing

/// What Kafka promises of transactions, which everything that the simulation shows rests on.
@Suite struct TransactionTests {
    private let test = TestCluster()

    @Test func `a committed reader gets a transaction's records once its marker is there`() throws {
        var writer = try test.writer("w")
        try writer.write("a", to: test.plain)
        #expect(try test.read(test.plain).values.isEmpty)
        try writer.commitTransaction()
        #expect(try test.read(test.plain).values.isEmpty)
        test.deliverAll()
        #expect(try test.read(test.plain).values == ["a"])
        // The marker has an offset of its own.
        #expect(try test.watermarks(test.plain) == 0..<2)
    }

    @Test func `aborted records are never read, and those of others around them are`() throws {
        var (loser, winner) = (try test.writer("loser"), try test.writer("winner"))
        try winner.write("1", to: test.plain)
        try loser.write("x", to: test.plain)
        try winner.write("2", to: test.plain)
        try loser.write("y", to: test.plain)
        try loser.abortTransaction()
        try winner.commitTransaction()
        test.deliverAll()
        #expect(try test.read(test.plain).values == ["1", "2"])
        #expect(test.cluster.committedRecords(of: test.plain).map(\.offset) == [0, 2])
    }

    @Test func `the next transaction of a producer is not touched by the abort of the one before`() throws {
        var writer = try test.writer("w")
        try writer.write("aborted", to: test.plain)
        try writer.abortTransaction()
        test.deliverAll()
        try writer.beginTransaction()
        try writer.write("kept", to: test.plain)
        try writer.commitTransaction()
        test.deliverAll()
        #expect(try test.read(test.plain).values == ["kept"])
    }

    @Test func `an open transaction holds back what others committed behind its first record`() throws {
        var (slow, quick) = (try test.writer("slow"), try test.writer("quick"))
        try quick.write("before", to: test.plain)
        try slow.write("open", to: test.plain)
        try quick.write("behind", to: test.plain)
        try quick.commitTransaction()
        test.deliverAll()
        // The last stable offset is 1: the end that a committed reader hears of is not the high watermark.
        let held = try test.read(test.plain)
        #expect(held.values == ["before"])
        #expect(held.end == 1)
        #expect(try test.watermarks(test.plain) == 0..<4)
        try slow.abortTransaction()
        test.deliverAll()
        let free = try test.read(test.plain, from: 1)
        #expect(free.values == ["behind"])
        #expect(free.end == 5)
    }

    @Test func `records outside any transaction are held back, too`() throws {
        var writer = try test.writer("w")
        try writer.write("open", to: test.plain)
        test.appendLoose("loose")
        #expect(try test.read(test.plain).values.isEmpty)
        try writer.commitTransaction()
        test.deliverAll()
        #expect(try test.read(test.plain).values == ["open", "loose"])
    }

    @Test(arguments: [0, 1])
    func `markers reach each partition by themselves, in any order`(first: Int) throws {
        let places = [test.plain, TopicPartition("plain", 1)]
        var writer = try test.writer("w")
        for place in places { try writer.write("v", to: place) }
        try writer.commitTransaction()
        #expect(test.cluster.deliverMarker { _ in first })
        #expect(try test.read(places[first]).values == ["v"])
        #expect(try test.read(places[1 - first]).values.isEmpty)
        // The next transaction has to wait for the last marker.
        try writer.beginTransaction()
        #expect(failure { try writer.write("w", to: test.plain) }?.isRetriable == true)
        #expect(test.cluster.deliverMarker { _ in 0 })
        #expect(!test.cluster.deliverMarker { _ in 0 })
        #expect(try test.read(places[1 - first]).values == ["v"])
        try writer.write("w", to: test.plain)
    }

    @Test func `offsets of a transaction count with their own marker, and are unstable until then`() throws {
        test.cluster.holdsMarkers = false
        var member = try test.member("m")
        test.cluster.holdsMarkers = true
        try member.beginTransaction()
        try member.write("v", to: test.compacted)
        try member.sendOffsets([test.plain: 7])
        #expect(failure { _ = try member.committedOffsets(of: [test.plain]) }?.isRetriable == true)
        try member.commitTransaction()
        // The record's marker first; of the waiting ones the group's is last.
        #expect(test.cluster.deliverMarker { _ in 0 })
        #expect(try test.read(test.compacted).values == ["v"])
        #expect(failure { _ = try member.committedOffsets(of: [test.plain]) }?.isRetriable == true)
        test.deliverAll()
        #expect(try member.committedOffsets(of: [test.plain]) == [test.plain: 7])
    }

    @Test func `offsets of an aborted transaction do not count`() throws {
        var member = try test.member("m")
        try member.beginTransaction()
        try member.sendOffsets([test.plain: 7])
        try member.abortTransaction()
        test.deliverAll()
        #expect(try member.committedOffsets(of: [test.plain]).isEmpty)
    }

    @Test func `a later producer of the same name aborts what is open and fences the earlier one`() throws {
        test.cluster.holdsMarkers = false
        var zombie = try test.writer("w")
        try zombie.write("orphan", to: test.plain)
        var successor = try test.writer("w")
        try successor.write("new", to: test.plain)
        #expect(failure { try zombie.write("late", to: test.plain) }?.isFatal == true)
        #expect(failure { try zombie.sendOffsets([test.plain: 1]) }?.isFatal == true)
        #expect(failure { try zombie.commitTransaction() }?.isFatal == true)
        try successor.commitTransaction()
        #expect(try test.read(test.plain).values == ["new"])
    }

    @Test func `a later producer waits for the markers of the one before`() throws {
        var first = try test.writer("w")
        try first.write("orphan", to: test.plain)
        var second = test.transport("w")
        #expect(failure { try second.initializeTransactions() }?.isRetriable == true)
        test.deliverAll()
        try second.initializeTransactions()
    }

    @Test func `a transaction open for too long is aborted, and its producer fenced`() throws {
        var writer = try test.writer("w")
        try writer.write("slow", to: test.plain)
        test.cluster.time.advance(by: 1_000)
        test.cluster.expire()
        #expect(failure { try writer.write("in time", to: test.plain) } == nil)
        test.cluster.time.advance(by: 1)
        test.cluster.expire()
        #expect(failure { try writer.commitTransaction() }?.isFatal == true)
        test.deliverAll()
        #expect(try test.read(test.plain).values.isEmpty)
        #expect(try test.read(test.plain).end == 3)
    }

    @Test func `a commit whose reply was lost has happened, and may be repeated`() throws {
        test.cluster.holdsMarkers = false
        var writer = try test.writer("w")
        try writer.write("v", to: test.plain)
        writer.faults.lostReply = 1
        #expect(failure { try writer.commitTransaction() }?.isRetriable == true)
        #expect(try test.read(test.plain).values == ["v"])
        writer.faults.lostReply = 0
        try writer.commitTransaction()
        #expect(try test.read(test.plain).values == ["v"])
    }

    @Test(arguments: [false, true])
    func `a delayed commit takes effect when it arrives, unless the producer has a successor`(
        isSucceeded: Bool
    ) throws {
        test.cluster.holdsMarkers = false
        var writer = try test.writer("w")
        try writer.write("v", to: test.plain)
        writer.faults.delayedEnd = 1
        writer.faults.longestCutOff = 1
        #expect(failure { try writer.commitTransaction() }?.isRetriable == true)
        #expect(try test.read(test.plain).values.isEmpty)
        if isSucceeded { _ = try test.writer("w") }
        #expect(test.cluster.deliverDelayed { _ in 0 })
        #expect(try test.read(test.plain).values == (isSucceeded ? [] : ["v"]))
    }
}
