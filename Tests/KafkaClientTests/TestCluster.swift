// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import KafkaClient
import KafkaMockCluster
import Logging
import Synchronization
import Testing

/// The brokers the tests run on: embedded ones, or real ones named by HOTLIST_TEST_BROKERS.
struct TestCluster {
    static let realBrokers = ProcessInfo.processInfo.environment["HOTLIST_TEST_BROKERS"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// Whether errors can be injected.
    static var isEmbedded: Bool {
        if let realBrokers {
            print("skipped on \(realBrokers): errors can only be injected into embedded brokers")
            return false
        }
        return true
    }

    /// Whether the brokers have administration requests, read_committed and transactional offsets.
    static var isReal: Bool {
        if realBrokers == nil {
            print("skipped on embedded brokers: they lack what this test needs; set HOTLIST_TEST_BROKERS")
            return false
        }
        return true
    }

    private static let run = UInt32.random(in: 0...UInt32.max)
    private static let counter = Mutex(0)

    let mock: KafkaMockCluster?
    let bootstrapServers: String
    let logger: Logger

    init(brokerCount: Int32 = 1) throws {
        var logger = Logger(label: "test")
        logger.logLevel = ProcessInfo.processInfo.environment["HOTLIST_TEST_LOG"] == nil ? .critical : .debug
        self.logger = logger
        if let brokers = Self.realBrokers {
            mock = nil
            bootstrapServers = brokers
        } else {
            let mock = try KafkaMockCluster(brokerCount: brokerCount)
            self.mock = mock
            bootstrapServers = mock.bootstrapServers
        }
    }

    /// A name that no other test and no other run uses.
    static func uniqueName(_ stem: String) -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return "kafka-client-test-\(String(run, radix: 36))-\(number)-\(stem)"
    }

    func makeTopic(_ stem: String = "topic", partitions: Int32 = 1) throws -> String {
        let name = Self.uniqueName(stem)
        if let mock {
            try mock.createTopic(name, partitions: partitions)
        } else {
            let admin = try KafkaAdmin(configuration(), logger: logger)
            let failures = try admin.createTopics(
                [
                    TopicSpecification(
                        name: name,
                        partitions: partitions,
                        replicationFactor: 1,
                        // Some tests write records of long ago.
                        configuration: ["retention.ms": "-1"]
                    )
                ],
                timeout: .seconds(30)
            )
            #expect(failures == [:])
            // Brokers learn of a topic after its maker does.
            let start = ContinuousClock.now
            while try admin.metadata(timeout: .seconds(10)).topic(name)?.partitionCount != partitions {
                guard ContinuousClock.now - start < .seconds(60) else {
                    throw WaitedInVain(description: "no sign of \(name) in 60 s")
                }
            }
            try admin.close(timeout: .seconds(5))
        }
        return name
    }

    func configuration(_ properties: [String: String] = [:]) -> KafkaConfiguration {
        KafkaConfiguration(["bootstrap.servers": bootstrapServers]).merging(properties)
    }

    /// A member of a group, reading from the beginning, committing nothing by itself.
    func makeMember(_ group: String, _ properties: [String: String] = [:]) throws -> KafkaConsumer {
        let defaults = [
            "group.id": group, "enable.auto.commit": "false", "auto.offset.reset": "earliest",
            "partition.assignment.strategy": "range", "session.timeout.ms": "6000",
            "heartbeat.interval.ms": "500", "topic.metadata.refresh.interval.ms": "1000",
        ]
        return try KafkaConsumer(configuration(defaults).merging(properties), logger: logger)
    }

    /// A reader without a group that is told the ends of partitions.
    func makeReader(_ properties: [String: String] = [:]) throws -> KafkaConsumer {
        let defaults = ["enable.partition.eof": "true", "auto.offset.reset": "error"]
        return try KafkaConsumer(configuration(defaults).merging(properties), logger: logger)
    }

    func makeProducer(_ properties: [String: String] = [:]) throws -> KafkaProducer {
        try KafkaProducer(configuration(["linger.ms": "0"]).merging(properties), logger: logger)
    }

    func makeTransactionalProducer(
        _ id: String = TestCluster.uniqueName("transaction"),
        _ properties: [String: String] = [:]
    ) throws -> TransactionalProducer {
        let defaults = ["transactional.id": id, "linger.ms": "0", "transaction.timeout.ms": "10000"]
        return try TransactionalProducer(configuration(defaults).merging(properties), logger: logger)
    }

    /// Appends records to one partition and waits for them to be there.
    func append(_ values: [String], to topic: String, partition: Int32 = 0) throws {
        let producer = try makeProducer()
        for value in values {
            let outcome = try producer.produce(
                topic: topic,
                partition: partition,
                key: nil,
                value: value.utf8.span
            )
            #expect(outcome == .enqueued)
        }
        try producer.flush(timeout: .seconds(20)) { #expect($0.error == nil) }
        try producer.close(timeout: .seconds(5))
    }

    /// All values of one partition up to the end it has now.
    func values(of topic: String, partition: Int32 = 0, _ properties: [String: String] = [:]) throws
        -> [String]
    {
        let reader = try makeReader(properties)
        let partition = TopicPartition(topic: topic, partition: partition)
        try reader.assign([partition: .beginning])
        var values: [String] = []
        try reader.pollUntil("the end of \(partition)") { batch in
            batch.forEach { _, _, value in values.append(value.text ?? "null") }
            return batch.events.contains { event in
                if case .endOfPartition = event { true } else { false }
            }
        }
        try reader.close(timeout: .seconds(5))
        return values
    }
}

/// What a test waited for did not come.
struct WaitedInVain: Error, CustomStringConvertible {
    let description: String
}

extension KafkaConsumer {
    /// Polls until the closure is content, at most 120 s.
    func pollUntil(
        _ what: String,
        maxMessages: Int = 1000,
        _ isContent: (borrowing MessageBatch) throws -> Bool
    ) throws {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(120) {
            let batch = try poll(maxMessages: maxMessages, timeout: .milliseconds(100))
            if try isContent(batch) { return }
        }
        throw WaitedInVain(description: "no sign of \(what) in 120 s")
    }

    /// Polls until the group has given partitions, and accepts them.
    @discardableResult
    func awaitAssignment() throws -> [TopicPartition] {
        var assigned: [TopicPartition] = []
        try pollUntil("an assignment") { batch in
            for event in batch.events {
                if case .assign(let partitions) = event {
                    try assign(partitions)
                    assigned = partitions.sorted()
                    return true
                }
            }
            return false
        }
        return assigned
    }
}

extension Optional where Wrapped == Span<UInt8> {
    /// The bytes as text, nil for Kafka's null.
    var text: String? {
        guard let self else { return nil }
        return unsafe self.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
