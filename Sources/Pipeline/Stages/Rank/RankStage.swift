// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
import JSON
public import Ranking
public import Scoring

/// The second stage: folds the journal into accounts, sends the best of each list on each tick, and stores the
/// accounts in checkpoints.
public struct RankStage: Stage, ~Copyable {
    let names: TopicNames
    let counts: PartitionCounts
    let settings: RankSettings
    var models: ModelShelf
    var partitions: [RankPartition] = []
    /// What is being restored of each assigned partition.
    var restorations: [PartitionRestoration] = []
    /// Partitions that were this process's last.
    var kept: [RankPartition] = []
    /// Partitions of which nothing that is kept may be used at the next assignment, since it proved to be of no use.
    var distrusted: Set<Int32> = []
    var clock: TickClock
    /// How far the activation of the active model has come.
    var activation = ActivationProgress()
    /// Whether the transaction under way holds a tick.
    var hasTicked = false
    /// Whether all batches since the last tick left records behind; nil before the first of them.
    var leftRecordsBehind: Bool?
    var tally = RankTally()
    /// When the newest event that has been folded was recorded, in milliseconds; 0 before the first.
    var newestEvent: Int64 = 0
    /// How far the local clock was ahead of the brokers' when the last record came, in milliseconds.
    var clockOffset: Int64 = 0
    /// What the clocks said last.
    var lastReading = ClockReading(wall: Timestamp(milliseconds: 0), monotonic: 0)

    /// A stage that has no partitions yet.
    ///
    /// - Parameters:
    ///   - names: the deployment's topics.
    ///   - counts: how many partitions they have.
    ///   - settings: when it ticks and stores.
    ///   - readModel: makes models of the documents in `<id>.models`.
    public init(
        names: TopicNames,
        counts: PartitionCounts,
        settings: RankSettings,
        readModel: @escaping ModelReader
    ) {
        self.names = names
        self.counts = counts
        self.settings = settings
        models = ModelShelf(readModel)
        clock = Self.clock(settings)
    }

    /// From how many records on it is worth while to fold partitions on several threads.
    private static let threadedRecords = 256

    static func clock(_ settings: RankSettings) -> TickClock {
        TickClock(
            interval: settings.publishInterval,
            refreshInterval: settings.policy.refreshInterval,
            maximumSkew: settings.maximumClockSkew
        )
    }

    /// By how many milliseconds a tick may be late: while all batches leave records behind, a tick a second is enough,
    /// and takes less from catching up.
    var patience: Int64 { leftRecordsBehind == true ? 750 : 0 }

    /// Ticks so far.
    public var ticks: Int64 { tally.ticks }
    /// `rank`.
    public var name: StageName { .rank }
    /// The journal.
    public var subscription: [String] { [names.journal] }
    /// `<id>.models`.
    public var tailedTopics: [String] { [names.models] }
    /// None.
    public var surveyedTopics: [String] { [] }

    /// The partition of `<id>.state` that has the number of the journal partition.
    public func related(to partition: TopicPartition) -> [TopicPartition] {
        [TopicPartition(names.state, partition.partition)]
    }

    /// Folds events, of several partitions at a time.
    public mutating func receive(_ batch: RecordBatch, at now: ClockReading) {
        tally.count(records: batch.records.count)
        leftRecordsBehind = batch.hasMore && leftRecordsBehind != false
        let all = batch.runs
        @Sendable func runs(of partition: Int32) -> [RecordBatch.Run] {
            all.filter { batch.partitions[$0.source].partition == partition }
        }
        let folded = partitions.concurrentMap(
            threads: batch.records.count >= Self.threadedRecords,
            work: partitions.map { runs(of: $0.number).reduce(0) { $0 + $1.records.count } }
        ) { partition in
            partition.fold(batch, runs(of: partition.number))
        }
        for (tally, newest) in folded {
            self.tally.add(tally)
            newestEvent = max(newestEvent, newest)
        }
        // The journal's timestamps are the brokers' (LogAppendTime).
        if let last = batch.records.last, last.timestamp >= 0 {
            clockOffset = now.wall.milliseconds - last.timestamp
        }
    }

    /// The fold has come to the end of a partition.
    public mutating func reachedEnd(_ ends: [TopicPartition: Int64], at now: ClockReading) {
        for (partition, end) in ends {
            guard let index = index(of: partition.partition) else { continue }
            partitions[index].advance(to: end)
        }
    }

    func index(of partition: Int32) -> Int? {
        partitions.firstIndex { $0.number == partition }
    }

    /// The fold that knows `account`, and the account's index in it; nil if no owned partition knows it.
    public func fold(of account: AccountID) -> (model: Model, table: AccountTable, index: Int)? {
        for partition in partitions {
            if let index = partition.fold.table.index(of: account) {
                return (partition.fold.model, partition.fold.table, index)
            }
        }
        return nil
    }
}
