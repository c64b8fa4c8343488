// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// One thread's share of the events of a journal that are read at a time, and the memory that it uses again.
struct JournalShare: Sendable {
    /// The records that are the share's.
    var part = 0..<0
    /// The events of `part`, in their order; what stands behind them means nothing.
    private(set) var events: [JournalEvent] = []
    /// Why some records hold none, by their places in `part`.
    private(set) var refusals: [Int: ReplayRefusal] = [:]

    /// Reads the events of `part`, in place of what is here.
    mutating func read(_ records: [Range<Int>], of bytes: [UInt8]) {
        refusals.removeAll()
        guard !part.isEmpty else { return }
        var decoder = JournalDecoder()
        while events.count < part.count { events.append(JournalEvent()) }
        for (number, place) in part.enumerated() {
            refusals[number] = read(bytes.span.extracting(records[place]), into: number, &decoder)
        }
    }

    private mutating func read(
        _ value: Span<UInt8>,
        into number: Int,
        _ decoder: inout JournalDecoder
    ) -> ReplayRefusal? {
        do throws(JournalDecodeError) {
            try decoder.decode(value, into: &events[number])
            return nil
        } catch {
            return ReplayRefusal(reason: error.reason, message: error.description)
        }
    }
}
