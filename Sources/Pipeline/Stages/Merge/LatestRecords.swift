// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The last record of each key of a compacted topic that is read from its beginning.
///
/// Compaction leaves no more than these, sooner or later; what came before them need not be looked into.
struct LatestRecords: Sendable {
    /// A record; without a value it is a tombstone.
    struct Record: Sendable {
        var key: [UInt8]
        var value: [UInt8]?
    }

    /// The records in the order in which they were read; nil where a later one of the key has come.
    private var records: [Record?] = []
    private var places: [[UInt8]: Int] = [:]

    /// Takes the next record.
    mutating func add(key: [UInt8], value: [UInt8]?) {
        if let place = places.updateValue(records.count, forKey: key) { records[place] = nil }
        records.append(Record(key: key, value: value))
    }

    /// The last record of each key, in the order in which they were read.
    var inOrder: [Record] { records.compactMap { $0 } }
}
