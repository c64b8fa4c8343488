// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import KafkaClient
import Pipeline
import Synchronization

/// The member of a consumer group that a stage reads with.
///
/// While its stage works on a batch that left records behind, the next one is copied out of librdkafka on another
/// thread: else one core would wait for it. A stage that keeps up is given what has come since, as before.
///
/// - Important: One thread owns it, and its calls block. Whatever it is asked waits for a poll that is under way.
final class GroupMember: Sendable {
    private struct State: ~Copyable {
        let consumer: KafkaConsumer
        /// Whether records come with their headers.
        let readsHeaders: Bool
        /// What stands for the member in the group, as of the last assignment that came, until it is asked for.
        var membership: ConsumerGroupMetadata?
        /// What has been read ahead.
        var batch = RecordBatch()
        var events: [KafkaConsumerEvent] = []
        var ahead = Ahead.nothing
        /// Whether there has once been more to read than fits into a batch.
        var hasBeenBehind = false

        /// Forgets what has been read ahead of these partitions, and that they ended.
        mutating func forget(_ isMoved: (TopicPartition) -> Bool) {
            batch.remove(isMoved)
            events.removeAll { event in
                guard case .endOfPartition(let partition, _) = event else { return false }
                return isMoved(TopicPartition(partition))
            }
        }
    }

    private enum Ahead {
        /// Nothing has been read ahead, and nothing is going to be.
        case nothing
        /// The next batch is going to be read.
        case wanted
        /// There is a batch, which may be empty.
        case batch
    }

    private let state: Mutex<State>
    private let reading = DispatchQueue(label: "hotlist-read-ahead")
    /// Ends a wait of `poll` from any thread.
    let wakeUp: KafkaWakeUp

    /// A member that polls `consumer`, which nobody else uses.
    init(_ consumer: sending KafkaConsumer, readsHeaders: Bool) {
        wakeUp = consumer.wakeUp
        state = Mutex(State(consumer: consumer, readsHeaders: readsHeaders))
    }

    /// Asks the consumer something.
    func ask<Answer: Sendable>(
        _ question: @Sendable (KafkaConsumer) throws(KafkaError) -> Answer
    ) throws(TransportFailure) -> Answer {
        try state.withLock { (state) throws(TransportFailure) in try Self.ask(state.consumer, question) }
    }

    private static func ask<Answer>(
        _ consumer: KafkaConsumer,
        _ question: @Sendable (KafkaConsumer) throws(KafkaError) -> Answer
    ) throws(TransportFailure) -> Answer {
        do {
            return try question(consumer)
        } catch {
            throw TransportFailure(error)
        }
    }

    /// Takes an assignment, and reads from these offsets on; what has been read ahead is of another one.
    func assign(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try change { (consumer) throws(KafkaError) in
            try consumer.assign(offsets.starts)
        } then: { state in
            state.forget { _ in true }
        }
    }

    /// Gives the partitions back.
    func unassign() throws(TransportFailure) {
        try change { (consumer) throws(KafkaError) in
            try consumer.unassign()
        } then: { state in
            state.forget { _ in true }
        }
    }

    /// Reads on elsewhere; what has been read ahead of other partitions stays.
    func seek(to offsets: [TopicPartition: Int64], timeout: Duration) throws(TransportFailure) {
        try change { (consumer) throws(KafkaError) in
            try consumer.seek(offsets.starts, timeout: timeout)
        } then: { state in
            state.forget { offsets[$0] != nil }
        }
    }

    /// Both at once: between them another thread could read.
    private func change(
        _ change: @Sendable (KafkaConsumer) throws(KafkaError) -> Void,
        then note: @Sendable (inout State) -> Void
    ) throws(TransportFailure) {
        try state.withLock { (state) throws(TransportFailure) in
            try Self.ask(state.consumer, change)
            note(&state)
        }
    }

    /// Hands over what stands for the member in the group, as of the last assignment that came.
    func takeMembership() -> ConsumerGroupMetadata? {
        state.withLock { $0.membership.take() }
    }

    /// Leaves the group and ends the consumer.
    func close(timeout: Duration) throws(KafkaError) {
        try state.withLock { (state) throws(KafkaError) in
            state.ahead = .nothing
            try state.consumer.close(timeout: timeout)
        }
    }

    /// Waits for records or events; the events come behind the records of the batch.
    func poll(into batch: inout RecordBatch, timeout: Int64) throws(TransportFailure) -> [KafkaConsumerEvent]
    {
        let events = try state.withLock { (state) throws(TransportFailure) in
            if state.ahead != .batch { try Self.read(&state, timeout: timeout) }
            swap(&batch, &state.batch)
            state.batch.removeAll()
            state.ahead = batch.hasMore ? .wanted : .nothing
            if batch.hasMore, !state.hasBeenBehind {
                ResidentMemory.keepFree()
                state.hasBeenBehind = true
            }
            defer { state.events = [] }
            return state.events
        }
        if batch.hasMore { reading.async { [self] in readAhead() } }
        return events
    }

    private func readAhead() {
        state.withLock { state in
            guard state.ahead == .wanted else { return }
            // Only a consumer that has been closed, or has no group, fails; the first says so to the next poll, too.
            try? Self.read(&state, timeout: 0)
            state.ahead = .batch
        }
    }

    private static func read(_ state: inout State, timeout: Int64) throws(TransportFailure) {
        let events = try state.consumer.read(
            into: &state.batch,
            headers: state.readsHeaders,
            timeout: timeout
        )
        state.events += events
        // Taken now, it stands for these partitions; taken later, it could be that of the next generation, and would
        // let a member through that has lost them.
        guard events.contains(where: { if case .assign = $0 { true } else { false } }) else { return }
        do {
            state.membership = try state.consumer.groupMetadata()
        } catch {
            throw TransportFailure(error)
        }
    }
}
