// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline

/// The log of one partition: records and transaction markers, with Kafka's visibility and compaction.
struct SimulatedLog {
    enum Content {
        case record(OutgoingRecord)
        /// The end of a producer's transaction in this partition.
        case marker(commits: Bool)
    }

    struct Entry {
        var offset: Int64
        var timestamp: Int64
        /// The transactional producer that wrote it.
        var producer: Int64
        var content: Content
        /// Whether the transaction it belongs to has been aborted; known once the marker is here.
        var aborted = false
        /// When a tombstone may go, which its first cleaning decides.
        var removable: Int64?
    }

    private(set) var entries: [Entry] = []
    /// Committed records that compaction or retention removed, for who checks what was ever there.
    private(set) var removed: [Entry] = []
    private(set) var start: Int64 = 0
    private(set) var end: Int64 = 0
    /// The first offset of each producer's transaction whose marker has not come.
    private var open: [Int64: Int64] = [:]

    /// The offset below which every transaction has ended, and which committed readers do not pass.
    var lastStable: Int64 {
        open.values.min() ?? end
    }

    mutating func append(_ record: OutgoingRecord, producer: Int64, transactional: Bool, at timestamp: Int64)
    {
        if transactional, open[producer] == nil { open[producer] = end }
        entries.append(
            Entry(offset: end, timestamp: timestamp, producer: producer, content: .record(record))
        )
        end += 1
    }

    mutating func end(_ producer: Int64, commits: Bool, at timestamp: Int64) {
        guard let first = open.removeValue(forKey: producer) else { return }
        if !commits {
            for index in entries.indices where entries[index].offset >= first {
                if entries[index].producer == producer { entries[index].aborted = true }
            }
        }
        entries.append(
            Entry(offset: end, timestamp: timestamp, producer: producer, content: .marker(commits: commits))
        )
        end += 1
    }

    /// The index of the first entry at or after `offset`.
    func index(at offset: Int64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All committed records that there ever were, in order of offset.
    var history: [Entry] {
        let stable = lastStable
        let committed = entries.filter { entry in
            guard case .record = entry.content else { return false }
            return entry.offset < stable && !entry.aborted
        }
        return removed.isEmpty ? committed : (removed + committed).sorted { $0.offset < $1.offset }
    }

    /// Removes records below the last stable offset that a later one of the same key replaces.
    ///
    /// With `tombstones`, also those tombstones that were cleaned for the first time `retention` before `time` or
    /// earlier. The newest record always stays, as in Kafka, whose active segment is not compacted.
    mutating func compact(removingTombstones tombstones: Bool, at time: Int64, retention: Int64) {
        let stable = lastStable
        var newest: [[UInt8]: Int64] = [:]
        for entry in entries where entry.offset < stable && !entry.aborted {
            if case .record(let record) = entry.content, let key = record.key { newest[key] = entry.offset }
        }
        let last = end - 1
        for index in entries.indices where entries[index].offset < stable && entries[index].removable == nil {
            guard case .record(let record) = entries[index].content, record.value == nil else { continue }
            entries[index].removable = time + retention
        }
        remove { entry in
            guard entry.offset < stable, entry.offset < last else { return false }
            guard case .record(let record) = entry.content else { return true }
            if entry.aborted { return true }
            guard let key = record.key, let latest = newest[key] else { return false }
            return latest != entry.offset
                || (tombstones && record.value == nil && entry.removable.map { $0 <= time } ?? false)
        }
    }

    /// Removes everything below `offset`, as retention does.
    mutating func trim(below offset: Int64) {
        start = max(start, min(offset, end))
        let first = start
        remove { $0.offset < first }
    }

    private mutating func remove(where isGone: (Entry) -> Bool) {
        var kept: [Entry] = []
        for entry in entries {
            guard isGone(entry) else {
                kept.append(entry)
                continue
            }
            if case .record = entry.content, !entry.aborted { removed.append(entry) }
        }
        entries = kept
    }
}
