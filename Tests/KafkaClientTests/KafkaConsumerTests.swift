// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Synchronization
import Testing

@ConsumerTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct KafkaConsumerTests {
    private func collect(_ reader: KafkaConsumer, _ count: Int) throws -> [String] {
        var values: [String] = []
        try reader.pollUntil("\(count) records") { batch in
            batch.forEach { _, _, value in values.append(value.text ?? "null") }
            return values.count >= count
        }
        return values
    }

    @Test func `a paused partition is silent and goes on where it was`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let paused = TopicPartition(topic: topic, partition: 0)
        let other = TopicPartition(topic: topic, partition: 1)
        try cluster.append((0..<100).map { "\($0)" }, to: topic, partition: 0)
        let reader = try cluster.makeReader()
        try reader.assign([paused: .beginning, other: .beginning])
        var first: [String] = []
        try reader.pollUntil("ten records", maxMessages: 10) { batch in
            batch.forEach { _, _, value in first.append(value.text ?? "null") }
            return first.count >= 10
        }
        try reader.pause([paused])
        try cluster.append(["other"], to: topic, partition: 1)
        #expect(try collect(reader, 1) == ["other"])
        try reader.resume([paused])
        let rest = try collect(reader, 100 - first.count)
        #expect(first + rest == (0..<100).map { "\($0)" })
        try reader.close(timeout: .seconds(5))
    }

    @Test func `partitions can be assigned again and again without a pause in between`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 4)
        let partitions = (0..<4).map { TopicPartition(topic: topic, partition: $0) }
        for partition in partitions {
            try cluster.append(["\(partition.partition)"], to: topic, partition: partition.partition)
        }
        let reader = try cluster.makeReader()
        let starts = Dictionary(uniqueKeysWithValues: partitions.map { ($0, StartOffset.at(0)) })
        for round in 0..<300 {
            try reader.assign(starts)
            // Now and then the fetchers have come to something.
            if round % 50 == 1 { #expect(try collect(reader, 4).sorted() == ["0", "1", "2", "3"]) }
            if round % 3 == 0 { try reader.unassign() }
        }
        #expect(try collect(reader, 4).sorted() == ["0", "1", "2", "3"])
        try reader.close(timeout: .seconds(5))
    }

    @Test func `pausing what is not assigned is an error`() throws {
        let cluster = try TestCluster()
        let reader = try cluster.makeReader()
        let error = #expect(throws: KafkaError.self) {
            try reader.pause([TopicPartition(topic: "nowhere", partition: 0)])
        }
        #expect(error?.code == .unknownPartition)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `after a seek reading goes on at the offset sought`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append((0..<20).map { "\($0)" }, to: topic)
        let reader = try cluster.makeReader()
        try reader.assign([partition: .beginning])
        #expect(try collect(reader, 20).count == 20)
        #expect(try reader.position([partition]) == [partition: 20])
        try reader.seek([partition: .at(17)], timeout: .seconds(5))
        #expect(try collect(reader, 3) == ["17", "18", "19"])
        try reader.seek([partition: .beginning], timeout: .seconds(5))
        #expect(try collect(reader, 20).first == "0")
        try reader.close(timeout: .seconds(5))
    }

    @Test func `an assignment starts where it says`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append((0..<5).map { "\($0)" }, to: topic)
        for (start, expected) in [(StartOffset.at(3), "3"), (.beginning, "0"), (.beforeEnd(2), "3")] {
            let reader = try cluster.makeReader()
            try reader.assign([partition: start])
            #expect(try collect(reader, 1).first == expected)
            try reader.close(timeout: .seconds(5))
        }
    }

    @Test func `an end of partition is told with its offset also when the partition is empty`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        let reader = try cluster.makeReader()
        try reader.assign([partition: .beginning])
        func awaitEnd() throws -> Int64 {
            var end: Int64 = -1
            try reader.pollUntil("the end") { batch in
                for case .endOfPartition(partition, let offset) in batch.events { end = offset }
                return end >= 0
            }
            return end
        }
        #expect(try awaitEnd() == 0)
        try cluster.append(["a", "b"], to: topic)
        #expect(try awaitEnd() > 0)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `an offset out of range is an error where no reset is allowed`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append(["a"], to: topic)
        let reader = try cluster.makeReader()
        try reader.assign([partition: .at(1000)])
        var seen: (KafkaError, TopicPartition?)?
        try reader.pollUntil("the error") { batch in
            for case .error(let error, let partition) in batch.events { seen = (error, partition) }
            return seen != nil
        }
        #expect(seen?.0.code == .autoOffsetReset)
        #expect(seen?.1 == partition)
        #expect(seen?.0.isFatal == false)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `committed offsets are those of the group and none where there is none`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 2)
        let group = TestCluster.uniqueName("group")
        let partitions = (0..<2).map { TopicPartition(topic: topic, partition: $0) }
        let member = try cluster.makeMember(group)
        try member.assign(partitions)
        #expect(try member.committed(partitions, timeout: .seconds(10)) == [:])
        try member.commit([partitions[1]: 42], timeout: .seconds(10))
        #expect(try member.committed(partitions, timeout: .seconds(10)) == [partitions[1]: 42])
        try member.commitAsynchronously([partitions[0]: 7])
        var outcome: ([TopicPartition: Int64], KafkaError?)?
        try member.pollUntil("the commit") { batch in
            for case .committed(let offsets, let error) in batch.events { outcome = (offsets, error) }
            return outcome != nil
        }
        #expect(outcome?.0 == [partitions[0]: 7])
        #expect(outcome?.1 == nil)
        #expect(
            try member.committed(partitions, timeout: .seconds(10)) == [partitions[0]: 7, partitions[1]: 42]
        )
        try member.close(timeout: .seconds(10))
    }

    @Test func `watermarks are the first offset and the one after the last`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        let reader = try cluster.makeReader()
        #expect(try reader.queryWatermarks(partition, timeout: .seconds(20)) == 0..<0)
        try cluster.append(["a", "b", "c"], to: topic)
        #expect(try reader.queryWatermarks(partition, timeout: .seconds(20)) == 0..<3)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `watermarks of several topics come together, and a missing topic is an error`() throws {
        let cluster = try TestCluster()
        let topics = [try cluster.makeTopic(), try cluster.makeTopic()]
        try cluster.append(["a", "b"], to: topics[1])
        let partitions = topics.map { TopicPartition(topic: $0, partition: 0) }
        let reader = try cluster.makeReader()
        #expect(
            try reader.queryWatermarks(of: partitions, timeout: .seconds(20)) == [
                partitions[0]: 0..<0, partitions[1]: 0..<2,
            ]
        )
        #expect(try reader.queryWatermarks(of: [], timeout: .seconds(1)) == [:])
        // Embedded brokers make a topic that they are asked about.
        if TestCluster.isReal {
            let missing = TopicPartition(topic: "\(topics[0])-missing", partition: 0)
            #expect(throws: KafkaError.self) {
                try reader.queryWatermarks(of: partitions + [missing], timeout: .seconds(2))
            }
        }
        try reader.close(timeout: .seconds(5))
    }

    @Test func `what was paused and resumed comes at once although nothing else is fetched`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append(["a"], to: topic)
        let reader = try cluster.makeReader()
        try reader.findLeaders(of: [topic], timeout: .seconds(20))
        var slowRounds = 0
        for round in 1...12 {
            try reader.assign([partition: .beginning])
            try reader.pause([partition])
            _ = try reader.poll(maxMessages: 10, timeout: .milliseconds(80 * round))
            let began = ContinuousClock.now
            try reader.seek([partition: .at(0)], timeout: .seconds(5))
            try reader.resume([partition])
            try reader.pollUntil("the record") { $0.count > 0 }
            if ContinuousClock.now - began >= .milliseconds(500) { slowRounds += 1 }
        }
        // By itself the library looks once a second, so that half of the rounds would be slow. On a busy machine some
        // are so for other reasons.
        #expect(slowRounds <= 3)
        try reader.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isReal, "embedded brokers do not look up times"))
    func `an offset is found by its time`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        let producer = try cluster.makeProducer()
        for minute in 0..<3 as Range<Int64> {
            let timestamp = 1_700_000_000_000 + minute * 60_000
            let outcome = try producer.produce(topic: topic, key: nil, value: nil, timestamp: timestamp)
            #expect(outcome == .enqueued)
        }
        try producer.flush(timeout: .seconds(20)) { _ in }
        try producer.close(timeout: .seconds(5))
        let reader = try cluster.makeReader()
        let found = try reader.offsets(forTimes: [partition: 1_700_000_030_000], timeout: .seconds(20))
        #expect(found == [partition: 1])
        try reader.close(timeout: .seconds(5))
    }

    @Test func `a wake-up from another thread ends the wait`() async throws {
        let cluster = try TestCluster()
        let reader = try cluster.makeReader()
        let wakeUp = reader.wakeUp
        // Before the wait: it must not be forgotten.
        wakeUp.wake()
        let start = ContinuousClock.now
        #expect(try reader.poll(maxMessages: 10, timeout: .seconds(30)).isEmpty)
        #expect(ContinuousClock.now - start < .seconds(10))
        // During the wait, as nearly as can be had without a sleep: from a thread that starts with it.
        let waker = KafkaThread(name: "waker")
        let actor = Waker(thread: waker, wakeUp: wakeUp)
        async let woken: Void = actor.wake()
        #expect(try reader.poll(maxMessages: 10, timeout: .seconds(30)).isEmpty)
        await woken
        #expect(ContinuousClock.now - start < .seconds(20))
        waker.join()
        try reader.close(timeout: .seconds(5))
        wakeUp.wake()
    }

    private actor Waker {
        let thread: KafkaThread
        let wakeUp: KafkaWakeUp
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

        init(thread: KafkaThread, wakeUp: KafkaWakeUp) {
            self.thread = thread
            self.wakeUp = wakeUp
        }

        func wake() {
            wakeUp.wake()
        }
    }

    @Test func `a closed consumer refuses every call and closing again does nothing`() throws {
        let cluster = try TestCluster()
        let reader = try cluster.makeReader()
        try reader.close(timeout: .seconds(5))
        try reader.close(timeout: .seconds(5))
        #expect(throws: KafkaError.self) { _ = try reader.poll(maxMessages: 1, timeout: .zero) }
        let error = #expect(throws: KafkaError.self) { try reader.unassign() }
        #expect(error?.code == .destroyed)
    }

    @Test func `a consumer without a group cannot subscribe`() throws {
        let cluster = try TestCluster()
        let reader = try cluster.makeReader()
        let error = #expect(throws: KafkaError.self) { try reader.subscribe(to: ["topic"]) }
        #expect(error?.code == .invalidArgument)
        try reader.close(timeout: .seconds(5))
    }

    @Test func `names that C would cut short are refused`() throws {
        let cluster = try TestCluster()
        let reader = try cluster.makeReader()
        #expect(throws: KafkaError.self) {
            try reader.assign([TopicPartition(topic: "a\0b", partition: 0)])
        }
        #expect(throws: KafkaError.self) {
            _ = try reader.queryWatermarks(TopicPartition(topic: "", partition: 0), timeout: .seconds(1))
        }
        try reader.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "brokers are taken down"))
    func `closing ends in its time though no broker answers`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let member = try cluster.makeMember(TestCluster.uniqueName("group"))
        try member.subscribe(to: [topic])
        try member.awaitAssignment()
        try mock.setBroker(nil, isUp: false)
        let start = ContinuousClock.now
        try? member.close(timeout: .seconds(3))
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `statistics come with lag traffic and brokers`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append((0..<10).map { "\($0)" }, to: topic)
        let member = try cluster.makeMember(
            TestCluster.uniqueName("group"),
            ["statistics.interval.ms": "100"]
        )
        try member.assign([partition])
        var read = 0
        var last: KafkaStatistics?
        try member.pollUntil("statistics") { batch in
            if batch.count > 0 {
                read += batch.count
                try member.commit([partition: 4], timeout: .seconds(10))
            }
            for case .statistics(let statistics) in batch.events { last = statistics }
            return read == 10 && last?.partitions.first?.consumerLag == 6
        }
        let statistics = try #require(last)
        #expect(statistics.partitions.map(\.partition) == [partition])
        #expect(statistics.partitions.first?.committedOffset == 4)
        #expect(statistics.partitions.first?.highWatermark == 10)
        #expect(statistics.receivedMessages == 10)
        #expect((statistics.receivedBytes ?? 0) > 0)
        #expect(statistics.brokers.contains { $0.state == "UP" && ($0.nodeID ?? -1) >= 0 })
        #expect((statistics.clientName ?? "").contains("consumer"))
        try member.close(timeout: .seconds(10))
    }
}
