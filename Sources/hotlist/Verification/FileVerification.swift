// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Foundation
import JSON
import Pipeline
import Ranking
import RecordFiles

/// Verifies records of topics that `kcat -J` has written to files, without Kafka.
///
/// Everything is kept in memory, the journal too.
struct FileVerification {
    let paths: [String]
    let scope: VerificationScope
    /// Model documents by their digests, beside those of the files.
    let documents: [String: [UInt8]]
    let policy: PublishPolicy

    /// What a line holds: the record, and the topic that it is of.
    private struct Line {
        var topic: String
        var record: TopicRecord
    }

    /// Reads, recomputes and compares.
    func run() throws -> VerificationReport {
        var topics: [String: [TopicRecord]] = [:]
        for path in paths { try read(path) { topics[$0.topic, default: []].append($0.record) } }
        var report = VerificationReport()
        let lists = inOrder(topics["queues"]).filter { scope.holds(list: $0.key) }
        try scope.check(lists)
        guard !lists.isEmpty else {
            throw CommandFailure.failed("the files hold no record of a topic that ends in .queues")
        }
        report.lists = Set(lists.map(\.key)).count
        var models = ModelCatalogue()
        for record in inOrder(topics["models"]) { try? models.apply(key: record.key, value: record.value) }

        let journal = inOrder(topics["journal"])
        let extents = extents(of: journal, lists)
        report.journalPartitions = extents.count
        var proof = ListProof(
            lists: lists,
            documents: documents.merging(models.documents) { $1 },
            reader: Model.reader(named: "the model's document"),
            journal: extents
        )
        for partition in extents.indices {
            proof.begin(partition)
            let end = proof.end(of: partition)
            for record in journal where record.partition == partition && record.offset < end {
                let value = record.value ?? []
                proof.fold(
                    key: record.key.span,
                    value: record.value == nil ? nil : value.span,
                    at: record.offset
                )
            }
            proof.finish()
        }
        proof.conclude()
        report.add(proof)
        if let entries = topics["entries"], let changes = topics["changes"] {
            report.add(check(lists, inOrder(entries), inOrder(changes)))
        }
        return report
    }

    /// The check across topics, for which both others are needed.
    private func check(_ lists: [TopicRecord], _ entries: [TopicRecord], _ changes: [TopicRecord])
        -> PublicationCheck
    {
        let count = Int((changes.map(\.partition).max() ?? 0) + 1)
        let begins = (0..<count).map { number in
            changes.first { $0.partition == number }?.offset ?? 0
        }
        // One partition that has lost its beginning is enough, since the files may not have all partitions.
        let begin = begins.max() ?? 0
        var check = PublicationCheck(lists: lists, policy: policy, changesBegin: [begin])
        for record in entries where scope.holds(entry: record.key) { check.add(entry: record) }
        for record in changes where scope.holds(entry: record.key) { check.add(change: record) }
        check.conclude()
        return check
    }

    private func inOrder(_ records: [TopicRecord]?) -> [TopicRecord] {
        (records ?? []).sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    }

    /// From where each journal partition goes; where it ends is not in the files.
    private func extents(of journal: [TopicRecord], _ lists: [TopicRecord]) -> [Range<Int64>] {
        var count = Int((journal.map(\.partition).max() ?? -1) + 1)
        for record in lists {
            guard let value = record.value, let list = try? PublishedList(encoded: value) else { continue }
            count = max(count, min(list.positions.count, 1 << 16))
        }
        var extents = Array(repeating: 0..<Int64.max, count: count)
        var seen: Set<Int32> = []
        for record in journal where seen.insert(record.partition).inserted {
            extents[Int(record.partition)] = record.offset..<Int64.max
        }
        return extents
    }

    // MARK: The files

    private func read(_ path: String, _ body: (Line) -> Void) throws {
        do {
            let source: RecordFileSource = path == "-" ? .standardInput : .path(path)
            let options = RecordFileOptions(maximumRecordBytes: 1 << 28)
            var reader = try RecordFileReader(source, options: options)
            var document = JSONDocument(limits: Self.limits)
            while let batch = try reader.nextBatch() {
                for record in batch.records {
                    let place = "\(reader.name):\(record.line)"
                    if let fault = record.fault { throw CommandFailure.failed("\(place): \(fault)") }
                    do {
                        try document.parse(batch.bytes(of: record))
                    } catch {
                        throw CommandFailure.failed("\(place): \(error); lines are those of kcat -J")
                    }
                    guard let line = Self.line(document) else {
                        throw CommandFailure.failed(
                            "\(place): it has no topic, partition and offset; lines are those of kcat -J"
                        )
                    }
                    body(line)
                }
            }
        } catch let error as RecordFileError {
            throw CommandFailure.failed("\(error)")
        }
    }

    private static let limits = JSONLimits(documentBytes: 1 << 30, stringBytes: 1 << 28, elements: 1 << 20)

    private static func line(_ document: borrowing JSONDocument) -> Line? {
        let root = document.root
        guard let topic = document.member(root, "topic").flatMap({ document.string($0) }),
            let number = document.member(root, "partition").flatMap({ document.integer($0) }),
            let partition = Int32(exactly: number), partition >= 0, partition < 1 << 16,
            let offset = document.member(root, "offset").flatMap({ document.integer($0) }), offset >= 0
        else { return nil }
        let key = document.member(root, "key").flatMap { document.string($0) } ?? ""
        let value = document.member(root, "payload").flatMap { document.string($0) }
        // The deployment's name may hold dots.
        let kind = topic.split(separator: ".").last.map(String.init) ?? topic
        let record = TopicRecord(
            partition: partition,
            offset: offset,
            key: Array(key.utf8),
            value: value.map { Array($0.utf8) }
        )
        return Line(topic: kind, record: record)
    }
}
