// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import BasicContainers
internal import Events
internal import Scoring
internal import Workload

/// Reads events of a workload as `rank` does: as many at a time as their accounts' memory is asked for together.
struct EventReader: ~Copyable {
    /// How many events are read at most at a time.
    static let limit = AccountTable.prefetchLimit

    private var decoder = JournalDecoder()
    private var events = RigidArray<JournalEvent>(capacity: limit)
    private var accountHashes = [UInt32](repeating: 0, count: limit)
    /// How many events have been read.
    private var count = 0

    /// A reader that has read nothing.
    init() {
        for _ in 0..<Self.limit { events.append(JournalEvent()) }
    }

    /// Reads the events with these numbers, at most `limit`, in place of those before.
    mutating func read(_ numbers: some Collection<Int>, of workload: StandardWorkload) throws {
        let span = workload.bytes.span
        count = 0
        for number in numbers {
            try decoder.decode(span.extracting(workload.range(of: number)), into: &events[count])
            accountHashes[count] = events[count].accountHash
            count += 1
        }
    }

    /// Asks for the memory of the events' accounts.
    func prefetch(in table: inout AccountTable) {
        table.prefetch(accountHashes.span.extracting(0..<count))
    }

    /// Lends the events, one after the other.
    func forEach(_ body: (borrowing JournalEvent) -> Void) {
        for place in 0..<count { body(events[place]) }
    }
}
