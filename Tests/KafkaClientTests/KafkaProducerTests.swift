// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Logging
import Synchronization
import Testing

@ProducerTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct KafkaProducerTests {
    /// A producer whose broker does not exist, so that its queue only fills.
    private func makeStuckProducer(_ properties: [String: String]) throws -> KafkaProducer {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let configuration = KafkaConfiguration(["bootstrap.servers": "127.0.0.1:1"]).merging(properties)
        return try KafkaProducer(configuration, logger: logger)
    }

    @Test func `a full queue is back-pressure and not an error`() throws {
        let producer = try makeStuckProducer(["queue.buffering.max.messages": "10"])
        for _ in 0..<10 {
            #expect(try producer.produce(topic: "t", partition: 0, key: nil, value: nil) == .enqueued)
        }
        let header = KafkaHeader(name: "kept", text: "by the caller")
        #expect(
            try producer.produce(topic: "t", partition: 0, key: nil, value: nil, headers: [header])
                == .queueFull
        )
        #expect(producer.outstanding >= 10)
        try producer.purge(inFlight: true)
        var purged = 0
        try producer.flush(timeout: .seconds(10)) { report in
            #expect(report.error?.code.name == "_PURGE_QUEUE")
            #expect(report.persistence == .notPersisted)
            purged += 1
        }
        #expect(purged == 10)
        #expect(try producer.produce(topic: "t", partition: 0, key: nil, value: nil) == .enqueued)
        try producer.purge(inFlight: true)
        try producer.close(timeout: .seconds(5))
    }

    @Test func `a flush that does not finish says how much is left`() throws {
        let producer = try makeStuckProducer([:])
        #expect(try producer.produce(topic: "t", partition: 0, key: nil, value: nil) == .enqueued)
        let error = #expect(throws: KafkaError.self) {
            try producer.flush(timeout: .milliseconds(50)) { _ in }
        }
        #expect(error?.isTimeout == true)
        #expect(error?.isRetriable == true)
        try producer.purge(inFlight: true)
        try producer.close(timeout: .seconds(5))
    }

    @Test func `a record that cannot be sent is refused with its reason`() throws {
        let producer = try makeStuckProducer(["message.max.bytes": "2000"])
        let large = [UInt8](repeating: 65, count: 3000)
        let size = #expect(throws: KafkaError.self) {
            _ = try producer.produce(topic: "t", partition: 0, key: nil, value: large.span)
        }
        #expect(size?.code.name == "MSG_SIZE_TOO_LARGE")
        let name = #expect(throws: KafkaError.self) {
            _ = try producer.produce(topic: "a\0b", key: nil, value: nil)
        }
        #expect(name?.code == .invalidArgument)
        let header = #expect(throws: KafkaError.self) {
            _ = try producer.produce(
                topic: "t",
                key: nil,
                value: nil,
                headers: [KafkaHeader(name: "", text: "nameless")]
            )
        }
        #expect(header?.code == .invalidArgument)
        try producer.close(timeout: .seconds(5))
    }

    @Test func `an unreachable broker is reported as an event`() throws {
        let producer = try makeStuckProducer([:])
        var codes: Set<KafkaErrorCode> = []
        let start = ContinuousClock.now
        while !codes.contains(.allBrokersDown), ContinuousClock.now - start < .seconds(120) {
            for event in try producer.poll(timeout: .milliseconds(100), onDelivery: { _ in }) {
                if case .error(let error) = event { codes.insert(error.code) }
            }
        }
        #expect(codes.contains(.transport))
        #expect(codes.contains(.allBrokersDown))
        try producer.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `a refused record is reported with its error`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeProducer()
        mock.fail(.produce, with: [KafkaErrorCode(rawValue: 29)])  // TOPIC_AUTHORIZATION_FAILED
        #expect(try producer.produce(topic: topic, partition: 0, key: nil, value: nil, token: 7) == .enqueued)
        var reports: [DeliveryReport] = []
        try producer.flush(timeout: .seconds(20)) { reports.append($0) }
        #expect(reports.map(\.token) == [7])
        #expect(reports.first?.error?.code.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(reports.first?.offset == nil)
        try producer.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "errors are injected"))
    func `an idempotent producer keeps the order over retries`() throws {
        let cluster = try TestCluster()
        let mock = try #require(cluster.mock)
        let topic = try cluster.makeTopic()
        let producer = try cluster.makeProducer(["enable.idempotence": "true", "retry.backoff.ms": "10"])
        let notLeader = KafkaErrorCode(rawValue: 6)
        mock.fail(.produce, with: [notLeader, notLeader])
        for number in 0..<20 {
            let value = "\(number)"
            #expect(
                try producer.produce(topic: topic, partition: 0, key: nil, value: value.utf8.span)
                    == .enqueued
            )
        }
        try producer.flush(timeout: .seconds(20)) { #expect($0.error == nil) }
        try producer.close(timeout: .seconds(5))
        #expect(try cluster.values(of: topic) == (0..<20).map { "\($0)" })
    }

    @Test func `log lines reach the logger at their level with their facility`() throws {
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .trace
        let cluster = try TestCluster()
        let producer = try KafkaProducer(cluster.configuration(["debug": "broker"]), logger: logger)
        let start = ContinuousClock.now
        while !lines.contains(level: .debug, facility: "STATE"), ContinuousClock.now - start < .seconds(120) {
            _ = try producer.poll(timeout: .milliseconds(50)) { _ in }
        }
        #expect(lines.contains(level: .debug, facility: "STATE"))
        try producer.close(timeout: .seconds(5))
    }
}

/// Keeps what is logged.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[(Logger.Level, String)]>([])

    func contains(level: Logger.Level, facility: String) -> Bool {
        lines.withLock { lines in lines.contains { $0.0 == level && $0.1 == facility } }
    }

    func log(event: LogEvent) {
        let facility = event.metadata?["rdkafka.facility"].map { "\($0)" } ?? ""
        lines.withLock { $0.append((event.level, facility)) }
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.MetadataValue? {
        get { nil }
        set {}
    }
}
