// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import SimulatedTransport

/// A cluster with a plain topic and a compacted one, on which markers wait until they are let through.
final class TestCluster {
    let cluster = SimulatedCluster(time: SimulatedTime(wall: Timestamp(milliseconds: 1_000_000)))
    let plain = TopicPartition("plain", 0)
    let compacted = TopicPartition("compacted", 0)

    init(holdsMarkers: Bool = true) {
        cluster.createTopic("plain", partitions: 2)
        cluster.createTopic("compacted", partitions: 1, compacted: true)
        cluster.holdsMarkers = holdsMarkers
        cluster.transactionTimeout = 1_000
        cluster.sessionTimeout = 500
    }

    func transport(_ name: String, instance: String? = nil) -> SimulatedTransport {
        SimulatedTransport(cluster: cluster, group: "group", transactionalID: name, instance: instance)
    }

    /// A transport whose producer has begun a transaction.
    func writer(_ name: String) throws -> SimulatedTransport {
        var transport = transport(name)
        try transport.initializeTransactions()
        try transport.beginTransaction()
        return transport
    }

    /// A transport that is the only member of its group, and has been told its assignment.
    func member(_ name: String, instance: String? = nil) throws -> SimulatedTransport {
        var transport = transport(name, instance: instance)
        try transport.initializeTransactions()
        try transport.subscribe(to: ["plain"])
        _ = try transport.pollOnce()
        return transport
    }

    /// What a committed reader gets from `offset`, and the end that it is told of.
    func read(_ partition: TopicPartition, from offset: Int64 = 0) throws -> (values: [String], end: Int64?) {
        var reader = transport("reader")
        var batch = RecordBatch()
        var ends: [TopicPartition: Int64] = [:]
        try reader.setReader([partition: offset])
        try reader.read(into: &batch, ends: &ends, timeout: 0)
        let values = batch.records.map { record in
            batch.value(of: record).map { String(decoding: $0, as: UTF8.self) } ?? "tombstone"
        }
        return (values, ends[partition])
    }

    /// Appends a record to the plain topic outside any transaction.
    func appendLoose(_ value: String) {
        let record = OutgoingRecord(
            topic: "plain",
            partition: 0,
            key: Array("key".utf8),
            value: Array(value.utf8)
        )
        cluster.append(record)
    }

    func watermarks(_ partition: TopicPartition) throws -> Range<Int64>? {
        var reader = transport("reader")
        return try reader.watermarks(of: [partition])[partition]
    }

    func deliverAll() {
        cluster.deliverAllMarkers()
    }
}

extension SimulatedTransport {
    mutating func write(_ value: String?, key: String = "key", to partition: TopicPartition) throws {
        let record = OutgoingRecord(
            topic: partition.topic,
            partition: partition.partition,
            key: Array(key.utf8),
            value: value.map { Array($0.utf8) }
        )
        _ = try produce([record], from: 0)
    }

    /// One poll; its event and the values that it brought.
    mutating func pollOnce() throws -> (event: TransportEvent, values: [String]) {
        var batch = RecordBatch()
        var ends: [TopicPartition: Int64] = [:]
        let event = try poll(into: &batch, ends: &ends, timeout: 0)
        let values = batch.records.map { String(decoding: batch.value(of: $0) ?? [], as: UTF8.self) }
        return (event, values)
    }
}

/// Whether a call failed, and how.
func failure(of body: () throws -> Void) -> TransportFailure? {
    do { try body() } catch { return error as? TransportFailure }
    return nil
}

extension TransportFailure {
    var isRetriable: Bool { if case .retriable = self { true } else { false } }
    var isAbortable: Bool { if case .abortable = self { true } else { false } }
    var isFatal: Bool { if case .fatal = self { true } else { false } }
}
