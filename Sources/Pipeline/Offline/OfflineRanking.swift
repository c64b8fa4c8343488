// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ranking
public import Scoring

/// The fold and the ranking without Kafka: events go in, and the lists of any instant come out.
///
/// The lists hold what the stages publish from the same events at the same instant, if hysteresis is 0 (with it,
/// a list also depends on those before).
public struct OfflineRanking: Sendable {
    /// The model.
    public let model: Model
    /// The fold of all accounts.
    public private(set) var table: AccountTable
    private var nextOffset: Int64 = 0

    /// A ranking of no events.
    public init(model: Model) {
        self.model = model
        table = AccountTable(model: model.scoring)
    }

    /// Folds the next event of the journal.
    @discardableResult
    public mutating func fold(_ event: Event) -> FoldOutcome {
        defer { nextOffset += 1 }
        return table.fold(event, offset: nextOffset)
    }

    /// Folds the next event of the journal, as it was read from its record.
    @discardableResult
    public mutating func fold(_ event: borrowing JournalEvent) -> FoldOutcome {
        defer { nextOffset += 1 }
        return table.fold(event, offset: nextOffset)
    }

    /// Folds a signal as the next event of the journal.
    @discardableResult
    public mutating func fold(_ signal: borrowing CompactSignal) -> FoldOutcome {
        defer { nextOffset += 1 }
        return table.fold(signal, offset: nextOffset)
    }

    /// Begins to bring near what the fold of these events will read.
    mutating func prefetch(_ events: Span<JournalEvent>) {
        table.prefetch(events)
    }

    /// The lists at `instant`, in order of their names; a queue without a partition field has a list in any case.
    public func lists(asOf instant: Timestamp) -> [PublishedList] {
        let ranked = Candidates.select(from: table, queues: model.queues, asOf: instant)
        let position = PublishedList.Position(partition: 0, offset: nextOffset, asOf: instant)
        var lists: [PublishedList] = []
        for queue in model.queues {
            var shares = ranked.filter { $0.name.queue == queue.name }
            if shares.isEmpty, queue.partitionBy == nil {
                shares = [RankedList(name: ListName(queue: queue.name), candidates: [])]
            }
            for share in shares {
                lists.append(
                    PublishedList(
                        merging: [PublishedList.Share(position: position, candidates: share.candidates)],
                        into: share.name,
                        of: queue,
                        model: model.digest,
                        previous: PublishedList.Previous(),
                        enteredAt: { _ in nil }
                    )
                )
            }
        }
        return lists.sorted { $0.list < $1.list }
    }
}
