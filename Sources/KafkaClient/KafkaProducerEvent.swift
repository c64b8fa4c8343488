// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a producer reports beside deliveries.
public enum KafkaProducerEvent: Sendable {
    /// Something went wrong; unless the error is fatal librdkafka goes on trying by itself.
    case error(KafkaError)

    /// Statistics, every `statistics.interval.ms`.
    case statistics(KafkaStatistics)
}

/// Whether a record was taken.
public enum ProduceOutcome: Sendable, Hashable {
    /// The record is in the producer's queue and will be sent.
    case enqueued

    /// The queue is full, the record was not taken: poll or wait, then produce it again.
    case queueFull
}
