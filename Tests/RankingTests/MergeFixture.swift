// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking

/// A merge that is fed record by record, and commits what it plans.
struct MergeFixture {
    var state: MergeState
    var model: Model
    var others: [Model] = []
    var policy = PublishPolicy(delta: 50, refreshInterval: 60_000)
    private(set) var queues = CompactedTopic()
    private(set) var entries = CompactedTopic()
    private(set) var changes: [QueueRecord] = []

    init(partitions: Int = 2, _ queues: [Queue] = [Queue(name: "q", size: 2)]) {
        state = MergeState(journalPartitions: partitions)
        model = Model.of(queues)
    }

    /// Applies a list as `rank` sends it.
    @discardableResult
    mutating func list(
        _ name: String,
        _ partition: Int,
        send: Int64,
        _ candidates: [Candidate],
        at time: Int64 = nine,
        model digest: String? = nil
    ) throws -> MergeState.Outcome {
        let list = CandidateList(
            list: ListName(parsing: name) ?? ListName(queue: "none"),
            partition: partition,
            send: send,
            model: digest ?? model.digest,
            foldOffset: 100 * send,
            asOf: moment(time),
            candidates: candidates
        )
        return try state.apply(key: Array(list.key.description.utf8), value: list.encoded())
    }

    /// Applies a head as `rank` sends it.
    @discardableResult
    mutating func head(
        _ partition: Int,
        send: Int64,
        _ lists: [String],
        of queue: String = "q",
        at time: Int64 = nine,
        model digest: String? = nil
    ) throws -> MergeState.Outcome {
        let head = QueueHead(
            queue: queue,
            partition: partition,
            send: send,
            model: digest ?? model.digest,
            foldOffset: 100 * send,
            asOf: moment(time),
            lists: lists.compactMap(ListName.init(parsing:))
        )
        return try state.apply(key: Array(head.key.description.utf8), value: head.encoded())
    }

    /// Applies a tombstone.
    @discardableResult
    mutating func tombstone(_ key: String) throws -> MergeState.Outcome {
        try state.apply(key: Array(key.utf8), value: nil)
    }

    /// The active model, which `model` is, and the others that are known.
    var models: ModelsInUse { ModelsInUse(active: model, others: others) }

    /// What would be published now.
    var plan: MergePlan { state.plan(models: models, policy: policy) }

    /// Publishes, commits, and answers what was written.
    mutating func publish() -> [String] {
        let plan = plan
        state.confirm(plan)
        queues.write(plan.records, to: .queues)
        entries.write(plan.records, to: .entries)
        changes += plan.records.filter { $0.topic == .changes }
        return plan.records.map(\.summary)
    }

    /// The members of a list as it stands in the topic.
    func members(_ list: String = "q") throws -> [String]? {
        try queues.values[Array(list.utf8)].map { try PublishedList(encoded: $0).members.map(\.domain) }
    }
}
