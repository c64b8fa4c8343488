// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Records of a journal that does not come from Kafka, and which partition's each of them is.
struct RoutedRecords: Sendable {
    /// The bytes of all of them.
    let bytes: [UInt8]
    /// Where each record stands in `bytes`.
    let ranges: [Range<Int>]
    /// The places in `ranges` of each partition's records, ascending.
    fileprivate(set) var places: [[Int]]
}

/// Finds out which partition the records of a journal are for: that of their accounts.
struct RecordRouter: ~Copyable {
    private var decoder = JournalDecoder()
    private var event = JournalEvent()

    /// Shares the records out to so many partitions.
    ///
    /// One that holds no event is for the first, which finds out what is wrong with it.
    mutating func route(_ ranges: [Range<Int>], of bytes: [UInt8], to partitions: Int) -> RoutedRecords {
        var routed = RoutedRecords(
            bytes: bytes,
            ranges: ranges,
            places: Array(repeating: [], count: partitions)
        )
        for (place, range) in ranges.enumerated() {
            let partition = partition(of: bytes.span.extracting(range), among: Int32(partitions))
            routed.places[Int(partition)].append(place)
        }
        return routed
    }

    private mutating func partition(of record: Span<UInt8>, among partitions: Int32) -> Int32 {
        if let account = JournalDecoder.account(in: record) {
            return Murmur2Partitioner.partition(key: record.extracting(account), count: partitions)
        }
        guard (try? decoder.decode(record, into: &event)) != nil else { return 0 }
        return Murmur2Partitioner.partition(key: event.account.domain.utf8.span, count: partitions)
    }
}
