// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// One journal partition in `rank`: the fold of its events, what has been sent of it, and what is stored of it.
struct RankPartition: Sendable {
    /// What the transaction under way holds of the partition.
    struct Offer: Sendable {
        /// What is known of the lists after it.
        var lists: SentLists.Plan
        /// How far the checkpoint is after it.
        var step: Checkpoint.Step?
        /// The group's offset in it.
        var groupOffset: Int64
        /// The activation for which it says that the fold under its model can be restored.
        var marks: Int64?
        /// What it stores of the fold.
        var stored: [StoredAccount] = []
    }

    /// The number of the partition, in the journal and in `<id>.state`.
    let number: Int32
    /// The fold that lists are sent from.
    var fold: PartitionFold
    /// The fold under the active model, as long as that is another one.
    var next: NextFold?
    /// What stands in `<id>.candidates`.
    var sent: SentLists
    /// The next offset to fold.
    var nextOffset: Int64
    /// No tick before the fold has come here.
    let foldsUntil: Int64
    /// Where the journal begins.
    let journalStart: Int64
    /// The group's offset: all events below it are in `<id>.state`.
    private(set) var groupOffset: Int64
    /// What stands in `<id>.state` below this offset is in the folds.
    private(set) var stateOffset: Int64
    /// When `stateOffset` was known.
    private(set) var stateTime: ClockReading
    /// Account states that nobody keeps up.
    var stale: [StaleState]
    /// The checkpoint under way.
    private(set) var checkpoint: Checkpoint?
    /// How many records of the last checkpoint stand above `stateOffset`, where a restart begins to read.
    private var recordsAbove = 0
    /// When the next checkpoint is due, on the monotonic clock.
    private(set) var checkpointDue: Int64 = .min
    /// The end of `<id>.state`, as asked for the next checkpoint.
    var knownStateEnd: Int64?
    /// The last activation for which it was said that the fold under its model can be restored.
    private var marked: Int64 = 0
    /// What the transaction under way holds.
    private(set) var offered: Offer?
    /// What is kept of the partition on this host.
    var cache: PartitionCache
    /// How many checkpoints have been finished, and how many accounts they wrote.
    private(set) var checkpoints: Int64 = 0
    private(set) var storedAccounts: Int64 = 0

    init(
        _ number: Int32,
        fold: PartitionFold,
        next: NextFold?,
        sent: SentLists,
        start: Int64,
        foldsUntil: Int64,
        journalStart: Int64,
        stateOffset: Int64,
        stale: [StaleState],
        cache: PartitionCache,
        at now: ClockReading
    ) {
        self.number = number
        self.fold = fold
        self.next = next
        self.sent = sent
        nextOffset = start
        groupOffset = start
        self.foldsUntil = foldsUntil
        self.journalStart = journalStart
        self.stateOffset = stateOffset
        stateTime = now
        self.stale = stale
        self.cache = cache
    }

    /// Whether the fold has come as far as it had been, or as the journal was at the assignment.
    var isCaughtUp: Bool { nextOffset >= foldsUntil }

    // MARK: Folding

    /// Folds the events in these parts of a batch.
    ///
    /// Answers what they did, and when the newest was recorded, in milliseconds; 0 without any.
    mutating func fold(
        _ batch: borrowing RecordBatch,
        _ runs: [RecordBatch.Run]
    ) -> (tally: RankTally, newestEvent: Int64) {
        var tally = RankTally()
        var newest: Int64 = 0
        guard !runs.isEmpty else { return (tally, newest) }
        var reader = JournalReader()
        let bytes = batch.bytes.span
        for run in runs {
            for place in run.records {
                let record = batch.records[place]
                if let value = record.value,
                    (try? reader.read(bytes.extracting(value), offset: record.offset)) != nil
                {
                    if reader.isFull { fold(&reader, &tally, &newest) }
                } else {
                    // Not written by `ingest`; what cannot be read cannot count, and the journal goes on.
                    tally.countUnreadable()
                }
                advance(to: record.offset + 1)
            }
        }
        fold(&reader, &tally, &newest)
        return (tally, newest)
    }

    /// Folds the events that have been read.
    private mutating func fold(
        _ reader: inout JournalReader,
        _ tally: inout RankTally,
        _ newest: inout Int64
    ) {
        fold.prefetch(reader.accountHashes.span.extracting(0..<reader.count))
        // Asked once, as all of `next` is copied for the answer.
        let isJoined = next?.isJoined == true
        reader.take { event, offset in
            if isJoined { _ = next?.fold.fold(event, offset: offset) }
            tally.count(fold.fold(event, offset: offset))
            newest = max(newest, event.recordedTime.milliseconds)
        }
    }

    /// The partition has been read up to `offset`.
    mutating func advance(to offset: Int64) {
        nextOffset = max(nextOffset, offset)
    }

    /// Whether the next fold has still to read the journal.
    var isRebuilding: Bool { next.map { !$0.isJoined } ?? false }

    /// The next fold reads on; events that the fold has not come to are left to both.
    mutating func rebuild(_ event: borrowing JournalEvent, offset: Int64) {
        guard isRebuilding, offset < nextOffset else { return }
        _ = next?.fold.fold(event, offset: offset)
    }

    /// The next fold has read up to `offset`; once that is as far as the other, they go on together.
    mutating func rebuilt(to offset: Int64) {
        guard isRebuilding, let lagging = next else { return }
        next?.nextOffset = max(lagging.nextOffset, min(offset, nextOffset))
        if offset >= nextOffset { next?.isJoined = true }
    }

    // MARK: Models

    /// Goes over to the active model: at once if it only scores differently, else by building its fold beside.
    ///
    /// - Parameters:
    ///   - active: the active model.
    ///   - isReady: whether all partitions have stored their folds under it.
    mutating func follow(_ active: Model, isReady: Bool) {
        guard active.digest != fold.model.digest || next != nil else { return }
        if fold.score(by: active) {
            dropNext()
            return
        }
        if next?.fold.fingerprint != active.foldFingerprint {
            dropNext()
            next = NextFold(fold: PartitionFold(active), nextOffset: journalStart)
        }
        if next?.fold.model.digest != active.digest, next?.fold.score(by: active) == false { return }
        // The accounts of a checkpoint under way are those of this fold.
        if isReady, checkpoint == nil, let ready = next, ready.isStored {
            stale.append(StaleState(fingerprint: fold.fingerprint, accounts: fold.accounts))
            fold = ready.fold
            next = nil
            cache.isForeign = true
        }
    }

    private mutating func dropNext() {
        guard let dropped = next else { return }
        stale.append(StaleState(fingerprint: dropped.fold.fingerprint, accounts: dropped.fold.accounts))
        next = nil
        if checkpoint?.storesNext == true { abandonCheckpoint() }
    }

    // MARK: Checkpoints

    /// When the first checkpoint after an assignment is due.
    mutating func scheduleCheckpoint(at time: Int64) {
        checkpointDue = time
    }

    /// Has the next checkpoint come no later than `time`.
    mutating func hastenCheckpoint(to time: Int64) {
        checkpointDue = min(checkpointDue, time)
    }

    /// Whether anything is not stored that a checkpoint would store.
    ///
    /// `recordsReadAgain`: of how many records of the last one it is not worth while to say that they are known.
    func wantsCheckpoint(isMerged: Bool, recordsReadAgain: Int) -> Bool {
        checkpoint == nil
            && (!fold.touched.isEmpty || nextOffset > groupOffset || recordsAbove > recordsReadAgain
                || next.map { $0.isJoined && (!$0.isStored || !$0.fold.touched.isEmpty) } ?? false
                || !removable(isMerged: isMerged).isEmpty)
    }

    /// Begins a checkpoint of everything that is not stored.
    mutating func beginCheckpoint(isMerged: Bool) {
        var nextAccounts: [Int] = []
        var storesNext = false
        if let joined = next, joined.isJoined {
            if !joined.isStored { next?.fold.touchAll() }
            nextAccounts = next?.fold.takeTouched() ?? []
            storesNext = true
        }
        let removed = removable(isMerged: isMerged)
        stale.removeAll { state in removed.contains { $0.fingerprint == state.fingerprint } }
        checkpoint = Checkpoint(
            begin: nextOffset,
            stateOffset: knownStateEnd ?? stateOffset,
            accounts: fold.takeTouched(),
            nextAccounts: nextAccounts,
            storesNext: storesNext,
            stale: keys(of: removed)
        )
        knownStateEnd = nil
    }

    /// Stale states that may go now: those in the way of a fold, and all once the lists are of the active model.
    private func removable(isMerged: Bool) -> [StaleState] {
        stale.filter { state in
            if state.fingerprint == next?.fold.fingerprint { return next?.isJoined == true }
            return state.fingerprint == fold.fingerprint ? isCaughtUp : isMerged
        }
    }

    /// The keys of `states`, but for those that a fold of the same rules keeps up.
    private func keys(of states: [StaleState]) -> [Checkpoint.StaleKey] {
        states.flatMap { state in
            let kept = [fold, next?.fold].compactMap { $0 }.first { $0.fingerprint == state.fingerprint }
            return state.accounts.filter { kept?.table.index(of: $0) == nil }.map {
                Checkpoint.StaleKey(fingerprint: state.fingerprint, account: $0)
            }
        }
    }

    /// Gives up the checkpoint under way; all that it was to write is not stored.
    private mutating func abandonCheckpoint() {
        guard let abandoned = checkpoint else { return }
        checkpoint = nil
        var left: [String: [AccountID]] = [:]
        for key in abandoned.stale[abandoned.done.stale...] {
            left[key.fingerprint, default: []].append(key.account)
        }
        stale += left.sorted { $0.key < $1.key }.map { StaleState(fingerprint: $0.key, accounts: $0.value) }
        fold.touch(again: abandoned.accounts)
    }

    // MARK: Transactions

    /// Whether a restore would give the fold under the active model, and nobody has been told for its activation.
    func wantsMark(_ activation: ModelActivation?) -> Bool {
        guard let activation, marked < activation.sequence else { return false }
        if let next { return next.isStored && next.fold.model.digest == activation.model }
        return isCaughtUp && fold.model.digest == activation.model
    }

    /// Takes part in a transaction.
    mutating func offer(_ offer: Offer) {
        offered = offer
    }

    /// The transaction stands.
    mutating func committed(at now: ClockReading, nextCheckpoint: Int64) {
        guard let offer = offered else { return }
        offered = nil
        sent = offer.lists.committed
        groupOffset = offer.groupOffset
        if let sequence = offer.marks { marked = sequence }
        cache.note(offer.stored)
        fold.rest(offer.stored)
        guard let step = offer.step, var under = checkpoint else { return }
        under.advance(to: step)
        checkpoint = under
        storedAccounts += Int64(offer.stored.count)
        guard step.isLast else { return }
        if under.storesNext { next?.isStored = true }
        stateOffset = under.stateOffset
        recordsAbove = under.accounts.count + under.nextAccounts.count + under.stale.count
        stateTime = now
        checkpoint = nil
        checkpoints += 1
        checkpointDue = nextCheckpoint
        cache.noteCheckpoint()
    }

    /// The transaction does not stand; what it held is offered again.
    mutating func aborted() {
        offered = nil
    }

    /// Nobody knows whether the transaction stands; it is done again under a higher number.
    mutating func outcomeUnknown() {
        guard let offer = offered else { return }
        sent = offer.lists.unknown
        offered = nil
    }

    /// What is worth keeping when the partition goes to another process.
    mutating func settle() {
        outcomeUnknown()
        abandonCheckpoint()
        knownStateEnd = nil
    }
}
