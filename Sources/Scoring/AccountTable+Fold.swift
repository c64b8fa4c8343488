// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension AccountTable {
    /// The most dispositions that an account keeps, one for all queues included.
    public static let dispositionLimit = 64

    /// Folds the event of a record that stands at `offset` in the journal's partition, as below.
    @discardableResult
    public mutating func fold(_ event: borrowing JournalEvent, offset: Int64) -> FoldOutcome {
        guard !event.isSignal, let other = event.other else {
            return fold(event.signal, ofAccountWith: event.accountHash, offset: offset)
        }
        return fold(other, offset: offset)
    }

    /// Folds the event that stands at `offset` in the journal's partition; offsets rise from event to event.
    ///
    /// An event at or below the offset that the account's state is folded to changes nothing.
    @discardableResult
    public mutating func fold(_ event: Event, offset: Int64) -> FoldOutcome {
        if case .signal(let signal) = event.payload {
            return fold(CompactSignal(signal, of: event), offset: offset)
        }
        let hash = AccountID.hash(event.account.domain.utf8.span)
        let known = index(of: event.account.domain.utf8.span, hash)
        if let known, offset <= accounts[known].memory.foldedThrough {
            return FoldOutcome(effect: .alreadyFolded, account: known)
        }
        switch event.payload {
        case .retract(let retraction):
            let index = indexForFolding(known, event.account.domain.utf8.span, hash, at: offset)
            return retract(
                EventIdentity.hash(source: retraction.source, id: retraction.id),
                in: index,
                offset: offset
            )
        case .account(let change):
            let index = indexForFolding(known, event.account.domain.utf8.span, hash, at: offset)
            return fold(change, into: index, at: Stamp(time: event.time, offset: offset))
        case .disposition(let disposition):
            let index = indexForFolding(known, event.account.domain.utf8.span, hash, at: offset)
            return fold(disposition, into: index, at: Stamp(time: event.time, offset: offset))
        case .superseded(let successor):
            let index = indexForFolding(known, event.account.domain.utf8.span, hash, at: offset)
            accounts[index].memory.supersededBy = successor
            return FoldOutcome(effect: .superseded, account: index)
        case .erase:
            if let known { clear(known, through: offset) }
            return FoldOutcome(effect: .erased, account: known)
        case .unknown, .signal:
            return FoldOutcome(effect: .unknownType, account: known)
        }
    }

    /// The index of the account of this id, `known` if it has one, awake and folded through `offset`.
    mutating func indexForFolding(
        _ known: Int?,
        _ id: borrowing Span<UInt8>,
        _ hash: UInt32,
        at offset: Int64
    ) -> Int {
        let index = known ?? addAccount(id, hash)
        wake(index)
        accounts[index].memory.foldedThrough = offset
        return index
    }

    private mutating func fold(_ change: ProfileChange, into index: Int, at stamp: Stamp) -> FoldOutcome {
        let (changed, ignored) = accounts[index].memory.profile.apply(change, at: stamp)
        if changed { updateFit(at: index) }
        return FoldOutcome(
            effect: changed ? .profileChanged : .profileStale,
            account: index,
            ignored: ignored
        )
    }

    /// The newest disposition of each queue wins; of too many the oldest goes.
    private mutating func fold(_ disposition: Disposition, into index: Int, at stamp: Stamp) -> FoldOutcome {
        guard (disposition.queue?.utf8.count ?? 0) <= KeptText.dispositionBytes else {
            return FoldOutcome(effect: .dispositionIgnored, account: index)
        }
        var disposition = disposition
        disposition.by = disposition.by.map { KeptText.cut($0, to: KeptText.dispositionBytes) }
        var records = accounts[index].memory.dispositions
        if let same = records.firstIndex(where: { $0.disposition.queue == disposition.queue }) {
            guard stamp >= records[same].stamp else {
                return FoldOutcome(effect: .dispositionStale, account: index)
            }
            records.remove(at: same)
        }
        let place =
            records.firstIndex { Self.precedes(disposition.queue, $0.disposition.queue) } ?? records.count
        records.insert(DispositionRecord(disposition: disposition, stamp: stamp), at: place)
        if records.count > Self.dispositionLimit,
            let oldest = records.indices.min(by: { records[$0].stamp < records[$1].stamp })
        {
            records.remove(at: oldest)
        }
        accounts[index].memory.dispositions = records
        summaries[index].hasDispositions = true
        return FoldOutcome(effect: .disposition, account: index)
    }

    /// Whether the disposition for `left` stands before the one for `right`; nil, all queues, is first.
    private static func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let right else { return false }
        return left.map { $0.utf8.lexicographicallyPrecedes(right.utf8) } ?? true
    }
}
