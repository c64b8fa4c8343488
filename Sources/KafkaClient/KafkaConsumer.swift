// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
public import Logging

/// A Kafka consumer: member of a group, or reader of partitions it names itself.
///
/// ```swift
/// let consumer = try KafkaConsumer(configuration, logger: logger)
/// try consumer.subscribe(to: ["signals"])
/// while running {
///     let batch = try consumer.poll(maxMessages: 10_000, timeout: .milliseconds(250))
///     batch.forEach { message, key, value in fold(message.offset, value) }
///     for event in batch.events {
///         switch event {
///         case .assign(let partitions): try consumer.assign(partitions)
///         case .revoke, .revokeLost: try consumer.unassign()
///         default: break
///         }
///     }
/// }
/// try consumer.close(timeout: .seconds(5))
/// ```
///
/// - Important: One thread owns a consumer and calls block it; give it a ``KafkaThread``. Only ``wakeUp`` may be used
///   from elsewhere. End it with ``close(timeout:onRevoke:)``; one that is merely released stays in its group until
///   the session times out.
public final class KafkaConsumer {
    private var client: ClientHandle?
    private var slots = MessageSlots(capacity: 0)

    /// Ends a wait of this consumer from any thread.
    public let wakeUp: KafkaWakeUp

    /// Whether revocations and assignments are increments.
    let isCooperative: Bool

    let hasGroup: Bool

    /// Connects in the background; a broker that cannot be reached shows up as an error event.
    ///
    /// Without `group.id` the consumer reads only what it is assigned, and commits nothing.
    ///
    /// - Throws: the property at fault.
    ///
    /// Wraps `rd_kafka_new`.
    public init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaConfigurationError) {
        var configuration = configuration
        hasGroup = configuration["group.id"] != nil
        if !hasGroup {
            // librdkafka refuses assignments without a group; this one is never joined and never committed to.
            configuration["group.id"] = "kafka-client-no-group"
            configuration["enable.auto.commit"] = "false"
            configuration["enable.auto.offset.store"] = "false"
        }
        isCooperative = configuration["partition.assignment.strategy"]?.contains("cooperative") == true
        let events =
            RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_ERROR
            | RD_KAFKA_EVENT_STATS | RD_KAFKA_EVENT_FETCH
        let client = try ClientHandle(configuration, kind: .consumer, events: events, logger: logger)
        self.client = client
        wakeUp = KafkaWakeUp(client)
    }

    /// The client, unless it has been closed.
    func open(_ operation: String) throws(KafkaError) -> ClientHandle {
        guard let client else { throw .closed(operation) }
        return client
    }

    /// Waits for records or events, then takes what is there without waiting for more.
    ///
    /// Returns early after ``KafkaWakeUp/wake()``. Serve it at least every `max.poll.interval.ms`.
    ///
    /// - Parameters:
    ///   - maxMessages: the most records to take, 1 or more.
    ///   - timeout: how long to wait for the first record or event.
    /// - Returns: what came; empty when nothing did.
    /// - Throws: only that the consumer has been closed.
    ///
    /// Wraps `rd_kafka_queue_poll`.
    public func poll(maxMessages: Int, timeout: Duration) throws(KafkaError) -> MessageBatch {
        let client = try open("poll")
        client.drainLogs()
        let limit = max(1, maxMessages)
        if slots.capacity < limit || !isKnownUniquelyReferenced(&slots) {
            slots = MessageSlots(capacity: limit)
        }
        let slots = slots
        var events: [KafkaConsumerEvent] = []
        let deadline = Deadline(timeout)
        var wait = timeout.milliseconds
        while slots.count < limit, let event = client.poll(milliseconds: wait) {
            if event.type == RD_KAFKA_EVENT_FETCH {
                slots.append(event)
            } else if let reported = report(event, of: client) {
                events.append(reported)
                if reported.endsBatch { break }
            }
            wait = slots.count == 0 && events.isEmpty ? deadline.milliseconds : 0
        }
        return MessageBatch(client: client, slots: slots, events: events)
    }

    /// What an event means for the caller; nil for those that mean nothing.
    private func report(_ event: borrowing EventHandle, of client: ClientHandle) -> KafkaConsumerEvent? {
        switch event.type {
        case RD_KAFKA_EVENT_REBALANCE:
            let partitions = event.partitions.map(\.partition)
            if event.errorCode == .assignPartitions { return .assign(partitions) }
            if event.errorCode == .revokePartitions {
                return unsafe rd_kafka_assignment_lost(client.pointer) != 0
                    ? .revokeLost(partitions) : .revoke(partitions)
            }
            // Both codes are all there are; another one asks for the assignment to be given up.
            return .revokeLost(partitions)
        case RD_KAFKA_EVENT_OFFSET_COMMIT:
            let committed = event.partitions.map { ($0.partition, $0.offset) }
            let offsets = Dictionary(committed, uniquingKeysWith: { $1 })
            return .committed(offsets, event.error(operation: "commit"))
        case RD_KAFKA_EVENT_STATS:
            return event.statistics.map { .statistics($0) }
        case RD_KAFKA_EVENT_ERROR:
            if event.errorCode == .endOfPartition, let (partition, offset) = event.partition {
                return .endOfPartition(partition, offset: offset)
            }
            return event.error(operation: "consumer").map { .error($0, event.partition?.0) }
        default:
            return nil
        }
    }

    /// Leaves the group and ends the client.
    ///
    /// Records of open batches keep librdkafka's client alive; it ends with the last of them.
    ///
    /// - Parameters:
    ///   - timeout: the most time this may take, in all.
    ///   - onRevoke: called with the partitions that are given up, and whether they are lost already; the last
    ///     chance to commit them. The answer to librdkafka is given here after it.
    /// - Throws: `_TIMED_OUT` when the group could not be left in time, or librdkafka has not ended; the process can
    ///   end in any case.
    ///
    /// Wraps `rd_kafka_consumer_close_queue` and `rd_kafka_destroy_flags`.
    public func close(
        timeout: Duration,
        onRevoke: (_ partitions: [TopicPartition], _ isLost: Bool) -> Void = { _, _ in }
    ) throws(KafkaError) {
        guard let client else { return }
        let deadline = Deadline(timeout)
        var failure = client.closeConsumer()
        if failure?.isFatal == true {
            // Reported when it happened. The group has put this member out, so there is nothing to leave.
            onRevoke((try? assignment()) ?? [], true)
            failure = nil
        } else if failure == nil {
            failure = leaveGroup(client, deadline, onRevoke)
        }
        client.drainLogs()
        let termination = client.termination
        termination.allow(deadline.remaining)
        self.client = nil
        _ = consume client
        if failure == nil, termination.hasBegun, !termination.isDone {
            failure = KafkaError(
                code: .timedOut,
                operation: "close",
                reason: "librdkafka did not end the client in time"
            )
        }
        if let failure { throw failure }
    }

    /// Serves the client until the group has been left.
    private func leaveGroup(
        _ client: ClientHandle,
        _ deadline: Deadline,
        _ onRevoke: (_ partitions: [TopicPartition], _ isLost: Bool) -> Void
    ) -> KafkaError? {
        while unsafe rd_kafka_consumer_closed(client.pointer) == 0 {
            guard !deadline.hasPassed else {
                return KafkaError(
                    code: .timedOut,
                    operation: "close",
                    reason: "The group was not left in time"
                )
            }
            guard let event = client.poll(milliseconds: min(100, deadline.milliseconds)) else { continue }
            guard event.type == RD_KAFKA_EVENT_REBALANCE else { continue }
            let partitions = event.partitions.map(\.partition)
            if event.errorCode == .revokePartitions {
                onRevoke(partitions, unsafe rd_kafka_assignment_lost(client.pointer) != 0)
            }
            if let failure = giveUp(partitions, of: client) { return failure }
        }
        return nil
    }

    private func giveUp(_ partitions: [TopicPartition], of client: ClientHandle) -> KafkaError? {
        do throws(KafkaError) {
            if isCooperative {
                let list = try PartitionListHandle(partitions, operation: "close")
                try unsafe KafkaError.check(
                    rd_kafka_incremental_unassign(client.pointer, list.pointer),
                    operation: "close"
                )
            } else {
                try unsafe KafkaError.check(rd_kafka_assign(client.pointer, nil), operation: "close")
            }
            return nil
        } catch {
            return error
        }
    }
}

extension KafkaConsumerEvent {
    /// Whether what comes after has to wait for the caller's answer.
    fileprivate var endsBatch: Bool {
        switch self {
        case .assign, .revoke, .revokeLost, .error: true
        case .endOfPartition, .committed, .statistics: false
        }
    }
}
