// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import KafkaClient
import KafkaMockCluster
import KafkaTransport
import Logging
import Synchronization
import Testing

/// The brokers that a test runs on: embedded ones, or real ones named by HOTLIST_TEST_BROKERS.
struct TestBrokers: Sendable {
    static let real = ProcessInfo.processInfo.environment["HOTLIST_TEST_BROKERS"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// Whether errors can be injected.
    static var areEmbedded: Bool {
        if let real { print("skipped on \(real): errors can only be injected into embedded brokers") }
        return real == nil
    }

    /// Whether the brokers fence, isolate transactions and keep the offsets sent in them.
    static var areReal: Bool {
        if real == nil {
            print(
                "skipped on embedded brokers, which neither fence nor isolate nor keep the offsets of transactions;"
                    + " set HOTLIST_TEST_BROKERS=host:port"
            )
        }
        return real != nil
    }

    private static let run = UInt32.random(in: 0...UInt32.max)
    private static let counter = Mutex(0)

    /// A name that no other test and no other run uses.
    static func uniqueName() -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return "transport-test-\(String(run, radix: 36))-\(number)"
    }

    let mock: KafkaMockCluster?
    let bootstrapServers: String
    let logger: Logger

    init(count: Int32 = 1) throws {
        var logger = Logger(label: "test")
        logger.logLevel = ProcessInfo.processInfo.environment["HOTLIST_TEST_LOG"] == nil ? .critical : .debug
        self.logger = logger
        if let real = Self.real {
            mock = nil
            bootstrapServers = real
        } else {
            let mock = try KafkaMockCluster(brokerCount: count)
            self.mock = mock
            bootstrapServers = mock.bootstrapServers
        }
    }

    func configuration(_ properties: [String: String] = [:]) -> KafkaConfiguration {
        KafkaConfiguration(["bootstrap.servers": bootstrapServers]).merging(properties)
    }

    /// Makes topics with so many partitions.
    func createTopics(_ topics: [String: Int32]) throws {
        if let mock {
            for (name, partitions) in topics { try mock.createTopic(name, partitions: partitions) }
            return
        }
        try administer { admin in
            let failures = try admin.createTopics(
                topics.map { TopicSpecification(name: $0.key, partitions: $0.value, replicationFactor: 1) },
                timeout: .seconds(30)
            )
            #expect(failures == [:])
            // Brokers learn of topics after their maker does.
            let start = ContinuousClock.now
            while true {
                let metadata = try admin.metadata(timeout: .seconds(10))
                if topics.allSatisfy({ metadata.topic($0.key)?.partitionCount == $0.value }) { break }
                guard ContinuousClock.now - start < .seconds(60) else {
                    throw WaitedInVain(description: "no sign of \(topics.keys.sorted()) in 60 s")
                }
            }
        }
    }

    func administer(_ body: (KafkaAdmin) throws -> Void) throws {
        let admin = try KafkaAdmin(configuration(), logger: logger)
        try body(admin)
        try admin.close(timeout: .seconds(5))
    }

    /// Appends records in their order and waits for them to be there.
    func append(_ records: [TestRecord]) throws {
        // Embedded brokers' errors for producers are meant for the stages'.
        let isIdempotent = mock == nil ? "true" : "false"
        let producer = try KafkaProducer(
            configuration(["linger.ms": "1", "enable.idempotence": isIdempotent]),
            logger: logger
        )
        for record in records {
            let outcome = try producer.produce(
                topic: record.topic,
                partition: record.partition,
                key: record.key?.span,
                value: record.value?.span,
                headers: record.headers
            )
            #expect(outcome == .enqueued)
        }
        try producer.flush(timeout: .seconds(20)) { #expect($0.error == nil) }
        try producer.close(timeout: .seconds(5))
    }

    /// All committed records of a topic up to the ends it has now, partition after partition.
    func records(of topic: String, partitions: Int32) throws -> [TestRecord] {
        let reader = try KafkaConsumer(
            configuration([
                "enable.partition.eof": "true", "auto.offset.reset": "error",
                "isolation.level": "read_committed",
            ]),
            logger: logger
        )
        let all = (0..<partitions).map { KafkaClient.TopicPartition(topic: topic, partition: $0) }
        try reader.assign(Dictionary(uniqueKeysWithValues: all.map { ($0, StartOffset.beginning) }))
        var found: [TestRecord] = []
        var open = Set(all)
        let start = ContinuousClock.now
        while !open.isEmpty {
            guard ContinuousClock.now - start < .seconds(120) else {
                throw WaitedInVain(description: "no end of \(topic) in 120 s")
            }
            let batch = try reader.poll(maxMessages: 1000, timeout: .milliseconds(100))
            batch.forEach { message, key, value in
                found.append(
                    TestRecord(
                        topic: topic,
                        partition: message.partition,
                        key: key.bytes,
                        value: value.bytes,
                        headers: message.headers(),
                        offset: message.offset
                    )
                )
            }
            for event in batch.events {
                if case .endOfPartition(let partition, _) = event { open.remove(partition) }
            }
        }
        try reader.close(timeout: .seconds(5))
        return found.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    }
}

/// A record that a test appends, or has read.
struct TestRecord: Hashable, Sendable {
    var topic: String
    var partition: Int32
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [KafkaHeader] = []
    var offset: Int64 = -1

    /// The value of a header as text.
    subscript(header name: String) -> String? {
        headers.first { $0.name == name }.map { String(decoding: $0.value ?? [], as: UTF8.self) }
    }
}

/// What a test waited for did not come.
struct WaitedInVain: Error, CustomStringConvertible {
    let description: String
}

/// Makes a call until it succeeds: brokers that have never seen a group or a transaction refuse to for some seconds.
func untilItSucceeds<Result>(_ call: () throws -> Result) throws -> Result {
    let start = ContinuousClock.now
    while true {
        do {
            return try call()
        } catch {
            guard ContinuousClock.now - start < .seconds(60) else { throw error }
        }
    }
}

extension Optional where Wrapped == Span<UInt8> {
    var bytes: [UInt8]? {
        guard let self else { return nil }
        return unsafe self.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
