// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Ranking
import Scoring

/// What has been read of a partition's state, and what had been kept of it, until the fold can go on.
struct PartitionRestoration: Sendable {
    /// What had been kept, here or in a cache, turned out to be of no use.
    enum Fault: Error {
        case unusable
        case refused(StageRefusal)
    }

    /// For how many accounts room is made before it is known how many there are.
    private static let mostReserved = 1 << 20

    let number: Int32
    /// The group's committed offset.
    private let committed: Int64?
    /// The offsets of the journal's records.
    private let journal: Range<Int64>
    /// The offsets of the state's records.
    private let state: Range<Int64>
    /// From where `<id>.state` is read.
    let readsFrom: Int64
    /// To where it is read: what comes after is of an owner that took the partition over in the meantime.
    var readsUntil: Int64 { state.upperBound }
    /// The folds of all fingerprints that are known.
    private var folds: [PartitionFold] = []
    /// The place in `folds` of the record before, which most have in common.
    private var lastPlace = 0
    /// The partition's own record.
    private(set) var record: PartitionRecord?
    /// Why it cannot be read.
    private var recordFault: String?
    /// Fingerprints of which a record cannot be read.
    private var broken: Set<String> = []
    /// Accounts of fingerprints that no known model has.
    private var foreign: [String: [AccountID]] = [:]
    /// What the partition's own record must say if what was kept is of use.
    private var expected: (founded: Timestamp, send: Int64)?
    /// The folds that what was kept had; others are not whole, since only a part of the topic is read.
    private var keptFolds: Set<String>?
    /// A next fold that had not been stored.
    private var unstored: NextFold?
    private var stale: [StaleState] = []
    private var cache: PartitionCache
    /// The fold that the cache is of, if there is one.
    private var cachedFold: String?

    /// Begins with nothing.
    init(_ number: Int32, committed: Int64?, journal: Range<Int64>, state: Range<Int64>, keepsCache: Bool) {
        self.number = number
        self.committed = committed
        self.journal = journal
        self.state = state
        readsFrom = state.lowerBound
        cache = PartitionCache(isOn: keepsCache)
    }

    /// Begins with a partition that was this process's before.
    init?(kept: RankPartition, committed: Int64?, journal: Range<Int64>, state: Range<Int64>) {
        guard state.contains(kept.stateOffset) || kept.stateOffset == state.upperBound,
            let founded = kept.sent.founded
        else { return nil }
        number = kept.number
        self.committed = committed
        self.journal = journal
        self.state = state
        readsFrom = kept.stateOffset
        folds = [kept.fold]
        if let next = kept.next {
            if next.isStored {
                folds.append(next.fold)
            } else {
                // Others may have gone on since, and `<id>.state` says nothing of it.
                unstored = next.isJoined ? NextFold(fold: next.fold, nextOffset: kept.nextOffset) : next
            }
        }
        stale = kept.stale
        keptFolds = Set(folds.map(\.fingerprint))
        expected = (founded, 0)
        cache = kept.cache
        cachedFold = kept.fold.fingerprint
    }

    /// Begins with what a cache of this host says.
    init?(
        cached: CachedState,
        size: Int,
        model: Model,
        committed: Int64?,
        journal: Range<Int64>,
        state: Range<Int64>
    ) {
        let offset = cached.commit.stateOffset
        guard offset >= state.lowerBound, offset <= state.upperBound else { return nil }
        number = cached.header.partition
        self.committed = committed
        self.journal = journal
        self.state = state
        readsFrom = offset
        var fold = PartitionFold(model)
        do { try fold.restore(cached) } catch { return nil }
        folds = [fold]
        keptFolds = [fold.fingerprint]
        expected = (Timestamp(milliseconds: cached.header.founded), cached.commit.send)
        cache = PartitionCache(continuing: cached, size: size)
        cachedFold = fold.fingerprint
    }

    // MARK: Reading

    /// Takes a record of `<id>.state`.
    mutating func take(_ key: Span<UInt8>, _ value: Span<UInt8>?, models: ModelShelf) {
        guard let separator = key.firstIndex(of: StateKey.separator) else {
            if String(copying: key) == PartitionRecord.key { takeRecord(value) }
            return
        }
        let id = key.extracting(separator + 1..<key.count)
        guard let place = place(of: key.extracting(0..<separator), models) else {
            let fingerprint = String(copying: key.extracting(0..<separator))
            if value != nil {
                foreign[fingerprint, default: []].append(AccountID(domain: String(copying: id)))
            }
            return
        }
        do {
            try folds[place].restore(id, value)
            // What others have stored since must be in the cache before it says that it goes further.
            if folds[place].fingerprint == cachedFold { noteRestored(id, in: folds[place]) }
        } catch {
            let fold = folds.remove(at: place)
            broken.insert(fold.fingerprint)
            foreign[fold.fingerprint, default: []] += fold.accounts + [AccountID(domain: String(copying: id))]
        }
    }

    /// Where the fold of a fingerprint stands; nil if no known model has it, or a record of it cannot be read.
    private mutating func place(of fingerprint: Span<UInt8>, _ models: ModelShelf) -> Int? {
        if lastPlace < folds.count, folds[lastPlace].fingerprint.utf8.span.isEqual(to: fingerprint) {
            return lastPlace
        }
        let name = String(copying: fingerprint)
        if let known = folds.firstIndex(where: { $0.fingerprint == name }) {
            lastPlace = known
        } else {
            guard !broken.contains(name), let model = models.model(foldingAs: name) else { return nil }
            lastPlace = folds.count
            var fold = PartitionFold(model)
            // There are no more accounts than records, and often nearly as many.
            fold.reserve(min(state.count, Self.mostReserved))
            folds.append(fold)
        }
        return lastPlace
    }

    private mutating func noteRestored(_ id: Span<UInt8>, in fold: PartitionFold) {
        let account = AccountID(domain: String(copying: id))
        guard let index = fold.table.index(of: account) else { return }
        cache.noteRestored(
            StoredAccount(index: index, account: account, record: fold.table.record(at: index))
        )
    }

    /// Takes out the fold of a fingerprint.
    private mutating func removeFold(_ fingerprint: String) -> PartitionFold? {
        folds.firstIndex { $0.fingerprint == fingerprint }.map { folds.remove(at: $0) }
    }

    private mutating func takeRecord(_ value: Span<UInt8>?) {
        recordFault = nil
        record = nil
        guard let value else { return }
        do {
            record = try PartitionRecord(encoded: Array(copying: value))
        } catch {
            recordFault = error.description
        }
    }

    // MARK: Going on

    /// The partition as it goes on.
    mutating func partition(_ models: ModelShelf, at now: ClockReading) throws(Fault) -> RankPartition {
        if let recordFault {
            throw .refused(
                StageRefusal(
                    """
                    the record \(PartitionRecord.key) of partition \(number) of the state cannot be read: \
                    \(recordFault). Was it written by a later version of hotlist?
                    """
                )
            )
        }
        if let expected {
            guard let record, record.founded == expected.founded, record.send >= expected.send,
                broken.isEmpty,
                isWhole(record.fingerprint)
            else { throw .unusable }
        }
        guard let record, let (fold, offset) = try resumed(record, models) else {
            return try rebuilt(models, at: now)
        }
        var next: NextFold?
        if let active = models.active, active.foldFingerprint != fold.fingerprint {
            if models.catalogue.isReady(number), !isWhole(active.foldFingerprint) { throw .unusable }
            if models.catalogue.isReady(number), !broken.contains(active.foldFingerprint) {
                // It is stored up to the group's offset, and without a record if there was no account.
                let stored = removeFold(active.foldFingerprint) ?? PartitionFold(active)
                next = NextFold(fold: stored, nextOffset: offset, isJoined: true, isStored: true)
            } else if let kept = unstored, kept.fold.fingerprint == active.foldFingerprint {
                next = kept
                unstored = nil
            }
        }
        return finished(fold, next, start: offset, foldsUntil: record.foldOffset, at: now)
    }

    /// Whether all that `<id>.state` has of a fold is known.
    private func isWhole(_ fingerprint: String) -> Bool {
        keptFolds?.contains(fingerprint) ?? true
    }

    /// The fold that the partition's record speaks of, and where it goes on; nil if it has to be built anew.
    private mutating func resumed(
        _ record: PartitionRecord,
        _ models: ModelShelf
    ) throws(Fault) -> (fold: PartitionFold, offset: Int64)? {
        let fingerprint = record.fingerprint
        let offset = committed ?? journal.lowerBound
        guard !broken.contains(fingerprint) else { return nil }
        let sameFold = models.active.flatMap { $0.foldFingerprint == fingerprint ? $0 : nil }
        guard let model = sameFold ?? models[record.model] ?? models.model(foldingAs: fingerprint),
            model.foldFingerprint == fingerprint
        else { return nil }
        guard offset >= journal.lowerBound else {
            throw .refused(
                StageRefusal(
                    """
                    partition \(number) of the journal begins at offset \(journal.lowerBound), but \(offset) is the \
                    next to fold: events were deleted before they were folded. Keep the journal for longer \
                    (retention.ms), and delete the group's offset of the partition to accept the loss
                    """
                )
            )
        }
        if let kept = folds.first(where: { $0.fingerprint == fingerprint })?.furthest, expected != nil,
            kept >= journal.upperBound
        {
            throw .unusable
        }
        guard max(offset, record.foldOffset) <= journal.upperBound else {
            throw .refused(
                StageRefusal(
                    """
                    partition \(number) of the journal ends at offset \(journal.upperBound), but it has been folded \
                    to \(max(offset, record.foldOffset)): the topic was deleted and made again. Give the deployment \
                    another application_id, or delete its state topic and the offsets of its groups as well
                    """
                )
            )
        }
        var fold = removeFold(fingerprint) ?? PartitionFold(model)
        return fold.score(by: model) ? (fold, offset) : nil
    }

    /// A fold from the beginning of the journal, under the active model.
    private mutating func rebuilt(
        _ models: ModelShelf,
        at now: ClockReading
    ) throws(Fault) -> RankPartition {
        guard let active = models.active else {
            throw .refused(StageRefusal(models.trouble ?? "no model is active"))
        }
        cachedFold = nil
        let until = record.map { min($0.foldOffset, journal.upperBound) } ?? journal.upperBound
        return finished(
            PartitionFold(active),
            nil,
            start: journal.lowerBound,
            foldsUntil: max(until, record == nil ? journal.upperBound : 0),
            at: now
        )
    }

    private mutating func finished(
        _ fold: PartitionFold,
        _ next: NextFold?,
        start: Int64,
        foldsUntil: Int64,
        at now: ClockReading
    ) -> RankPartition {
        if fold.fingerprint != cachedFold { cache.isForeign = true }
        // Whatever else there is, nobody will keep up; a part of a fold that was being prepared may be stored, too.
        if let left = unstored?.fold {
            stale.append(StaleState(fingerprint: left.fingerprint, accounts: left.accounts))
        }
        for left in folds.sorted(by: { $0.fingerprint < $1.fingerprint }) {
            stale.append(StaleState(fingerprint: left.fingerprint, accounts: left.accounts))
        }
        for (fingerprint, accounts) in foreign.sorted(by: { $0.key < $1.key }) {
            stale.append(StaleState(fingerprint: fingerprint, accounts: accounts))
        }
        return RankPartition(
            number,
            fold: fold,
            next: next,
            sent: SentLists(partition: Int(number), restoring: record),
            start: start,
            // What was kept may be further than what has been sent; until the fold is there, it is of no one offset.
            foldsUntil: max(
                foldsUntil,
                fold.furthest + 1,
                next?.isJoined == true ? (next?.fold.furthest ?? -1) + 1 : 0
            ),
            journalStart: journal.lowerBound,
            stateOffset: state.upperBound,
            stale: stale.filter { !$0.accounts.isEmpty },
            cache: cache,
            at: now
        )
    }
}

extension Span<UInt8> {
    fileprivate func firstIndex(of byte: UInt8) -> Int? {
        for index in indices where self[index] == byte { return index }
        return nil
    }
}

extension String {
    /// The text of UTF-8 bytes.
    init(copying bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8] {
    fileprivate init(copying bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
