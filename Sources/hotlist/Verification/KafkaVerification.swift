// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Pipeline
import Ranking

/// Verifies what the deployment has published on Kafka, whether or not it is running meanwhile.
struct KafkaVerification {
    let setup: Setup
    let scope: VerificationScope
    /// Further model documents by their digests.
    let documents: [String: [UInt8]]

    /// Reads, recomputes and compares.
    ///
    /// The order keeps what is published meanwhile from looking like a fault. Each topic is read, committed records
    /// only, to the end that it had when its turn came, open transactions included. So the entries are at least as new
    /// as the lists, and the changes at least as new as both: they tell which entries are newer than the lists.
    func run() throws -> VerificationReport {
        let reading = try TopicReading(setup)
        let names = setup.names
        guard reading.partitionCount(of: names.queues) > 0, reading.partitionCount(of: names.journal) > 0 else {
            throw CommandFailure.failed(
                "the topics \(names.queues) and \(names.journal) do not exist; is application_id right?"
            )
        }
        var report = VerificationReport()
        var lists: [TopicRecord] = []
        try readAll(reading, names.queues) { record in
            if scope.holds(list: record.key) { lists.append(record) }
        }
        try scope.check(lists)
        report.lists = Set(lists.map(\.key)).count

        var models = ModelCatalogue()
        // A key that this version does not know is of no use to it.
        try readAll(reading, names.models) { try? models.apply(key: $0.key, value: $0.value) }

        var entries: [TopicRecord] = []
        try readAll(reading, names.entries) { record in
            if scope.holds(entry: record.key) { entries.append(record) }
        }
        let changes = try reading.extents(of: names.changes, to: .high)
        var check = PublicationCheck(lists: lists, policy: setup.policy, changesBegin: changes.map(\.lowerBound))
        for entry in entries { check.add(entry: entry) }
        try readAll(reading, names.changes, changes) { record in
            if scope.holds(entry: record.key) { check.add(change: record) }
        }
        check.conclude()

        let journal = try reading.extents(of: names.journal, to: .stable)
        report.journalPartitions = journal.count
        var proof = ListProof(
            lists: lists,
            documents: documents.merging(models.documents) { $1 },
            reader: Model.reader(named: names.models),
            journal: journal
        )
        for (partition, extent) in journal.enumerated() {
            proof.begin(partition)
            let end = proof.end(of: partition)
            let range = extent.lowerBound..<max(extent.lowerBound, end)
            try reading.read(names.journal, [Int32(partition): range]) { place, key, value in
                proof.fold(key: key, value: value, at: place.offset)
            }
            proof.finish()
        }
        proof.conclude()
        report.add(proof)
        report.add(check)
        return report
    }

    private func readAll(
        _ reading: TopicReading,
        _ topic: String,
        _ extents: [Range<Int64>]? = nil,
        _ body: (TopicRecord) throws -> Void
    ) throws {
        let extents = try extents ?? reading.extents(of: topic, to: .high)
        let ranges = extents.enumerated().map { (Int32($0.offset), $0.element) }
        try reading.read(topic, Dictionary(ranges, uniquingKeysWith: { $1 })) { place, key, value in
            var record = TopicRecord(partition: place.partition, offset: place.offset, key: [], value: nil)
            if let key { record.key = Array(copying: key) }
            if let value { record.value = Array(copying: value) }
            try body(record)
        }
    }
}

extension Array where Element == UInt8 {
    /// The bytes of a span.
    init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Model {
    /// Reads documents of `<id>.models`, as model files are read.
    static func reader(named name: String) -> ModelReader {
        { bytes in
            do throws(ConfigurationError) {
                return .success(try Model(file: name, bytes: bytes))
            } catch {
                return .failure(UnreadableModel(error.description))
            }
        }
    }
}
