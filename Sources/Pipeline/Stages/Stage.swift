// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One stage of hotlist as a state machine without I/O: records and time go in, transactions come out.
///
/// A `StageDriver` runs it on a transport. The order of calls is: `restore` for the tailed topics, `assign`,
/// `restore`…, `restored`, then `receive`, `reachedEnd` and `transaction` as often as needed; each transaction is
/// answered by `committed`, `aborted` or `outcomeUnknown` before the next is asked for, and more may be received
/// meanwhile; `release` when the partitions go.
public protocol Stage: ~Copyable, Sendable {
    /// Which of the three it is.
    var name: StageName { get }

    /// The topics that its consumer group reads.
    var subscription: [String] { get }

    /// Topics of which every process reads every partition, from the beginning and for as long as it runs; they have
    /// been read to their end once before the first partitions are taken.
    var tailedTopics: [String] { get }

    /// Topics of which the watermarks of every partition are wanted at an assignment.
    var surveyedTopics: [String] { get }

    /// Partitions of other topics that belong to an assigned one.
    func related(to partition: TopicPartition) -> [TopicPartition]

    /// Takes partitions; says where to read on, and what to read before.
    mutating func assign(
        _ partitions: [TopicPartition],
        knowing facts: AssignmentFacts
    ) throws(StageRefusal) -> AssignmentPlan

    /// Whether what is kept on this host of a partition would be of use at its assignment.
    func wantsCache(of partition: TopicPartition) -> Bool

    /// Takes records of restored partitions, of tailed topics and of what is read again, and how far they go.
    mutating func restore(_ batch: RecordBatch, reaching ends: [TopicPartition: Int64])

    /// Everything that the plan asked for has been read: says where to begin.
    mutating func restored(at now: ClockReading) throws(StageRefusal) -> RestoredWork

    /// What the stage wants read beside its partitions, from these offsets on.
    var rereads: [TopicPartition: Int64] { get }

    /// Partitions whose watermarks the stage wants to know before its next transaction.
    func watermarksWanted(at now: ClockReading, closing: Bool) -> [TopicPartition]

    /// The watermarks that were wanted.
    mutating func take(_ watermarks: [TopicPartition: Range<Int64>])

    /// Takes records of the assigned partitions.
    mutating func receive(_ batch: RecordBatch, at now: ClockReading)

    /// The assigned partitions have been read up to these offsets, and there was nothing more.
    mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading)

    /// Exchanges an empty batch for the records of the next transaction that can be sent before it is due; they are not
    /// offered again with it. None are asked for while a transaction is being committed.
    mutating func takeRecordsAhead(_ batch: inout OutgoingBatch)

    /// The transaction that is due, if one is; with `closing`, whatever is left, in one or more of them.
    mutating func transaction(at now: ClockReading, closing: Bool) -> StageTransaction?

    /// In how many milliseconds a transaction may be due, for the poll's timeout.
    func delay(from now: ClockReading) -> Int64

    /// The last transaction has been committed.
    mutating func committed()

    /// What is to be written into the cache now; asked for in every round.
    mutating func cacheWrites() -> [StateCacheWrite]

    /// The last transaction has been aborted: says how its work is done again.
    mutating func aborted() -> AbortedWork

    /// Nobody can tell whether the last transaction has been committed: says how to go on.
    mutating func outcomeUnknown() -> UnknownWork

    /// The process uses as much memory as it may: the stage lets go of what it can as soon as it can.
    mutating func memoryIsShort(at now: ClockReading)

    /// The partitions are gone, or their truth must be read anew.
    mutating func release()

    /// Ticks so far; 0 for stages without.
    var ticks: Int64 { get }

    /// What people want to know of the stage.
    var report: StageReport { get }
}

/// What follows when everything that an assignment asked for has been read.
public enum RestoredWork: Hashable, Sendable {
    /// Work begins; reading starts at these offsets instead of those of the plan.
    case begins(at: [TopicPartition: Int64])
    /// What had been kept turned out to be of no use: the stage wants to be assigned its partitions again.
    case preparesAgain
}

/// How the work of an aborted transaction is done again.
public enum AbortedWork: Hashable, Sendable {
    /// The stage kept what it needs, and offers it again.
    case kept
    /// The stage forgot it: its records must be read again from the committed offsets.
    case rereads
}

/// How a stage goes on after a transaction of unknown outcome, once the producer has been replaced.
public enum UnknownWork: Hashable, Sendable {
    /// With what it has: what may have been committed is done again in a way that shows which came later.
    case goesOn
    /// From what the cluster says, as though the partitions had just been assigned.
    case prepares
}

/// Why a stage will not start on its partitions; a person has to decide something.
public struct StageRefusal: Error, Hashable, Sendable {
    /// What is wrong and what to do.
    public var reason: String

    /// A refusal for `reason`.
    public init(_ reason: String) {
        self.reason = reason
    }
}

extension Stage where Self: ~Copyable {
    /// Only `rank` ticks.
    public var ticks: Int64 { 0 }
    /// Only `rank` keeps state on its host.
    public func wantsCache(of partition: TopicPartition) -> Bool { false }
    /// Only `rank` reads the journal again.
    public var rereads: [TopicPartition: Int64] { [:] }
    /// Only `rank` asks before a checkpoint.
    public func watermarksWanted(at now: ClockReading, closing: Bool) -> [TopicPartition] { [] }
    /// Only `rank` keeps state on its host.
    public mutating func cacheWrites() -> [StateCacheWrite] { [] }
    /// Only `ingest` can: of the others' records, what is sent later may change what has to be sent first.
    public mutating func takeRecordsAhead(_ batch: inout OutgoingBatch) {}
    /// Only `rank` holds what a transaction need not wait for.
    public mutating func memoryIsShort(at now: ClockReading) {}
    /// Only `rank` asks.
    public mutating func take(_ watermarks: [TopicPartition: Range<Int64>]) {}
}
