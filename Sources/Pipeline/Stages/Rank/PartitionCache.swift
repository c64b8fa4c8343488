// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// An account as it has been stored in `<id>.state`; without a record if it was tombstoned.
struct StoredAccount: Hashable, Sendable {
    /// Its index in the fold.
    var index: Int
    var account: AccountID
    var record: [UInt8]?
}

/// What is kept of a partition on this host, and what has still to be written of it.
struct PartitionCache: Sendable {
    private enum Mode {
        /// This host keeps nothing.
        case off
        /// Nothing of use is there: a draft is to be begun.
        case absent
        /// The draft holds the accounts below `next`.
        case drafting(next: Int)
        /// The file is whole and is appended to.
        case live
    }

    /// How far appending may go before the file is written anew, in bytes; at least twice its first size.
    private static let leastGrowth = 64 << 20

    private var mode: Mode
    private var writer: StateCacheWriter?
    private var wantsCommit = false
    /// The bytes of the file when it was whole for the first time, and those appended since.
    private var size = 0
    private var growth = 0
    /// Whether the fold is another one than the file is of.
    var isForeign = false

    /// Nothing is kept, or nothing yet.
    init(isOn: Bool) {
        mode = isOn ? .absent : .off
    }

    /// Goes on with what was read; begins anew if something stands behind it.
    init(continuing cached: CachedState, size: Int) {
        writer = StateCacheWriter(continuing: cached)
        mode = writer == nil ? .absent : .live
        self.size = size
    }

    /// Whether a draft has been begun and is not complete.
    func isDrafting(accounts: Int) -> Bool {
        switch mode {
        case .off, .live: false
        case .absent: true
        case .drafting(let next): next < accounts
        }
    }

    /// Takes in what has been stored.
    mutating func note(_ stored: [StoredAccount]) {
        guard writer != nil, !isForeign else { return }
        var known = Int.max
        // A draft comes to the others by itself.
        if case .drafting(let next) = mode { known = next }
        for account in stored where account.index < known {
            writer?.append(account: Array(account.account.domain.utf8), state: account.record)
        }
    }

    /// Takes in what has been read of `<id>.state`.
    mutating func noteRestored(_ stored: StoredAccount) {
        note([stored])
        wantsCommit = true
    }

    /// A checkpoint has been finished.
    mutating func noteCheckpoint() {
        wantsCommit = true
    }

    /// What is to be written now.
    ///
    /// - Parameters:
    ///   - header: whose state it is.
    ///   - commit: up to where the fold and what has been noted hold what is stored; nil if it cannot be said now.
    ///   - fold: the accounts.
    ///   - limit: how many bytes of a draft are written in one go.
    /// - Returns: the writes, in order.
    mutating func writes(
        _ header: StateCacheHeader,
        _ commit: StateCacheCommit?,
        of fold: PartitionFold,
        limit: Int
    ) -> [StateCacheWrite] {
        if case .off = mode { return [] }
        if isForeign {
            mode = .absent
            isForeign = false
        }
        switch mode {
        case .off:
            return []
        case .absent:
            writer = StateCacheWriter(header)
            mode = .drafting(next: 0)
            size = 0
            growth = 0
            return [write(.begin, header.partition)]
        case .drafting(let next):
            return draft(from: next, header.partition, commit, of: fold, limit)
        case .live:
            return append(header.partition, commit)
        }
    }

    private mutating func draft(
        from next: Int,
        _ partition: Int32,
        _ commit: StateCacheCommit?,
        of fold: PartitionFold,
        _ limit: Int
    ) -> [StateCacheWrite] {
        var index = next
        while index < fold.table.count, (writer?.count ?? 0) < limit {
            writer?.append(
                account: Array(fold.table.accountID(at: index).domain.utf8),
                state: fold.table.record(at: index)
            )
            index += 1
        }
        mode = .drafting(next: index)
        guard index == fold.table.count, let commit else {
            return writer?.count == 0 ? [] : [write(.extend, partition)]
        }
        writer?.commit(commit)
        mode = .live
        wantsCommit = false
        return [write(.finish, partition)]
    }

    private mutating func append(_ partition: Int32, _ commit: StateCacheCommit?) -> [StateCacheWrite] {
        if wantsCommit, let commit {
            writer?.commit(commit)
            wantsCommit = false
        }
        guard let count = writer?.count, count > 0 else { return [] }
        growth += count
        if growth > max(Self.leastGrowth, 2 * size) { mode = .absent }
        return [write(.append, partition)]
    }

    private mutating func write(_ action: StateCacheWrite.Action, _ partition: Int32) -> StateCacheWrite {
        let bytes = writer?.takeBytes() ?? []
        if action != .append { size += bytes.count }
        return StateCacheWrite(partition: partition, action: action, bytes: bytes)
    }
}

extension RankPartition {
    /// What is to be written into the cache now.
    mutating func cacheWrites(
        _ identity: StateCacheIdentity,
        partitions: Int32,
        limit: Int
    ) -> [StateCacheWrite] {
        guard let founded = sent.founded else { return [] }
        let header = StateCacheHeader(
            applicationID: identity.applicationID,
            clusterID: identity.clusterID,
            partition: number,
            partitions: partitions,
            foldFingerprint: fold.fingerprint,
            founded: founded.milliseconds
        )
        // What is stale could come to life again out of a cache that does not know of it.
        let commit =
            stale.isEmpty && next == nil && checkpoint?.stale.isEmpty ?? true
            ? StateCacheCommit(
                stateOffset: stateOffset,
                send: sent.send,
                at: stateTime.wall,
                furthest: fold.furthest
            ) : nil
        return cache.writes(header, commit, of: fold, limit: limit)
    }
}
