// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Testing

@GroupTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct ConsumerGroupTests {
    /// Polls both until the first has been told what to give up; the second joins meanwhile.
    private func pollUntilRevoked(
        _ first: KafkaConsumer,
        _ second: KafkaConsumer
    ) throws -> (revoked: [TopicPartition], isLost: Bool) {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(120) {
            _ = try second.poll(maxMessages: 1, timeout: .milliseconds(10))
            let batch = try first.poll(maxMessages: 100, timeout: .milliseconds(50))
            for event in batch.events {
                switch event {
                case .revoke(let partitions): return (partitions.sorted(), false)
                case .revokeLost(let partitions): return (partitions.sorted(), true)
                default: break
                }
            }
        }
        throw WaitedInVain(description: "no revocation in 45 s")
    }

    /// Answers rebalances of both until each has its part.
    private func settle(_ members: [KafkaConsumer], partitions: Int) throws -> [[TopicPartition]] {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(120) {
            for member in members {
                let batch = try member.poll(maxMessages: 100, timeout: .milliseconds(20))
                for event in batch.events {
                    switch event {
                    case .assign(let partitions): try member.assign(partitions)
                    case .revoke, .revokeLost: try member.unassign()
                    default: break
                    }
                }
            }
            let parts = try members.map { try $0.assignment() }
            if parts.allSatisfy({ !$0.isEmpty }), parts.map(\.count).reduce(0, +) == partitions {
                return parts
            }
        }
        throw WaitedInVain(description: "the group did not settle in 45 s")
    }

    @Test func `a member hears of its partitions before it reads them`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 4)
        try cluster.append(["a"], to: topic)
        let member = try cluster.makeMember(TestCluster.uniqueName("group"))
        try member.subscribe(to: [topic])
        var assigned: [TopicPartition] = []
        try member.pollUntil("an assignment") { batch in
            #expect(batch.count == 0)
            for case .assign(let partitions) in batch.events { assigned = partitions.sorted() }
            return !assigned.isEmpty
        }
        #expect(assigned == (0..<4).map { TopicPartition(topic: topic, partition: $0) })
        #expect(try member.assignment() == [])
        try member.assign(assigned)
        #expect(try member.assignment() == assigned)
        try member.pollUntil("the record") { $0.count == 1 }
        #expect(try member.memberID() != nil)
        try member.close(timeout: .seconds(10))
    }

    @Test func `a revocation waits for the answer and a commit made before it counts`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let group = TestCluster.uniqueName("group")
        try cluster.append((0..<10).map { "p0-\($0)" }, to: topic, partition: 0)
        try cluster.append((0..<10).map { "p1-\($0)" }, to: topic, partition: 1)
        let first = try cluster.makeMember(group)
        try first.subscribe(to: [topic])
        let all = try first.awaitAssignment()
        #expect(all.count == 2)
        var read: [TopicPartition: Int64] = [:]
        try first.pollUntil("all records") { batch in
            batch.forEach { message, _, _ in
                read[TopicPartition(topic: message.topic, partition: message.partition)] = message.offset + 1
            }
            return read.values.reduce(0, +) == 20
        }

        let second = try cluster.makeMember(group)
        try second.subscribe(to: [topic])
        let (revoked, isLost) = try pollUntilRevoked(first, second)
        #expect(revoked == all)
        #expect(!isLost)
        // Not answered yet: the partitions are still held, nothing is delivered, and a commit is accepted.
        #expect(try first.assignment() == all)
        try cluster.append(["late"], to: topic, partition: 0)
        for _ in 0..<5 {
            let batch = try first.poll(maxMessages: 100, timeout: .milliseconds(50))
            #expect(batch.count == 0)
            _ = try second.poll(maxMessages: 100, timeout: .zero)
        }
        do throws(KafkaError) {
            try first.commit(read, timeout: .seconds(10))
        } catch {
            // Kafka accepts commits until the members have rejoined; embedded brokers do not.
            #expect(cluster.mock != nil && error.code == .rebalanceInProgress)
        }
        try first.unassign()

        let parts = try settle([first, second], partitions: 2)
        #expect(Set(parts.joined()) == Set(all))
        #expect(parts.allSatisfy { $0.count == 1 })
        if cluster.mock == nil {
            #expect(try first.committed(all, timeout: .seconds(10)) == read)
        }
        try first.close(timeout: .seconds(10))
        try second.close(timeout: .seconds(10))
    }

    @Test func `closing a member reports what it gives up and leaves it to the other`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let group = TestCluster.uniqueName("group")
        let first = try cluster.makeMember(group)
        let second = try cluster.makeMember(group)
        try first.subscribe(to: [topic])
        try second.subscribe(to: [topic])
        let parts = try settle([first, second], partitions: 2)
        var given: [TopicPartition] = []
        try first.close(timeout: .seconds(10)) { partitions, isLost in
            given += partitions
            #expect(!isLost)
        }
        #expect(given == parts[0])
        _ = try settle([second], partitions: 2)
        try second.close(timeout: .seconds(10))
    }

    @Test func `the generation is that of the membership and below zero without one`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let member = try cluster.makeMember(TestCluster.uniqueName("group"))
        do {
            let metadata = try member.groupMetadata()
            let generation = metadata.generation
            #expect(generation == -1)
        }
        try member.subscribe(to: [topic])
        try member.awaitAssignment()
        do {
            let metadata = try member.groupMetadata()
            let generation = metadata.generation ?? -1
            #expect(generation >= 1)
        }
        try member.close(timeout: .seconds(10))
        let made = try ConsumerGroupMetadata(groupID: "g", generation: 7, memberID: "m", groupInstanceID: "i")
        let generation = made.generation
        #expect(generation == 7)
    }

    @Test(.enabled(if: KafkaLibrary.supportsCooperativeAssignment, "needs librdkafka 2.6.1"))
    func `cooperative members give up only what moves`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let group = TestCluster.uniqueName("group")
        let strategy = ["partition.assignment.strategy": "cooperative-sticky"]
        let first = try cluster.makeMember(group, strategy)
        try first.subscribe(to: [topic])
        func serve(_ member: KafkaConsumer, until count: Int, beside other: KafkaConsumer?) throws {
            let start = ContinuousClock.now
            while try member.assignment().count != count {
                try #require(ContinuousClock.now - start < .seconds(120))
                for member in [member, other].compactMap({ $0 }) {
                    for event in try member.poll(maxMessages: 10, timeout: .milliseconds(20)).events {
                        switch event {
                        case .assign(let partitions):
                            try member.incrementalAssign(
                                Dictionary(uniqueKeysWithValues: partitions.map { ($0, .committed) })
                            )
                        case .revoke(let partitions), .revokeLost(let partitions):
                            #expect(partitions.count == 1)
                            try member.incrementalUnassign(partitions)
                        default: break
                        }
                    }
                }
            }
        }
        try serve(first, until: 2, beside: nil)
        let second = try cluster.makeMember(group, strategy)
        try second.subscribe(to: [topic])
        try serve(second, until: 1, beside: first)
        #expect(try first.assignment().count == 1)
        try first.close(timeout: .seconds(10))
        try second.close(timeout: .seconds(10))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `a member that is fenced says so fatally`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let member = try cluster.makeMember(
            TestCluster.uniqueName("group"),
            ["group.instance.id": "instance"]
        )
        try member.subscribe(to: [topic])
        try member.awaitAssignment()
        mock.fail(.heartbeat, with: [.fencedInstanceID])
        var failure: KafkaError?
        try member.pollUntil("the fencing") { batch in
            for event in batch.events {
                switch event {
                case .error(let error, _) where error.isFatal: failure = error
                case .revoke, .revokeLost: try member.unassign()
                default: break
                }
            }
            return failure != nil
        }
        #expect(failure?.isFenced == true)
        try member.close(timeout: .seconds(10))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `partitions of a member the group has forgotten are lost`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let member = try cluster.makeMember(TestCluster.uniqueName("group"))
        try member.subscribe(to: [topic])
        let assigned = try member.awaitAssignment()
        mock.fail(.heartbeat, with: [.unknownMemberID])
        var lost: [TopicPartition] = []
        try member.pollUntil("the loss") { batch in
            for event in batch.events {
                switch event {
                case .revokeLost(let partitions): lost = partitions
                case .revoke: Issue.record("revoked, not lost")
                default: break
                }
            }
            return !lost.isEmpty
        }
        #expect(lost == assigned)
        try member.unassign()
        try member.awaitAssignment()
        try member.close(timeout: .seconds(10))
    }
}
