// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ranking
public import Scoring

/// The fold and the ranking without Kafka: events go in, and the lists of any instant come out.
///
/// The lists hold what the stages publish from the same events at the same instant, if hysteresis is 0 (with it,
/// a list also depends on those before).
///
/// Accounts have nothing in common, so they are shared out to partitions, as a journal on Kafka does, which are worked
/// on side by side.
public struct OfflineRanking: Sendable {
    /// The model.
    public let model: Model
    private var partitions: [OfflinePartition]
    private var nextOffset: Int64 = 0

    /// A ranking of no events.
    public init(model: Model) {
        self.model = model
        partitions = (0..<Self.partitionCount).map {
            OfflinePartition(number: $0, table: AccountTable(model: model.scoring))
        }
    }

    /// As many as are of use to a machine with more cores than most: what is done with each batch is short.
    private static let partitionCount = 8

    /// The folds of all accounts.
    public var tables: [AccountTable] { partitions.map(\.table) }

    /// How many accounts there are, erased ones included.
    public var accountCount: Int { partitions.reduce(0) { $0 + $1.table.count } }

    /// The fold that `account` is in, if there is anything of it.
    public func table(of account: AccountID) -> AccountTable {
        partitions[Self.partition(of: account.domain.utf8.span)].table
    }

    private static func partition(of account: Span<UInt8>) -> Int {
        Int(Murmur2Partitioner.partition(key: account, count: Int32(partitionCount)))
    }

    /// Folds the next event of the journal.
    @discardableResult
    public mutating func fold(_ event: Event) -> FoldOutcome {
        defer { nextOffset += 1 }
        let partition = Self.partition(of: event.account.domain.utf8.span)
        return partitions[partition].table.fold(event, offset: nextOffset)
    }

    /// Folds the next event of the journal, as it was read from its record.
    @discardableResult
    public mutating func fold(_ event: borrowing JournalEvent) -> FoldOutcome {
        guard let other = event.other else { return fold(event.signal) }
        return fold(other)
    }

    /// Folds a signal as the next event of the journal.
    @discardableResult
    public mutating func fold(_ signal: borrowing CompactSignal) -> FoldOutcome {
        defer { nextOffset += 1 }
        let partition = Self.partition(of: signal.bytes.span.extracting(signal.account))
        return partitions[partition].table.fold(signal, offset: nextOffset)
    }

    /// Folds the events of records, but for those recorded after `instant`, as the next ones of the journal.
    mutating func fold(
        _ records: [Range<Int>],
        of bytes: [UInt8],
        routedBy router: inout RecordRouter,
        upTo instant: Timestamp
    ) -> [OfflinePartition.Outcome] {
        let routed = router.route(records, of: bytes, to: partitions.count)
        let offset = nextOffset
        nextOffset += Int64(records.count)
        return partitions.concurrentMap(
            threads: records.count > Self.recordsOfThread,
            work: routed.places.map(\.count)
        ) { $0.fold(routed, from: offset, upTo: instant) }
    }

    /// From how many records on a thread of their own is worth it.
    private static let recordsOfThread = 64

    /// The lists at `instant`, in order of their names; a queue without a partition field has a list in any case.
    public func lists(asOf instant: Timestamp) -> [PublishedList] {
        var partitions = partitions
        let queues = model.queues
        let ranked = partitions.concurrentMap(threads: accountCount > Self.accountsOfThread) {
            Candidates.select(from: $0.table, queues: queues, asOf: instant)
        }
        var names = Set(ranked.joined().map(\.name))
        for queue in queues where queue.partitionBy == nil { names.insert(ListName(queue: queue.name)) }
        return names.sorted().compactMap { name in
            guard let queue = queues.first(where: { $0.name == name.queue }) else { return nil }
            return list(name, of: queue, ranked, asOf: instant)
        }
    }

    /// From how many accounts on a thread of their own is worth it.
    private static let accountsOfThread = 1000

    /// The list of a name, which is of the whole journal, whatever partitions it was folded in.
    private func list(
        _ name: ListName,
        of queue: Queue,
        _ ranked: [[RankedList]],
        asOf instant: Timestamp
    ) -> PublishedList {
        let position = PublishedList.Position(partition: 0, offset: nextOffset, asOf: instant)
        var list = PublishedList(
            merging: ranked.map { lists in
                let candidates = lists.first { $0.name == name }?.candidates ?? []
                return PublishedList.Share(position: position, candidates: candidates)
            },
            into: name,
            of: queue,
            model: model.digest,
            previous: PublishedList.Previous(),
            enteredAt: { _ in nil }
        )
        list.positions = [position]
        return list
    }
}
