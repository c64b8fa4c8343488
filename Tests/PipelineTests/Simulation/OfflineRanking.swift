// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import Scoring
import SimulatedTransport

/// What the committed journal says, worked out at leisure: folds from the beginning and sorts everything.
struct OfflineRanking {
    /// One entry as it must be published.
    struct Entry: Hashable {
        var account: String
        var name: String?
        var urgency: Int
        var fit: Int
        var heat: Int
        var grade: String
        var intent: [String: Int]
        var persons: Int
        var latest: Int64
        var reasons: [String]
    }

    private struct Journal {
        var offsets: [Int64] = []
        /// The fold of the first n events, at n.
        var folds: [AccountTable]
    }

    private let model: Model
    private var journals: [Journal] = []

    init(_ cluster: SimulatedCluster, _ names: TopicNames, _ model: Model) throws {
        self.model = model
        for place in PublishedTopics.partitions(of: names.journal, cluster) {
            var journal = Journal(folds: [AccountTable(model: model.scoring)])
            for (offset, _, record) in cluster.history(of: place) {
                var document = JSONDocument(limits: EventCodec.journalLimits)
                try document.parse(record.value ?? [])
                let event = try EventCodec.decode(document, document.root)
                var table = journal.folds[journal.folds.count - 1]
                table.fold(event, offset: offset)
                journal.offsets.append(offset)
                journal.folds.append(table)
            }
            journals.append(journal)
        }
    }

    /// Every list of a queue that has an entry, at these positions.
    func lists(of queue: Queue, at positions: [PublishedList.Position], previous: [String: [String]])
        -> [String: [Entry]]
    {
        var found: [String: [Entry]] = [:]
        for position in positions {
            let journal = journals[position.partition]
            let table = journal.folds[journal.offsets.count { $0 < position.offset }]
            for index in 0..<table.count {
                let score = table.score(at: index, asOf: position.asOf)
                guard isEligible(index, table, score, queue, position.asOf), let latest = score.latestSignal
                else {
                    continue
                }
                found[name(of: queue, index, table), default: []].append(
                    entry(index, table, score, latest, position.asOf)
                )
            }
        }
        return found.mapValues { $0.sorted(by: Self.precedes) }.reduce(into: [:]) { result, list in
            result[list.key] = members(of: list.value, queue, previous: previous[list.key] ?? [])
        }
    }

    private func isEligible(
        _ index: Int,
        _ table: AccountTable,
        _ score: AccountScore,
        _ queue: Queue,
        _ time: Timestamp
    ) -> Bool {
        if table.supersededBy(at: index) != nil || score.disqualified { return false }
        let isHidden = table.dispositions(at: index).contains { record in
            record.disposition.until.map { time < $0 } ?? true
        }
        return !isHidden && score.signals >= max(1, queue.require.signals)
            && score.urgency >= queue.minimumUrgency
    }

    private func name(of queue: Queue, _ index: Int, _ table: AccountTable) -> String {
        guard let field = queue.partitionBy else { return queue.name }
        guard case .string(let value) = table.profile(at: index)[field: field] else {
            return "\(queue.name)/unassigned"
        }
        return "\(queue.name)/\(value)"
    }

    private func entry(
        _ index: Int,
        _ table: AccountTable,
        _ score: AccountScore,
        _ latest: Timestamp,
        _ time: Timestamp
    ) -> Entry {
        var intent: [String: Int] = [:]
        for (kind, points) in zip(model.scoring.kinds, score.intent) where Self.hundredths(points) != 0 {
            intent[kind.name] = Self.hundredths(points)
        }
        var name: String?
        if case .string(let text) = table.profile(at: index)[field: "name"] { name = text }
        return Entry(
            account: table.accountID(at: index).domain,
            name: name,
            urgency: score.urgency,
            fit: Self.hundredths(score.fit),
            heat: Self.hundredths(score.heat),
            grade: score.grade.description,
            intent: intent,
            persons: score.persons,
            latest: latest.milliseconds,
            reasons: table.reasons(at: index, asOf: time).map { reason in
                let text = ReasonText.render(kind: reason.kind, detail: reason.detail)
                return
                    "\(reason.kind) '\(text)' at \(reason.time.milliseconds): \(Self.hundredths(reason.points))"
            }
        )
    }

    private static func hundredths(_ x: Double) -> Int { Int((100 * x + 0.5).rounded(.down)) }

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.latest != right.latest { return left.latest > right.latest }
        return Array(left.account.utf8).lexicographicallyPrecedes(Array(right.account.utf8))
    }

    /// The design's words on hysteresis, one after the other.
    private func members(of sorted: [Entry], _ queue: Queue, previous: [String]) -> [Entry] {
        let best = sorted.prefix(2 * queue.size)
        guard queue.hysteresis > 0, !previous.isEmpty else { return Array(best.prefix(queue.size)) }
        var members = Array(best.filter { previous.contains($0.account) }.prefix(queue.size))
        for newcomer in best where !previous.contains(newcomer.account) {
            if members.count == queue.size {
                let last = members[members.count - 1]
                let margin = Int((queue.hysteresis * Double(last.urgency) + 0.5).rounded(.down))
                guard newcomer.urgency > last.urgency + margin else { break }
                members.removeLast()
            }
            members.append(newcomer)
            members.sort(by: Self.precedes)
        }
        return members
    }
}

extension OfflineRanking.Entry {
    /// What a published entry says.
    init(_ entry: PublishedList.Entry) {
        self.init(
            account: entry.account.domain,
            name: entry.name,
            urgency: entry.urgency,
            fit: entry.fit,
            heat: entry.heat,
            grade: entry.grade.description,
            intent: Dictionary(entry.intent.map { ($0.kind, $0.points) }, uniquingKeysWith: +),
            persons: entry.persons,
            latest: entry.lastSignalAt.milliseconds,
            reasons: entry.reasons.map { "\($0.kind) '\($0.text)' at \($0.at.milliseconds): \($0.points)" }
        )
    }
}
