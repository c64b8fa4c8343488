// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import KafkaClient
internal import Workload

/// Puts a workload into a topic.
enum WorkloadFeed {
    /// Sends all events with their accounts as keys, and waits until the brokers have them.
    static func send(
        _ workload: StandardWorkload,
        to topic: String,
        of brokers: BenchBrokers,
        _ tell: (String) -> Void
    ) throws {
        let producer = try KafkaProducer(
            KafkaConfiguration([
                "bootstrap.servers": brokers.address, "partitioner": "murmur2_random", "linger.ms": "20",
                "queue.buffering.max.messages": "1000000", "enable.idempotence": "true",
            ]),
            logger: .quiet
        )
        var failure: KafkaError?
        let watch = Stopwatch()
        var told = 0.0
        let span = workload.bytes.span
        for number in 0..<workload.count {
            let key = Array(workload.account(of: number).utf8)
            let value = span.extracting(workload.range(of: number))
            while try producer.produce(topic: topic, key: key.span, value: value) == .queueFull {
                _ = try producer.poll(timeout: .milliseconds(10)) { failure = failure ?? $0.error }
            }
            guard number.isMultiple(of: 10_000) else { continue }
            _ = try producer.poll(timeout: .zero) { failure = failure ?? $0.error }
            if let failure { throw BenchFailure("an event was not delivered: \(failure)") }
            if watch.elapsed.wall - told >= 2 {
                told = watch.elapsed.wall
                tell("\(number) of \(workload.count) events are in \(topic)")
            }
        }
        try producer.flush(timeout: .seconds(120)) { failure = failure ?? $0.error }
        if let failure { throw BenchFailure("an event was not delivered: \(failure)") }
        try producer.close(timeout: .seconds(5))
    }
}
