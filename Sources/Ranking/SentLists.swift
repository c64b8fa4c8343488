// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What a journal partition has sent to `<id>.candidates`, and so what has changed since.
///
/// A value: `plan` says what a transaction sends and what is known after it, and the caller takes that over once
/// the transaction is committed. After an abort the old value still holds.
public struct SentLists: Hashable, Sendable {
    /// What a transaction sends, and what is known once its outcome is.
    public struct Plan: Hashable, Sendable {
        /// Lists, tombstones and heads: by queue, its lists in order, then its head.
        ///
        /// Empty if nothing changed; the transaction may still be needed for a checkpoint.
        public var records: [QueueRecord]
        /// The partition's own record, which is part of every transaction, changed lists or not.
        public var record: PartitionRecord
        /// What has been sent if the transaction commits.
        public var committed: SentLists
        /// What has been sent if nobody can tell whether it committed.
        ///
        /// Everything goes again, under a higher `send` number, and lists of both possible pasts are taken back.
        public var unknown: SentLists
    }

    /// A list that stands in the topic.
    struct Sent: Hashable, Sendable {
        var name: ListName
        /// As last sent; nil where another process sent it.
        var candidates: [Candidate]?
    }

    /// The journal partition.
    public let partition: Int
    /// The number of the last transaction; 0 before the first.
    public internal(set) var send: Int64
    /// The instant of the first transaction ever; nil before it.
    public internal(set) var founded: Timestamp?
    /// The model of the lists; nil until something has been sent in this assignment.
    var model: String?
    /// The multiple of the refresh interval at which everything was last sent.
    var refreshedAt: Timestamp?
    /// The lists that stand in the topic, in order.
    var lists: [Sent]
    /// The queues whose heads stand in the topic, in byte order.
    var queues: [String]

    /// What `partition` has sent according to its restored record; nothing without one.
    ///
    /// The lists' contents are not in the record, so the first plan of an assignment sends everything.
    public init(partition: Int, restoring record: PartitionRecord? = nil) {
        self.partition = partition
        send = record?.send ?? 0
        founded = record?.founded
        lists = (record?.lists ?? []).sorted().map { Sent(name: $0, candidates: nil) }
        queues = (record?.queues ?? []).inByteOrder()
    }

    /// What a transaction sends to bring the topic to `ranked`, the partition's lists at `asOf` under `model`.
    ///
    /// A list is sent if its accounts, their order, a grade or a reason changed, if an urgency moved by the
    /// policy's delta since it was sent, at a refresh, and for the first time in an assignment or under a model.
    /// A list that became empty is tombstoned. A queue's head follows whatever of the queue is sent.
    ///
    /// - Parameters:
    ///   - ranked: the lists that are not empty, in order (`ListSelection.select`).
    ///   - model: what they were ranked with.
    ///   - asOf: the instant of the scores.
    ///   - foldOffset: the next journal offset to fold.
    ///   - policy: when lists are sent although little has changed.
    /// - Returns: the records of the transaction, and what is known after it.
    public func plan(
        _ ranked: [RankedList],
        model: Model,
        asOf: Timestamp,
        foldOffset: Int64,
        policy: PublishPolicy
    ) -> Plan {
        var planner = SentListsPlanner(
            before: self,
            model: model,
            asOf: asOf,
            foldOffset: foldOffset,
            policy: policy
        )
        return planner.plan(ranked)
    }

    /// What a transaction without lists says of the partition: its own record, under the next `send` number.
    ///
    /// - Parameters:
    ///   - model: what the partition ranks with.
    ///   - asOf: the latest instant of a tick.
    ///   - foldOffset: the journal offset that a restored fold must have reached before it may tick.
    /// - Returns: no records, the partition's own record, and what is known after it.
    public func planWithoutLists(model: Model, asOf: Timestamp, foldOffset: Int64) -> Plan {
        var committed = self
        committed.send = send + 1
        committed.founded = founded ?? asOf
        return Plan(
            records: [],
            record: PartitionRecord(
                send: committed.send,
                foldOffset: foldOffset,
                asOf: asOf,
                model: model.digest,
                fingerprint: model.foldFingerprint,
                founded: committed.founded ?? asOf,
                lists: lists.map(\.name),
                queues: queues
            ),
            committed: committed,
            unknown: committed
        )
    }
}
