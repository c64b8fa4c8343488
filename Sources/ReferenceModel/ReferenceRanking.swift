// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What the committed journal says: the accounts at any offset, the lists at any positions.
package final class ReferenceRanking {
    /// A record of the journal.
    package struct Record: Sendable {
        package var offset: Int64
        package var value: [UInt8]

        package init(offset: Int64, value: [UInt8]) {
            (self.offset, self.value) = (offset, value)
        }
    }

    private struct Partition {
        var offsets: [Int64] = []
        /// What each account held after each of its events, in order.
        var histories: [String: [ReferenceStanding]] = [:]
    }

    private struct Moment: Hashable {
        var partition: Int
        /// How many events have been folded.
        var folded: Int
        var asOf: Int64
    }

    private struct Ranked {
        var standing: ReferenceStanding
        var score: ReferenceScore
        var entry: ReferenceEntry
    }

    package let rules: ReferenceRules
    private var partitions: [Partition] = []
    private var ranked: [Moment: [Ranked]] = [:]

    /// Folds every partition of the journal under one model.
    package init(_ rules: ReferenceRules, _ journal: [[Record]]) throws {
        self.rules = rules
        for records in journal {
            var partition = Partition()
            var accounts: [String: ReferenceAccount] = [:]
            for record in records {
                let event = try ReferenceEvent(record.value)
                let account = accounts[event.account] ?? ReferenceAccount(rules)
                accounts[event.account] = account
                account.fold(event, record.offset)
                partition.offsets.append(record.offset)
                partition.histories[event.account, default: []]
                    .append(account.standing(event.account, foldedThrough: record.offset))
            }
            partitions.append(partition)
        }
    }

    /// What an account held once a partition was folded up to and with `offset`; nil before its first event.
    package func account(_ domain: String, partition: Int, through offset: Int64) -> ReferenceStanding? {
        partitions[partition].histories[domain]?.last { $0.foldedThrough <= offset }
    }

    /// Whether an account held nothing once a partition was folded up to and with `offset`, or ever after.
    package func isEmpty(_ domain: String, partition: Int, from offset: Int64) -> Bool {
        if account(domain, partition: partition, through: offset)?.isEmpty ?? true { return true }
        let later = partitions[partition].histories[domain] ?? []
        return later.contains { $0.foldedThrough > offset && $0.isEmpty }
    }

    /// All accounts of a partition, in byte order, as `account` gives them.
    package func accounts(partition: Int, through offset: Int64) -> [ReferenceStanding] {
        partitions[partition].histories.keys.sorted { $0.isBefore($1) }
            .compactMap { account($0, partition: partition, through: offset) }
    }

    /// Every list of a queue that has an entry at these positions, given the members that each had before.
    package func lists(
        of queue: ReferenceRules.Queue,
        at positions: [ReferenceList.Position],
        previous: [String: [String]]
    ) -> [String: [ReferenceEntry]] {
        var found: [String: [ReferenceEntry]] = [:]
        for position in positions {
            for account in accounts(at: position) where isEligible(account, queue, position.asOf) {
                found[queue.list(for: account.standing.profile), default: []].append(account.entry)
            }
        }
        var lists: [String: [ReferenceEntry]] = [:]
        for (name, entries) in found {
            let sorted = entries.sorted { $0.precedes($1) }
            lists[name] = queue.members(of: sorted, previous: previous[name] ?? [])
        }
        return lists
    }

    /// The accounts of a partition with anything that counts, scored; kept, as many lists share a position.
    private func accounts(at position: ReferenceList.Position) -> [Ranked] {
        let folded = partitions[position.partition].offsets.count { $0 < position.offset }
        let moment = Moment(partition: position.partition, folded: folded, asOf: position.asOf)
        if let known = ranked[moment] { return known }
        var found: [Ranked] = []
        for standing in accounts(partition: position.partition, through: position.offset - 1) {
            guard !standing.counted.isEmpty else { continue }
            let score = ReferenceScore(standing, rules, at: position.asOf)
            guard let entry = ReferenceEntry(standing, score, rules) else { continue }
            found.append(Ranked(standing: standing, score: score, entry: entry))
        }
        ranked[moment] = found
        return found
    }

    private func isEligible(_ account: Ranked, _ queue: ReferenceRules.Queue, _ time: Int64) -> Bool {
        let (standing, score) = (account.standing, account.score)
        if standing.isSuperseded || score.isDisqualified { return false }
        let isHidden = standing.hidings.contains { hiding in
            (hiding.queue == nil || hiding.queue == queue.name) && hiding.until.map { time < $0 } ?? true
        }
        if isHidden { return false }
        let stage = standing.profile["stage"] ?? .text("prospect")
        let meetsConditions = queue.conditions.allSatisfy { condition in
            switch condition.field {
            case "grade": condition.holds(for: .text(score.grade))
            case "signal_kinds":
                condition.holds(for: .texts(Set(standing.counted.map { rules.kinds[$0.kind].name }).sorted()))
            case "stage": condition.holds(for: stage)
            default: condition.holds(for: standing.profile[condition.field])
            }
        }
        let flags = standing.profile["flags"]?.words ?? []
        let isSuppressed =
            queue.suppressedStages.contains { stage.words.contains($0.lowercased()) }
            || queue.suppressedFlags.contains { flags.contains($0.lowercased()) }
        if !meetsConditions || isSuppressed { return false }
        var contacts = 0.0
        if case .number(let number) = standing.profile["reachable_contacts"] { contacts = number }
        return score.signals >= queue.signals && score.persons >= queue.persons
            && (queue.reachableContacts == 0 || contacts >= Double(queue.reachableContacts))
            && account.entry.urgency >= queue.minimumUrgency
    }
}

extension ReferenceRules.Queue {
    /// The list that an account of this profile belongs to; for values that need no encoding.
    func list(for profile: [String: ReferenceValue]) -> String {
        guard let partitionBy else { return name }
        let value = profile[partitionBy] ?? (partitionBy == "stage" ? .text("prospect") : nil)
        let text =
            switch value {
            case .text(let text): text
            case .number(let number): number == number.rounded() ? "\(Int64(number))" : "\(number)"
            case .flag(let flag): "\(flag)"
            case .texts(let texts): texts.min { $0.isBefore($1) } ?? ""
            case nil: ""
            }
        return "\(name)/\(text.isEmpty ? "unassigned" : text)"
    }

    /// The design's words on hysteresis, one after the other.
    func members(of sorted: [ReferenceEntry], previous: [String]) -> [ReferenceEntry] {
        let best = sorted.prefix(2 * size)
        guard hysteresis > 0, !previous.isEmpty else { return Array(best.prefix(size)) }
        var members = Array(best.filter { previous.contains($0.account) }.prefix(size))
        for newcomer in best where !previous.contains(newcomer.account) {
            if members.count == size {
                let last = members[members.count - 1]
                let margin = Int((hysteresis * Double(last.urgency) + 0.5).rounded(.down))
                guard newcomer.urgency > last.urgency + margin else { break }
                members.removeLast()
            }
            members.append(newcomer)
            members.sort { $0.precedes($1) }
        }
        return members
    }
}
