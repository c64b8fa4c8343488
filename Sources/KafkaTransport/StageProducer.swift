// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import KafkaClient
import Pipeline
import Synchronization

/// The producer of a stage's transactions, which commits on another thread: what the stage works on meanwhile need not wait
/// for the brokers.
///
/// - Important: One thread owns it. Its calls block, but for a commit; while that goes on, all others wait for it.
final class StageProducer: Sendable {
    private struct State: ~Copyable {
        var producer: TransactionalProducer
        /// What stands for the member in the group, as of its last assignment; nil without one.
        var membership: ConsumerGroupMetadata?
        /// What has become of the last commit, until it is asked for.
        var outcome: CommitOutcome?
    }

    private let state: Mutex<State>
    private let committing = DispatchQueue(label: "hotlist-commit")
    private let group: String
    private let wakeUp: KafkaWakeUp

    /// A producer of the offsets of `group`, whose member is woken when a commit has ended.
    init(_ producer: sending TransactionalProducer, group: String, wakeUp: KafkaWakeUp) {
        state = Mutex(State(producer: producer))
        self.group = group
        self.wakeUp = wakeUp
    }

    /// Takes what stands for the member in the group; nil when its partitions are gone.
    func setMembership(_ membership: consuming sending ConsumerGroupMetadata?) {
        var membership = membership
        state.withLock { $0.membership = membership.take() }
    }

    /// Goes on with another producer, once the one before is closed or a second has passed.
    func replace<Failure: Error>(
        by next: @Sendable () throws(Failure) -> sending TransactionalProducer
    ) throws(Failure) {
        try state.withLock { (state) throws(Failure) in
            try? state.producer.close(timeout: .seconds(1))
            state.producer = try next()
        }
    }

    /// Calls the producer; `place` is said in front of what went wrong.
    func call<Answer: Sendable>(
        at place: @autoclosure () -> String = "",
        _ call: (TransactionalProducer) throws(TransactionFailure) -> Answer
    ) throws(TransportFailure) -> Answer {
        try state.withLock { (state) throws(TransportFailure) in
            do throws(TransactionFailure) {
                return try call(state.producer)
            } catch {
                throw TransportFailure(error, at: place())
            }
        }
    }

    /// Gives the producer, whose queue is full, some time.
    func giveTime() {
        state.withLock { state in
            state.producer.hasten()
            _ = try? state.producer.poll(timeout: .milliseconds(1))
        }
    }

    /// Ends the producer.
    func close(timeout: Duration) throws(KafkaError) {
        try state.withLock { (state) throws(KafkaError) in try state.producer.close(timeout: timeout) }
    }

    // MARK: Commits

    /// Begins to commit.
    func beginCommit(adding offsets: [TopicPartition: Int64]?) {
        committing.async { [self] in
            state.withLock { $0.outcome = commit(&$0, adding: offsets) }
            wakeUp.wake()
        }
    }

    /// What has become of the commit; nil while it goes on, unless the call waits.
    func commitOutcome(waits: Bool) -> CommitOutcome? {
        if waits { committing.sync {} }
        return state.withLockIfAvailable { $0.outcome.take() } ?? nil
    }

    private func commit(_ state: inout State, adding offsets: [TopicPartition: Int64]?) -> CommitOutcome {
        do {
            if let offsets { try send(offsets, &state) }
        } catch {
            return .withoutOffsets(error)
        }
        do {
            try state.producer.commit(timeout: KafkaTransport.patience)
            return .committed
        } catch {
            return .failed(TransportFailure(error))
        }
    }

    private func send(
        _ offsets: [TopicPartition: Int64],
        _ state: inout State
    ) throws(TransportFailure) {
        guard state.membership != nil, (state.membership?.generation ?? 0) >= 0 else {
            throw .abortable("this process is not a member of the group \(group)")
        }
        let next = [KafkaClient.TopicPartition: Int64](
            offsets.map { (KafkaClient.TopicPartition($0.key), $0.value) },
            uniquingKeysWith: { $1 }
        )
        do {
            try state.membership?.sendOffsets(next, with: state.producer)
        } catch {
            throw TransportFailure(error)
        }
    }
}
