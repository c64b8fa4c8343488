// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Records read from partitions, in the order of their arrival, their bytes in one reused buffer.
///
/// A record's key, value and headers are ranges of `bytes`, so that a batch costs two allocations however many
/// records it holds.
public struct RecordBatch: Sendable {
    /// One record of a batch.
    public struct Record: Sendable {
        /// Where it was read: an index into the batch's `partitions`.
        public var source: Int
        /// Its offset in the partition.
        public var offset: Int64
        /// Kafka's timestamp of the record, in milliseconds since the epoch; -1 where there is none.
        public var timestamp: Int64
        /// The bytes of the key; nil for none.
        public var key: Range<Int>?
        /// The bytes of the value; nil for a tombstone.
        public var value: Range<Int>?
        /// The record's headers: a range of the batch's `headers`.
        public var headers: Range<Int>
    }

    /// Records next to each other that were read from one partition.
    public struct Run: Sendable {
        /// An index into the batch's `partitions`.
        public let source: Int
        /// The records: a range of the batch's `records`.
        public let records: Range<Int>
    }

    /// One header of a record.
    public struct Header: Sendable {
        /// Its name.
        public var name: String
        /// The bytes of its value; nil for none.
        public var value: Range<Int>?
    }

    /// The bytes of all keys, values and header values.
    public private(set) var bytes: [UInt8] = []
    /// The partitions that the records were read from.
    public private(set) var partitions: [TopicPartition] = []
    /// The headers of all records.
    public private(set) var headers: [Header] = []
    /// The records.
    public private(set) var records: [Record] = []
    /// The offset after the last record of each partition in `partitions`.
    public private(set) var nextOffsets: [Int64] = []
    /// Whether more was there than the batch took: whoever reads it is behind.
    public var hasMore = false

    /// An empty batch.
    public init() {}

    /// Forgets the records and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        partitions.removeAll(keepingCapacity: true)
        headers.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        nextOffsets.removeAll(keepingCapacity: true)
        hasMore = false
    }

    /// Forgets the records of the partitions that `isGone` says.
    public mutating func remove(_ isGone: (TopicPartition) -> Bool) {
        let left = partitions.indices.filter { !isGone(partitions[$0]) }
        guard left.count < partitions.count else { return }
        var sources = [Int?](repeating: nil, count: partitions.count)
        for (new, old) in left.enumerated() { sources[old] = new }
        records = records.compactMap { record in
            guard let source = sources[record.source] else { return nil }
            var record = record
            record.source = source
            return record
        }
        nextOffsets = left.map { nextOffsets[$0] }
        partitions = left.map { partitions[$0] }
    }

    /// Whether the batch holds no record.
    public var isEmpty: Bool { records.isEmpty }

    /// The partition that `record` was read from.
    public func partition(of record: Record) -> TopicPartition {
        partitions[record.source]
    }

    /// The records by where they were read, in their order.
    public var runs: [Run] {
        var runs: [Run] = []
        var start = 0
        for place in records.indices
        where place + 1 == records.count || records[place + 1].source != records[place].source {
            runs.append(Run(source: records[place].source, records: start..<place + 1))
            start = place + 1
        }
        return runs
    }

    /// A copy of the key of `record`.
    public func key(of record: Record) -> [UInt8]? {
        record.key.map { Array(bytes[$0]) }
    }

    /// A copy of the value of `record`.
    public func value(of record: Record) -> [UInt8]? {
        record.value.map { Array(bytes[$0]) }
    }

    /// Copies of the headers of `record`.
    public func headers(of record: Record) -> [RecordHeader] {
        headers[record.headers].map { header in
            RecordHeader(header.name, header.value.map { Array(bytes[$0]) })
        }
    }

    /// Appends a record; its headers must have been appended by `appendHeader` just before.
    public mutating func append(
        from partition: TopicPartition,
        offset: Int64,
        timestamp: Int64,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headerCount: Int = 0
    ) {
        let source = index(of: partition)
        nextOffsets[source] = offset + 1
        records.append(
            Record(
                source: source,
                offset: offset,
                timestamp: timestamp,
                key: store(key),
                value: store(value),
                headers: (headers.count - headerCount)..<headers.count
            )
        )
    }

    /// Appends a header of the record that `append` adds next.
    public mutating func appendHeader(name: String, value: Span<UInt8>?) {
        headers.append(Header(name: name, value: store(value)))
    }

    private mutating func index(of partition: TopicPartition) -> Int {
        if let last = partitions.last, last == partition { return partitions.count - 1 }
        if let known = partitions.firstIndex(of: partition) { return known }
        partitions.append(partition)
        nextOffsets.append(0)
        return partitions.count - 1
    }

    private mutating func store(_ span: Span<UInt8>?) -> Range<Int>? {
        guard let span else { return nil }
        let start = bytes.count
        unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return start..<bytes.count
    }
}
