// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// What `merge` knows of one partition of `<id>.candidates`: what `rank` has sent, and what has been published.
///
/// Records go in with `apply`; `plan` says what a transaction publishes, and `confirm` takes that over once the
/// transaction is committed. After an abort the same records may go in again: what is known already changes
/// nothing. Before the first plan the published lists and entries of the same partition are restored, and the
/// candidates are read up to the high watermark.
public struct MergeState: Sendable {
    /// What became of a record.
    public enum Outcome: Hashable, Sendable {
        /// A list, kept until the head of its transaction comes.
        case held
        /// A head: the transaction counts now.
        case applied
        /// A tombstone: of a list, which the head decides about, or of a head.
        case removed
        /// A record of an earlier transaction than one that is known.
        case outdated
    }

    /// What has been published of one list.
    struct Published: Sendable {
        /// As it stands in `<id>.queues`.
        var list: PublishedList?
        /// As they stand in `<id>.entries`.
        var entries: [AccountID: QueueEntry] = [:]
    }

    /// What a queue was like when it was last looked at.
    struct Evaluation: Hashable, Sendable {
        var version: UInt64
        var model: String
    }

    /// How many partitions the journal has.
    public let journalPartitions: Int
    var candidates: [String: QueueCandidates] = [:]
    var published: [String: [ListName: Published]] = [:]
    var evaluated: [String: Evaluation] = [:]

    /// A state that knows nothing, of a journal of so many partitions (at least 1).
    public init(journalPartitions: Int) {
        self.journalPartitions = journalPartitions
    }

    /// The lists as they were last published, in order.
    public var lists: [PublishedList] {
        published.values.flatMap { $0.values.compactMap(\.list) }.sorted { $0.list < $1.list }
    }

    /// The queues that any record is known of, in byte order.
    public var queues: [String] {
        Set(Array(candidates.keys) + Array(published.keys)).inByteOrder()
    }

    /// Why `queue` cannot be published under one of `models`; nil if it can.
    public func blockage(of queue: String, models: ModelsInUse) -> MergeBlockage? {
        let held = candidates[queue] ?? QueueCandidates(journalPartitions: journalPartitions)
        if let blockage = held.blockage { return blockage }
        guard let digest = held.commonModel, models[digest] == nil else { return nil }
        return .unknownModel(digest: digest)
    }

    /// Whether `queue` is published from the model `digest`.
    public func isPublished(_ queue: String, from digest: String) -> Bool {
        guard let held = candidates[queue], held.blockage == nil, held.commonModel == digest else {
            return false
        }
        return evaluated[queue] == Evaluation(version: held.version, model: digest)
    }

    /// Takes in a record of `<id>.candidates`.
    ///
    /// - Parameters:
    ///   - key: the record's key.
    ///   - value: the record's value; nil for a tombstone.
    /// - Returns: what became of it.
    /// - Throws: `CandidateError` if `rank` cannot have written it; the state is as it was.
    public mutating func apply(key: [UInt8], value: [UInt8]?) throws(CandidateError) -> Outcome {
        let text = String(decoding: key, as: UTF8.self)
        guard let key = CandidateKey(parsing: text) else { throw .key(text) }
        guard key.partition < journalPartitions else {
            throw .partition(key.partition, journalPartitions: journalPartitions)
        }
        guard let value else {
            if case .head(let queue, let partition) = key {
                candidates[queue]?.removeHead(partition: partition)
            }
            return .removed
        }
        switch key {
        case .list:
            let list = try HeldList(encoded: value)
            guard list.key == key else {
                throw .keyMismatch(key: key.description, value: list.key.description)
            }
            return withCandidates(of: key.queue) { $0.hold(list) } ? .held : .outdated
        case .head:
            let head = try QueueHead(encoded: value)
            guard head.key == key else {
                throw .keyMismatch(key: key.description, value: head.key.description)
            }
            return withCandidates(of: key.queue) { $0.apply(head) } ? .applied : .outdated
        }
    }

    /// Takes in a record of `<id>.queues`, read at the start; later records of a key replace earlier ones.
    ///
    /// - Throws: `PublishedRecordError` if `merge` cannot have written it.
    public mutating func restoreList(key: [UInt8], value: [UInt8]?) throws(PublishedRecordError) {
        let text = String(decoding: key, as: UTF8.self)
        guard let name = ListName(parsing: text) else { throw .key(text, form: "queue or queue/value") }
        let list = try value.map { value throws(PublishedRecordError) in try PublishedList(encoded: value) }
        guard list?.list ?? name == name else {
            throw .field("list", problem: "is not the record's key '\(text)'")
        }
        published[name.queue, default: [:]][name, default: Published()].list = list
        forgetIfEmpty(name)
    }

    /// Takes in a record of `<id>.entries`, read at the start; later records of a key replace earlier ones.
    ///
    /// - Throws: `PublishedRecordError` if `merge` cannot have written it.
    public mutating func restoreEntry(key: [UInt8], value: [UInt8]?) throws(PublishedRecordError) {
        let text = String(decoding: key, as: UTF8.self)
        guard let key = EntryKey(parsing: text) else { throw .key(text, form: "list|account") }
        let entry = try value.map { value throws(PublishedRecordError) in try QueueEntry(encoded: value) }
        guard entry?.key ?? key == key else {
            throw .field("account", problem: "and 'list' are not the record's key '\(text)'")
        }
        published[key.list.queue, default: [:]][key.list, default: Published()].entries[key.account] = entry
        forgetIfEmpty(key.list)
    }

    /// What a transaction publishes to bring the topics to what is known.
    ///
    /// Each queue is published from the model by which all journal partitions rank it: the active one, or an earlier
    /// one as long as the active one is being prepared.
    public func plan(models: ModelsInUse, policy: PublishPolicy) -> MergePlan {
        var planner = MergePlanner(state: self, models: models, policy: policy)
        return planner.plan()
    }

    /// Takes over what `plan` published, once its transaction is committed or if it holds no records.
    public mutating func confirm(_ plan: MergePlan) {
        for update in plan.updates {
            published[update.list.queue, default: [:]][update.list] = update.published
            if published[update.list.queue]?.isEmpty == true { published[update.list.queue] = nil }
        }
        for (queue, evaluation) in plan.evaluated { evaluated[queue] = evaluation }
        // Since the plan was made, or before, lists may have come whose head is still on its way.
        for queue in plan.forgotten where candidates[queue]?.isEmpty == true {
            candidates[queue] = nil
            evaluated[queue] = nil
        }
    }

    private mutating func withCandidates(of queue: String, _ body: (inout QueueCandidates) -> Bool) -> Bool {
        body(&candidates[queue, default: QueueCandidates(journalPartitions: journalPartitions)])
    }

    private mutating func forgetIfEmpty(_ name: ListName) {
        guard let known = published[name.queue]?[name], known.list == nil, known.entries.isEmpty else {
            return
        }
        published[name.queue]?[name] = nil
        if published[name.queue]?.isEmpty == true { published[name.queue] = nil }
    }
}
