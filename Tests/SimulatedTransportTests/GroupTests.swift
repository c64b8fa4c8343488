// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport
import Testing

/// Consumer groups: who owns what, and who may commit for it.
@Suite struct GroupTests {
    private let test = TestCluster(holdsMarkers: false)
    private let both = [TopicPartition("plain", 0), TopicPartition("plain", 1)]

    @Test func `partitions move only after their owner has given them back`() throws {
        var first = try test.member("one")
        var second = test.transport("two")
        try second.initializeTransactions()
        try second.subscribe(to: ["plain"])
        #expect(try second.pollOnce().event == .none)
        #expect(try first.pollOnce().event == .revoked(both))
        #expect(try second.pollOnce().event == .none)
        try first.unassign()
        #expect(try second.pollOnce().event == .assigned([both[1]]))
        #expect(try first.pollOnce().event == .assigned([both[0]]))
    }

    @Test func `a member of an earlier generation can commit no offsets`() throws {
        var zombie = try test.member("one")
        try zombie.beginTransaction()
        test.cluster.time.advance(by: 501)
        test.cluster.expire()
        var second = try test.member("two")
        #expect(failure { try zombie.sendOffsets([both[0]: 3]) }?.isAbortable == true)
        try zombie.abortTransaction()
        try second.beginTransaction()
        try second.sendOffsets([both[0]: 4])
        try second.commitTransaction()
        #expect(try second.committedOffsets(of: both) == [both[0]: 4])
        // It hears that it lost everything before it is given anything.
        #expect(try zombie.pollOnce().event == .lost(both))
    }

    @Test func `offsets taken before a rebalance count when their transaction commits after it`() throws {
        var first = try test.member("one")
        try first.beginTransaction()
        try first.sendOffsets([both[0]: 3])
        test.cluster.time.advance(by: 501)
        test.cluster.expire()
        var second = try test.member("two")
        // The new owner must wait for them.
        #expect(failure { _ = try second.committedOffsets(of: both) }?.isRetriable == true)
        try first.commitTransaction()
        #expect(try second.committedOffsets(of: both) == [both[0]: 3])
    }

    @Test func `a static member that comes again takes its place over and fences the earlier one`() throws {
        var first = try test.member("one", instance: "i")
        first.close()
        var second = test.transport("one", instance: "i")
        try second.initializeTransactions()
        try second.subscribe(to: ["plain"])
        #expect(try second.pollOnce().event == .assigned(both))
        var zombie = try test.member("one", instance: "i")
        _ = try zombie.pollOnce()
        #expect(failure { _ = try second.pollOnce() }?.isFatal == true)
    }

    @Test func `a reader whose offset is gone fails`() throws {
        for _ in 0..<5 { test.appendLoose("v") }
        test.cluster.trim(both[0], below: 3)
        var member = try test.member("one")
        try member.assign([both[0]: 2])
        #expect(failure { _ = try member.pollOnce() }?.isFatal == true)
        try member.assign([both[0]: 3])
        #expect(try member.pollOnce().values.count == 2)
        #expect(try test.watermarks(both[0]) == 3..<5)
    }
}
