// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import KafkaClient
import Logging
import SampleSignals
import Synchronization

/// Sends vendors' records to their topics at a steady rate, and remembers them; never through a proxy.
final class VendorFeed: Sendable {
    private struct State {
        var ledger = SentLedger()
        var isPaused = true
        var isStopping = false
        var hasIntroduced = false
        var failure: String?
    }

    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// Begins with the introductions, at once; the stream waits for ``resume()``.
    init(_ deployment: ChaosDeployment, seed: UInt64, accounts: Int, rate: Int, brokenShare: Double) {
        let thread = Thread { [self] in
            do {
                try run(deployment, seed: seed, accounts: accounts, rate: rate, brokenShare: brokenShare)
            } catch {
                state.withLock { $0.failure = "the feed: \(error)" }
            }
            ended.signal()
        }
        thread.name = "feed"
        thread.start()
    }

    /// Whether the introductions are in the log.
    var hasIntroduced: Bool { state.withLock { $0.hasIntroduced } }
    /// Why it has ended before it was told to.
    var failure: String? { state.withLock { $0.failure } }
    var delivered: Int { state.withLock { $0.ledger.delivered } }
    /// What was sent; complete when the feed has stopped.
    var ledger: SentLedger { state.withLock { $0.ledger } }

    func resume() {
        state.withLock { $0.isPaused = false }
    }

    func pause() {
        state.withLock { $0.isPaused = true }
    }

    /// Ends the feed when everything it sent is in the log.
    func stop() {
        state.withLock { $0.isStopping = true }
        ended.wait()
    }

    private func run(
        _ deployment: ChaosDeployment,
        seed: UInt64,
        accounts: Int,
        rate: Int,
        brokenShare: Double
    ) throws {
        let producer = try KafkaProducer(
            KafkaConfiguration([
                "bootstrap.servers": deployment.brokers, "enable.idempotence": "true", "acks": "all",
                "partitioner": "murmur2_random", "linger.ms": "20", "message.timeout.ms": "120000",
            ]),
            logger: .quiet
        )
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        var settings = SampleSettings(
            seed: seed,
            accounts: accounts,
            start: Timestamp(milliseconds: now),
            recordsPerSecond: Double(rate)
        )
        settings.duplicateShare = 0.03
        settings.brokenShare = brokenShare
        var stream = SampleStream(settings)
        for _ in 0..<stream.introductionCount { try send(stream.next(), deployment, producer) }
        try producer.flush(timeout: .seconds(120), onDelivery: take)
        state.withLock { $0.hasIntroduced = true }
        // One twentieth of a second's records at a time.
        while !state.withLock({ $0.isStopping }) {
            if !state.withLock({ $0.isPaused }) {
                for _ in 0..<max(1, rate / 20) { try send(stream.next(), deployment, producer) }
            }
            _ = try producer.poll(timeout: .zero, onDelivery: take)
            Thread.sleep(forTimeInterval: 0.05)
        }
        try producer.flush(timeout: .seconds(120), onDelivery: take)
        try producer.close(timeout: .seconds(5))
    }

    private func send(
        _ record: SampleRecord,
        _ deployment: ChaosDeployment,
        _ producer: KafkaProducer
    ) throws {
        let sent = SentRecord(record.preset, record.value, flaw: record.flaw)
        let number = state.withLock { $0.ledger.append(sent) }
        while try producer.produce(
            topic: deployment.topic(record.preset),
            key: record.key?.span,
            value: record.value.span,
            headers: record.headers.map { KafkaHeader(name: $0.name, value: $0.value) },
            timestamp: record.timestamp.milliseconds,
            token: UInt(number)
        ) == .queueFull {
            _ = try producer.poll(timeout: .milliseconds(50), onDelivery: take)
        }
    }

    private func take(_ report: DeliveryReport) {
        let topic = SamplePreset.allCases.firstIndex { report.topic.hasSuffix(".\($0.rawValue)") }
        state.withLock { state in
            if let error = report.error {
                state.ledger.fail("a record was not delivered: \(error)")
            } else if let topic, let offset = report.offset {
                let place = SentLedger.Place(topic: topic, partition: report.partition, offset: offset)
                state.ledger.deliver(Int(report.token), at: place)
            } else {
                state.ledger.fail("a record was delivered to an unknown place in \(report.topic)")
            }
        }
    }
}

extension Logger {
    /// The logger of clients whose troubles are no news.
    static var quiet: Logger {
        Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() }
    }
}
