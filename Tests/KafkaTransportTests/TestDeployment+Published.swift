// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import Scoring
import Testing

extension TestDeployment {
    /// Compares what stands in the deployment's topics with the ranking of the journal's events, worked out from
    /// nothing else; returns the last list of each name whose positions share one instant.
    ///
    /// Only for lists whose positions share one instant there is one that a ranking can be asked for.
    @discardableResult
    func checkPublished(_ source: SourceLocation = #_sourceLocation) throws -> [ListName: PublishedList] {
        let publications = try publications()
        for (name, history) in publications {
            var before: Int64 = 0
            for list in history {
                if let list { #expect(list.sequence == before + 1, "\(name.text)", sourceLocation: source) }
                before = list?.sequence ?? 0
            }
        }
        let standing = publications.compactMapValues { $0.last ?? nil }
        try checkEntries(of: standing, source)
        try checkChanges(of: publications, source)
        return try checkLists(source)
    }

    /// The part of `checkPublished` that also holds where aborted transactions are seen.
    @discardableResult
    func checkLists(_ source: SourceLocation = #_sourceLocation) throws -> [ListName: PublishedList] {
        let journal = try journal()
        let last = try publications().compactMapValues { $0.last { $0?.hasOneInstant ?? false } ?? nil }
        #expect(last.values.contains { !$0.entries.isEmpty }, sourceLocation: source)
        for (name, list) in last {
            let expected = ranking(of: journal, at: list.positions).lists(asOf: list.asOf).first {
                $0.list == name
            }
            #expect(list.undated == expected?.undated ?? [], "\(name.text)", sourceLocation: source)
        }
        return last
    }

    private func ranking(
        of journal: [(partition: Int32, offset: Int64, event: Event)],
        at positions: [PublishedList.Position]
    ) -> OfflineRanking {
        var ranking = OfflineRanking(model: model)
        for record in journal where record.offset < positions[Int(record.partition)].offset {
            ranking.fold(record.event)
        }
        return ranking
    }

    /// Every entry of the lists stands in `<id>.entries`, as it is but for what is not worth a record, and no other.
    private func checkEntries(of lists: [ListName: PublishedList], _ source: SourceLocation) throws {
        var standing: [String: [UInt8]] = [:]
        for record in try brokers.records(of: names.entries, partitions: counts.queues) {
            standing[String(decoding: record.key ?? [], as: UTF8.self)] = record.value
        }
        for list in lists.values {
            for (index, member) in list.entries.enumerated() {
                let key = EntryKey(list: list.list, account: member.account).description
                let written = standing.removeValue(forKey: key)
                let value = try #require(written, "\(key)", sourceLocation: source)
                let entry = try QueueEntry(encoded: value)
                #expect(entry.grade == member.grade.description, "\(key)", sourceLocation: source)
                #expect(entry.why == member.reasons.map(\.text), "\(key)", sourceLocation: source)
                #expect((entry.rank - 1) / 10 == index / 10, "\(key)", sourceLocation: source)
                #expect(abs(entry.urgency - member.urgency) < policy.delta, "\(key)", sourceLocation: source)
                #expect(entry.revision <= list.sequence, "\(key)", sourceLocation: source)
            }
        }
        #expect(standing.keys.sorted() == [], "entries without a list", sourceLocation: source)
    }

    /// `<id>.changes` tells every difference of the publications once, in order, and nothing else.
    private func checkChanges(of publications: [ListName: [PublishedList?]], _ source: SourceLocation) throws
    {
        var told: [String: [String]] = [:]
        for record in try brokers.records(of: names.changes, partitions: counts.changes) {
            let key = try #require(EntryKey(parsing: String(decoding: record.key ?? [], as: UTF8.self)))
            told[key.list.text, default: []].append(String(decoding: record.value ?? [], as: UTF8.self))
        }
        for (name, history) in publications {
            var expected: [String] = []
            var before: PublishedList?
            for case let list? in history {
                expected += ListChange.between(before, and: list).map {
                    String(decoding: $0.encoded(), as: UTF8.self)
                }
                before = list
            }
            #expect(told[name.text] ?? [] == expected, "\(name.text)", sourceLocation: source)
        }
    }
}

extension PublishedList {
    /// Whether all positions were scored at the same instant.
    var hasOneInstant: Bool { Set(positions.map(\.asOf)).count == 1 }

    /// The entries without the moments at which the accounts came, which only those who saw them come can know.
    var undated: [Entry] {
        entries.map { entry in
            var entry = entry
            entry.enteredAt = Timestamp(milliseconds: 0)
            return entry
        }
    }
}
