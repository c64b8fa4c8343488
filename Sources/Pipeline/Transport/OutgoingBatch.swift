// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Records to be produced, in their order, their bytes in one reused buffer.
///
/// What `RecordBatch` is to reading: however many records there are, they cost no allocation of their own.
public struct OutgoingBatch: Sendable {
    /// Small, and without references to count: each is copied several times on its way.
    private struct Record: BitwiseCopyable {
        var topic: Int32
        /// 0 or more.
        var partition: Int32
        /// Where its bytes begin: those of the key, and behind them those of the value.
        var start: Int
        /// How many there are of each; below 0 for Kafka's null.
        var keyCount: Int32
        var valueCount: Int32
        /// Where in `headers` its own stand; below 0 without any.
        var headers: Int32

        var key: Range<Int>? { keyCount < 0 ? nil : start..<start + Int(keyCount) }
        var value: Range<Int>? {
            guard valueCount >= 0 else { return nil }
            let first = start + Int(max(keyCount, 0))
            return first..<first + Int(valueCount)
        }
    }

    /// The keys and values of all records.
    public private(set) var bytes: [UInt8] = []
    private var topics: [String] = []
    private var records: [Record] = []
    /// Those of the few records that have some.
    private var headers: [[RecordHeader]] = []

    /// A batch without records.
    public init() {}

    /// How many records there are.
    public var count: Int { records.count }
    /// Whether there is none.
    public var isEmpty: Bool { records.isEmpty }

    /// Forgets the records and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        topics.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        headers.removeAll(keepingCapacity: true)
    }

    /// Appends a record; nil stands for Kafka's null.
    ///
    /// - Returns: how much memory and traffic the record costs, in bytes.
    @discardableResult
    public mutating func append(
        topic: String,
        partition: Int32,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [RecordHeader] = []
    ) -> Int {
        let start = bytes.count
        let record = Record(
            topic: index(of: topic),
            partition: partition,
            start: start,
            keyCount: store(key),
            valueCount: store(value),
            headers: place(of: headers)
        )
        records.append(record)
        return OutgoingRecord.overhead(headers) + bytes.count - start
    }

    /// Appends some records of another batch.
    ///
    /// - Returns: how much memory and traffic they cost, in bytes.
    @discardableResult
    public mutating func append(_ others: OutgoingBatch, _ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let from = others.records[range.lowerBound].start
        let isLast = range.upperBound == others.count
        let end = isLast ? others.bytes.count : others.records[range.upperBound].start
        let shift = bytes.count - from
        let topics = others.topics.map { index(of: $0) }
        var cost = end - from
        bytes.append(contentsOf: others.bytes[from..<end])
        records.reserveCapacity(records.count + range.count)
        for var record in others.records[range] {
            let headers = others.headers(of: record)
            cost += OutgoingRecord.overhead(headers)
            record.topic = topics[Int(record.topic)]
            record.start += shift
            record.headers = place(of: headers)
            records.append(record)
        }
        return cost
    }

    /// Puts the records of each partition one behind the other, in their order, so that they can be handed over at once.
    ///
    /// Their bytes stay where they are, so that it is no longer a batch to append some of to another.
    public mutating func groupByPartition() {
        // Of each topic as many places as it has partitions here: first how many records, then where the next goes.
        var widths = [Int](repeating: 0, count: topics.count)
        for record in records {
            widths[Int(record.topic)] = max(widths[Int(record.topic)], Int(record.partition) + 1)
        }
        var starts = [0]
        for width in widths { starts.append(starts[starts.count - 1] + width) }
        var places = [Int](repeating: 0, count: starts[widths.count])
        for record in records { places[starts[Int(record.topic)] + Int(record.partition)] += 1 }
        var next = 0
        for place in places.indices { (places[place], next) = (next, next + places[place]) }
        var order = [Int](repeating: 0, count: records.count)
        for (index, record) in records.enumerated() {
            let place = starts[Int(record.topic)] + Int(record.partition)
            order[places[place]] = index
            places[place] += 1
        }
        records = order.map { records[$0] }
    }

    /// How many records from the one at `index` on, `limit` at most, are of its partition, and have no headers.
    public func countOfPartition(from index: Int, limit: Int) -> Int {
        let first = records[index]
        var end = index
        while end < min(records.count, index + limit), records[end].topic == first.topic,
            records[end].partition == first.partition, records[end].headers < 0
        {
            end += 1
        }
        return end - index
    }

    /// Where key and value of a record stand in `bytes`; nil stands for Kafka's null.
    public func ranges(at index: Int) -> (key: Range<Int>?, value: Range<Int>?) {
        (records[index].key, records[index].value)
    }

    /// Where a record goes.
    public func partition(at index: Int) -> TopicPartition {
        TopicPartition(topics[Int(records[index].topic)], records[index].partition)
    }

    private mutating func index(of topic: String) -> Int32 {
        if let known = topics.firstIndex(of: topic) { return Int32(known) }
        topics.append(topic)
        return Int32(topics.count - 1)
    }

    /// Adds bytes; how many, or -1 for Kafka's null.
    private mutating func store(_ span: Span<UInt8>?) -> Int32 {
        guard let span else { return -1 }
        unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return Int32(span.count)
    }

    /// Adds headers; where they stand, or -1 without any.
    private mutating func place(of headers: [RecordHeader]) -> Int32 {
        guard !headers.isEmpty else { return -1 }
        self.headers.append(headers)
        return Int32(self.headers.count - 1)
    }

    private func headers(of record: Record) -> [RecordHeader] {
        record.headers < 0 ? [] : headers[Int(record.headers)]
    }

    /// Lends one record, without copying it.
    public func withRecord<Result, Failure: Error>(
        at index: Int,
        _ body: (
            _ topic: String, _ partition: Int32, _ key: Span<UInt8>?, _ value: Span<UInt8>?,
            _ headers: [RecordHeader]
        ) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let record = records[index]
        return try lend(record.key) { (key) throws(Failure) in
            try lend(record.value) { (value) throws(Failure) in
                try body(topics[Int(record.topic)], record.partition, key, value, headers(of: record))
            }
        }
    }

    private func lend<Result, Failure: Error>(
        _ range: Range<Int>?,
        _ body: (Span<UInt8>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let range else { return try body(nil) }
        return try body(bytes.span.extracting(range))
    }

    /// A copy of one record.
    public func record(at index: Int) -> OutgoingRecord {
        let record = records[index]
        return OutgoingRecord(
            topic: topics[Int(record.topic)],
            partition: record.partition,
            key: record.key.map { Array(bytes[$0]) },
            value: record.value.map { Array(bytes[$0]) },
            headers: headers(of: record)
        )
    }
}
