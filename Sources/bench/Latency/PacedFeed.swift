// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Glibc
internal import JSON
internal import KafkaClient
internal import Workload

/// Sends the workload's events at a steady rate, and between them signals that can be recognized.
struct PacedFeed {
    /// How many of those a second.
    private static let probesPerSecond = 200

    let workload: StandardWorkload
    let topic: String
    let brokers: BenchBrokers
    /// Events a second, with the probes.
    let rate: Int

    /// Sends for `warmUp` and `seconds`; the probes of the second part go into the ledger.
    ///
    /// - Returns: the events a second that came of it.
    func run(warmUp: Double, seconds: Double, _ ledger: ProbeLedger) throws -> Double {
        let producer = try KafkaProducer(
            KafkaConfiguration(["bootstrap.servers": brokers.address, "partitioner": "murmur2_random"]),
            logger: .quiet
        )
        let watch = Stopwatch()
        let spacing = max(2, rate / Self.probesPerSecond)
        var sent = 0
        var failure: KafkaError?
        while watch.elapsed.wall < warmUp + seconds {
            let elapsed = watch.elapsed.wall
            let due = Int(elapsed * Double(rate))
            while sent < due {
                if sent.isMultiple(of: spacing) {
                    try sendProbe(sent / spacing, producer, elapsed >= warmUp ? ledger : nil)
                } else {
                    let number = sent % workload.count
                    let key = Array(workload.account(of: number).utf8)
                    try send(key, workload.bytes.span.extracting(workload.range(of: number)), producer)
                }
                sent += 1
            }
            _ = try producer.poll(timeout: .zero) { failure = failure ?? $0.error }
            if let failure { throw BenchFailure("an event was not delivered: \(failure)") }
            usleep(500)
        }
        let achieved = Double(sent) / watch.elapsed.wall
        try producer.flush(timeout: .seconds(30)) { failure = failure ?? $0.error }
        try producer.close(timeout: .seconds(5))
        return achieved
    }

    private func sendProbe(_ number: Int, _ producer: KafkaProducer, _ ledger: ProbeLedger?) throws {
        let now = WallClock.milliseconds
        let event = ProbeModel.signal(number, at: Timestamp(milliseconds: now))
        let account = event.account.domain
        var writer = JSONWriter()
        EventCodec.encode(event, into: &writer)
        ledger?.send(account, at: now)
        try send(Array(account.utf8), writer.bytes.span, producer)
    }

    private func send(_ key: [UInt8], _ value: Span<UInt8>, _ producer: KafkaProducer) throws {
        while try producer.produce(topic: topic, key: key.span, value: value) == .queueFull {
            _ = try producer.poll(timeout: .milliseconds(5)) { _ in }
        }
    }
}
