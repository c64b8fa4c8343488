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
        guard reading.partitionCount(of: names.queues) > 0, reading.partitionCount(of: names.journal) > 0
        else {
            throw CommandFailure.failed(
                "the topics \(names.queues) and \(names.journal) do not exist; is application_id right?"
            )
        }
        var report = VerificationReport()
        let lists = try reading.records(of: names.queues).filter { scope.holds(list: $0.key) }
        try scope.check(lists)
        report.lists = Set(lists.map(\.key)).count

        var models = ModelCatalogue()
        // A key that this version does not know is of no use to it.
        for record in try reading.records(of: names.models) {
            try? models.apply(key: record.key, value: record.value)
        }
        let entries = try reading.records(of: names.entries).filter { scope.holds(entry: $0.key) }
        let changes = try reading.extents(of: names.changes, to: .high)
        var check = PublicationCheck(
            lists: lists,
            policy: setup.policy,
            changesBegin: changes.map(\.lowerBound)
        )
        for entry in entries { check.add(entry: entry) }
        try reading.forEachRecord(of: names.changes, in: changes) { record in
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
