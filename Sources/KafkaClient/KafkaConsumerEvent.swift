// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a consumer reports beside records.
///
/// Values, not callbacks: librdkafka waits with a rebalance until the caller has answered it, so a revocation can
/// be prepared for (flush, commit or abort, drop state) before the partitions go.
public enum KafkaConsumerEvent: Sendable {
    /// The group gives these partitions to this member.
    ///
    /// Answer with ``KafkaConsumer/assign(_:)-(Array<TopicPartition>)``, or with
    /// ``KafkaConsumer/incrementalAssign(_:)`` under a cooperative assignor.
    case assign([TopicPartition])

    /// The group takes these partitions back; no record of them comes after the batch of this event.
    ///
    /// Finish or abort the work on them, then answer with ``KafkaConsumer/unassign()``, or with
    /// ``KafkaConsumer/incrementalUnassign(_:)`` under a cooperative assignor.
    case revoke([TopicPartition])

    /// The partitions are gone already and may belong to another member: abort, never commit, then answer as for
    /// ``revoke(_:)``.
    case revokeLost([TopicPartition])

    /// Reading has reached the end the partition had when it was asked; needs `enable.partition.eof`.
    ///
    /// The offset is that of the next record to come.
    case endOfPartition(TopicPartition, offset: Int64)

    /// Something went wrong; unless the error is fatal librdkafka goes on trying by itself.
    case error(KafkaError, TopicPartition?)

    /// The outcome of ``KafkaConsumer/commitAsynchronously(_:)``.
    case committed([TopicPartition: Int64], KafkaError?)

    /// Statistics, every `statistics.interval.ms`.
    case statistics(KafkaStatistics)
}
