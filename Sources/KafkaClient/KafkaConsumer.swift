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
    private var readAhead: ReadAhead

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
        readAhead = ReadAhead(configuration)
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
    ///   - maxBytes: takes no more records once their keys and values are as long as this.
    ///   - timeout: how long to wait for the first record or event.
    /// - Returns: what came; empty when nothing did.
    /// - Throws: only that the consumer has been closed.
    ///
    /// Wraps `rd_kafka_consume_batch_queue`.
    public func poll(
        maxMessages: Int,
        maxBytes: Int = .max,
        timeout: Duration
    ) throws(KafkaError) -> MessageBatch {
        let client = try open("poll")
        client.drainLogs()
        let limit = max(1, maxMessages)
        if slots.capacity < limit || !isKnownUniquelyReferenced(&slots) {
            slots = MessageSlots(capacity: limit)
        }
        let slots = slots
        var events: [KafkaConsumerEvent] = []
        func take(_ limit: Int, milliseconds: Int32) -> Int {
            let count = unsafe slots.take(from: client, limit: limit, milliseconds: milliseconds) { message in
                unsafe events.append(Self.report(message, of: client))
            }
            if let reported = client.reports?.take() { events += reported.map { Self.told($0, of: client) } }
            return count
        }
        // The library waits until it has as many records as it is asked for: only the first is waited for.
        var portion = slots.portion(maxBytes: maxBytes)
        var taken = take(portion, milliseconds: 0)
        if taken == 0, events.isEmpty, !client.takeWakeUp() {
            taken = take(1, milliseconds: timeout.milliseconds)
        }
        while taken > 0, slots.count < limit, slots.bytes < maxBytes {
            portion = slots.portion(maxBytes: maxBytes)
            taken = take(portion, milliseconds: 0)
        }
        if slots.count > 0, !KafkaLibrary.supportsFetchQueueBackoff,
            readAhead.standsStill(
                taken: slots.count,
                left: client.queued,
                size: slots.bytes / slots.count
            )
        {
            wakeFetchers()
        }
        return MessageBatch(client: client, slots: slots, events: events, hasMore: taken > 0)
    }

    /// How many records and events have been read ahead and wait for ``poll(maxMessages:maxBytes:timeout:)``.
    ///
    /// Wraps `rd_kafka_queue_length`.
    public var waiting: Int { client?.queued ?? 0 }

    /// Has librdkafka's threads look now whether there is something to fetch and room for it, by a question that each
    /// leader is asked.
    func wakeFetchers() {
        guard let partitions = try? assignment(), !partitions.isEmpty else { return }
        let end = StartOffset.end.rawValue
        let times = Dictionary(partitions.map { ($0, end) }, uniquingKeysWith: { $1 })
        // The answer may wait behind what is being fetched, and is of no interest.
        _ = try? offsets(forTimes: times, timeout: .milliseconds(1))
    }

    /// What a record with an error means.
    private static func report(
        _ message: UnsafePointer<rd_kafka_message_t>,
        of client: ClientHandle
    ) -> KafkaConsumerEvent {
        let code = unsafe KafkaErrorCode(message.pointee.err)
        var partition: TopicPartition?
        // Without a topic it is about the group, or about the client.
        if let topic = unsafe message.pointee.rkt, let name = unsafe rd_kafka_topic_name(topic) {
            partition = unsafe TopicPartition(
                topic: String(cString: name),
                partition: message.pointee.partition
            )
        }
        if code == .endOfPartition, let partition {
            return .endOfPartition(partition, offset: unsafe message.pointee.offset)
        }
        let reason = unsafe rd_kafka_message_errstr(message).map { unsafe String(cString: $0) }
        return told(
            .error(KafkaError(code: code, operation: "consumer", reason: reason), partition),
            of: client
        )
    }

    /// The event, with the error itself where librdkafka says only that there is a fatal one.
    private static func told(_ event: KafkaConsumerEvent, of client: ClientHandle) -> KafkaConsumerEvent {
        guard case .error(let error, let partition) = event, error.code == .fatal,
            let fatal = client.fatalFailure()
        else { return event }
        return .error(fatal, partition)
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
