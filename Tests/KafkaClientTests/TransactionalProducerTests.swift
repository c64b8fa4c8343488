// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Testing

@TransactionTestThread @Suite(.serialized, .timeLimit(.minutes(2))) struct TransactionalProducerTests {
    /// The failure of a call that has to fail.
    private func failure(of body: () throws(TransactionFailure) -> Void) -> TransactionFailure? {
        do throws(TransactionFailure) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    private func produce(
        _ values: [String],
        to topic: String,
        by producer: TransactionalProducer
    ) throws(TransactionFailure) {
        for value in values {
            let outcome = try producer.produce(topic: topic, partition: 0, key: nil, value: value.utf8.span)
            #expect(outcome == .enqueued)
        }
    }

    @Test func `committed records are read and aborted ones are not`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        try produce(["a", "b"], to: topic, by: producer)
        try producer.commit(timeout: nil)
        try producer.begin()
        try produce(["dropped"], to: topic, by: producer)
        // librdkafka (issue 4849) may ask for the end of a transaction before the coordinator knows of it.
        while producer.outstanding > 0 { _ = try producer.poll(timeout: .milliseconds(10)) }
        try producer.abort(timeout: nil)
        try producer.begin()
        try produce(["c"], to: topic, by: producer)
        try producer.commit(timeout: nil)
        #expect(producer.outstanding == 0)
        try producer.close(timeout: .seconds(5))
        let committed = try cluster.values(of: topic, ["isolation.level": "read_committed"])
        if cluster.mock == nil {
            #expect(committed == ["a", "b", "c"])
        } else {
            // Embedded brokers know no isolation.
            #expect(committed == ["a", "b", "dropped", "c"])
        }
    }

    @Test func `hastening makes room in a full queue whose records may wait for long`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer(
            TestCluster.uniqueName("transaction"),
            ["linger.ms": "9000", "queue.buffering.max.messages": "10"]
        )
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        try produce((0..<10).map(String.init), to: topic, by: producer)
        var outcome = ProduceOutcome.queueFull
        // A millisecond each, in all far less than the records may wait.
        for _ in 0..<3000 where outcome == .queueFull {
            producer.hasten()
            outcome = try producer.produce(topic: topic, partition: 0, key: nil, value: "10".utf8.span)
        }
        #expect(outcome == .enqueued)
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        #expect(try cluster.values(of: topic) == (0...10).map(String.init))
    }

    @Test func `offsets of a group go with the transaction`() throws {
        let cluster = try TestCluster()
        let input = try cluster.makeTopic("in")
        let output = try cluster.makeTopic("out")
        let partition = TopicPartition(topic: input, partition: 0)
        try cluster.append(["1", "2", "3"], to: input)
        let member = try cluster.makeMember(TestCluster.uniqueName("group"))
        try member.subscribe(to: [input])
        try member.awaitAssignment()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        var next: Int64 = 0
        try producer.begin()
        try member.pollUntil("three records") { batch in
            try batch.forEach { message, _, value in
                let outcome = try producer.produce(topic: output, partition: 0, key: nil, value: value)
                #expect(outcome == .enqueued)
                next = message.offset + 1
            }
            return next == 3
        }
        try producer.sendOffsets([partition: next], groupMetadata: member.groupMetadata())
        try producer.commit(timeout: nil)
        if cluster.mock == nil {
            #expect(try member.committed([partition], timeout: .seconds(10)) == [partition: 3])
        }
        // Aborted offsets are not committed.
        try producer.begin()
        try producer.sendOffsets([partition: 1], groupMetadata: member.groupMetadata())
        try producer.abort(timeout: nil)
        if cluster.mock == nil {
            #expect(try member.committed([partition], timeout: .seconds(10)) == [partition: 3])
        }
        try producer.close(timeout: .seconds(5))
        try member.close(timeout: .seconds(10))
        #expect(try cluster.values(of: output) == ["1", "2", "3"])
    }

    @Test(.enabled(if: TestCluster.isReal, "embedded brokers do not fence"))
    func `a producer is fenced by a newer one of its name`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let id = TestCluster.uniqueName("transaction")
        let older = try cluster.makeTransactionalProducer(id)
        try older.initTransactions(timeout: .seconds(30))
        try older.begin()
        try produce(["old"], to: topic, by: older)
        let newer = try cluster.makeTransactionalProducer(id)
        try newer.initTransactions(timeout: .seconds(30))
        let failure = failure { () throws(TransactionFailure) in try older.commit(timeout: nil) }
        guard case .fatal(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.isFenced)
        // It stays that way.
        let again = self.failure { () throws(TransactionFailure) in try older.begin() }
        guard case .fatal = again else {
            Issue.record("got \(String(describing: again))")
            return
        }
        try newer.begin()
        try produce(["new"], to: topic, by: newer)
        try newer.commit(timeout: nil)
        try older.close(timeout: .seconds(5))
        try newer.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `a record the broker refuses makes the transaction abortable and the next one works`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        mock.fail(.produce, with: [KafkaErrorCode(rawValue: 59)])  // UNKNOWN_PRODUCER_ID
        try produce(["refused"], to: topic, by: producer)
        let failure = failure { () throws(TransactionFailure) in try producer.commit(timeout: nil) }
        guard case .abortable(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.requiresAbort)
        // Until the abort, every call says so.
        let produced = self.failure { () throws(TransactionFailure) in
            try produce(["too late"], to: topic, by: producer)
        }
        guard case .abortable = produced else {
            Issue.record("got \(String(describing: produced))")
            return
        }
        try producer.abort(timeout: nil)
        try producer.begin()
        try produce(["accepted"], to: topic, by: producer)
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        #expect(try cluster.values(of: topic) == ["accepted"])
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `offsets of a member the group has forgotten make the transaction abortable`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        try produce(["a"], to: topic, by: producer)
        mock.fail(.transactionalOffsetCommit, with: [.illegalGeneration])
        let metadata = try ConsumerGroupMetadata(groupID: "group", generation: 1, memberID: "member")
        var seen: TransactionFailure?
        do throws(TransactionFailure) {
            try producer.sendOffsets([TopicPartition(topic: topic, partition: 0): 1], groupMetadata: metadata)
        } catch {
            seen = error
        }
        guard case .abortable(let error) = seen else {
            Issue.record("got \(String(describing: seen))")
            return
        }
        #expect(error.code == .illegalGeneration)
        try producer.abort(timeout: nil)
        try producer.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `a commit that times out is retriable and the same call finishes it`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        try produce(["a"], to: topic, by: producer)
        try mock.delay(.endTransaction, broker: 1, by: .seconds(2))
        let failure = failure { () throws(TransactionFailure) in
            try producer.commit(timeout: .milliseconds(500))
        }
        guard case .retriable(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.isTimeout)
        try producer.commit(timeout: .seconds(10))
        try producer.begin()
        try produce(["b"], to: topic, by: producer)
        try producer.commit(timeout: nil)
        try producer.close(timeout: .seconds(5))
        #expect(try cluster.values(of: topic) == ["a", "b"])
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `a commit that the coordinator refuses for good is fatal and says whether it is fenced`() throws {
        for (code, isFenced) in [
            (KafkaErrorCode.producerFenced, true), (KafkaErrorCode(rawValue: 53), false),
        ] {
            let cluster = try TestCluster()
            let mock = try #require(cluster.mock)
            let topic = try cluster.makeTopic()
            let producer = try cluster.makeTransactionalProducer()
            try producer.initTransactions(timeout: .seconds(30))
            try producer.begin()
            try produce(["a"], to: topic, by: producer)
            mock.fail(.endTransaction, with: [code])
            let failure = failure { () throws(TransactionFailure) in try producer.commit(timeout: nil) }
            guard case .fatal(let error) = failure else {
                Issue.record("\(code): got \(String(describing: failure))")
                return
            }
            #expect(error.isFatal)
            #expect(error.isFenced == isFenced)
            try producer.close(timeout: .seconds(5))
        }
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "brokers are taken down"))
    func `waiting for transactions without a coordinator is retriable`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        try mock.setBroker(nil, isUp: false)
        let producer = try cluster.makeTransactionalProducer()
        let failure = failure { () throws(TransactionFailure) in
            try producer.initTransactions(timeout: .milliseconds(500))
        }
        guard case .retriable(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.isTimeout)
        try mock.setBroker(nil, isUp: true)
        try producer.initTransactions(timeout: .seconds(30))
        try producer.close(timeout: .seconds(5))
    }

    @Test func `a record that is too large asks for an abort`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer(
            TestCluster.uniqueName("transaction"),
            ["message.max.bytes": "2000"]
        )
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        let large = [UInt8](repeating: 65, count: 5000)
        let failure = failure { () throws(TransactionFailure) in
            _ = try producer.produce(topic: topic, key: nil, value: large.span)
        }
        guard case .abortable(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.code.name == "MSG_SIZE_TOO_LARGE")
        try producer.abort(timeout: nil)
        try producer.close(timeout: .seconds(5))
    }

    @Test func `calls out of order are fatal, not silent`() throws {
        let cluster = try TestCluster()
        let producer = try cluster.makeTransactionalProducer()
        let failure = failure { () throws(TransactionFailure) in try producer.begin() }
        guard case .fatal(let error) = failure else {
            Issue.record("got \(String(describing: failure))")
            return
        }
        #expect(error.code == .wrongState)
        try producer.close(timeout: .seconds(5))
        let closed = self.failure { () throws(TransactionFailure) in try producer.begin() }
        #expect(closed?.error.code == .destroyed)
    }

    @Test func `closing does not wait for a transaction that is open`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeTransactionalProducer()
        try producer.initTransactions(timeout: .seconds(30))
        try producer.begin()
        try produce(["left"], to: topic, by: producer)
        try producer.purge()
        let start = ContinuousClock.now
        try producer.close(timeout: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
