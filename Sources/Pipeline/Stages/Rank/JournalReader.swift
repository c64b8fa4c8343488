// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import BasicContainers
import Events
import Scoring

/// Reads the events in records of the journal, some at a time, in memory that is used again.
struct JournalReader: ~Copyable {
    private var decoder = JournalDecoder()
    private var events = RigidArray<JournalEvent>(capacity: AccountTable.prefetchLimit)
    private var offsets = [Int64](repeating: 0, count: AccountTable.prefetchLimit)
    /// What the accounts of the events are looked up by.
    private(set) var accountHashes = [UInt32](repeating: 0, count: AccountTable.prefetchLimit)
    /// How many events there are, in the order of their records; what stands behind them means nothing.
    private(set) var count = 0

    /// Whether it holds as many events as the fold can look ahead, so that they have to be folded before it reads on.
    var isFull: Bool { count == AccountTable.prefetchLimit }

    /// Reads the event in one more record, which stands at `offset`.
    mutating func read(_ record: Span<UInt8>, offset: Int64) throws(JournalDecodeError) {
        if count == events.count { events.append(JournalEvent()) }
        try decoder.decode(record, into: &events[count])
        offsets[count] = offset
        accountHashes[count] = events[count].accountHash
        count += 1
    }

    /// Lends `body` the events, each with its offset, and forgets them.
    @inline(__always)
    mutating func take(_ body: (borrowing JournalEvent, Int64) -> Void) {
        for number in 0..<count { body(events[number], offsets[number]) }
        count = 0
    }
}
