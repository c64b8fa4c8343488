// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct MergePropertyTests {
    /// Accounts of a queue at some instant, each on its journal partition.
    private static func candidates(using random: inout SeededGenerator) -> [Candidate] {
        (0..<40).compactMap { index in
            guard Int.random(in: 0..<3, using: &random) > 0 else { return nil }
            return Candidate.of(
                "a\(index).com",
                5000 + Int.random(in: 0..<40, using: &random) * 20,
                latest: nine - Int64.random(in: 0..<2, using: &random),
                grade: .of(0, UInt8.random(in: 0...1, using: &random)),
                reasons: [.page("/\(Int.random(in: 0..<2, using: &random))")]
            )
        }.sorted { $0.standing < $1.standing }
    }

    /// The partition that an account's events lie on.
    private static func partition(of candidate: Candidate, count: Int) -> Int {
        candidate.account.domain.utf8.reduce(0) { $0 &* 31 &+ Int($1) } % count
    }

    private static func merged(
        _ candidates: [Candidate],
        partitions: Int,
        queue: Queue,
        previous: PublishedList.Previous
    ) -> PublishedList {
        let shares = (0..<partitions).map { partition in
            PublishedList.Share(
                position: PublishedList.Position(partition: partition, offset: 0, asOf: moment(nine)),
                candidates: Array(
                    candidates.filter { Self.partition(of: $0, count: partitions) == partition }
                        .prefix(2 * queue.size)
                )
            )
        }
        return PublishedList(
            merging: shares,
            into: ListName(queue: queue.name),
            of: queue,
            model: "sha256:one",
            previous: previous,
            enteredAt: { _ in moment(1) }
        )
    }

    @Test(arguments: SeededGenerator.seeds)
    func `the merge of partitions equals one partition`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for hysteresis in [0, 0.02] {
            let queue = Queue(name: "q", size: 6, hysteresis: hysteresis)
            var previous = PublishedList.Previous()
            for _ in 0..<5 {
                let candidates = Self.candidates(using: &random)
                let one = Self.merged(candidates, partitions: 1, queue: queue, previous: previous)
                for count in [2, 5, 32] {
                    let many = Self.merged(candidates, partitions: count, queue: queue, previous: previous)
                    #expect(many.entries == one.entries)
                }
                if hysteresis == 0 {
                    #expect(one.members == candidates.prefix(6).map(\.account))
                }
                previous = PublishedList.Previous(sequence: one.sequence, members: one.members)
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `hysteresis keeps the order and lets no one in who is not far enough ahead`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let queue = Queue(name: "q", size: 6, hysteresis: 0.02)
        var previous: [AccountID] = []
        for sequence in 1...10 {
            let candidates = Self.candidates(using: &random)
            let list = Self.merged(
                candidates,
                partitions: 3,
                queue: queue,
                previous: PublishedList.Previous(sequence: Int64(sequence), members: previous)
            )
            let best = candidates.prefix(12)
            let urgencies = Dictionary(uniqueKeysWithValues: best.map { ($0.account, $0.urgency) })
            #expect(list.entries.count == min(6, best.count))
            #expect(list.members == best.map(\.account).filter(Set(list.members).contains))
            let out = best.filter { !list.members.contains($0.account) }
            let last = list.entries.last?.urgency ?? 0
            for candidate in out where !previous.contains(candidate.account) {
                let margin = (2 * last + 50) / 100
                #expect(candidate.urgency <= last + margin, "\(candidate.account) should be in")
            }
            for account in list.members where !previous.contains(account) {
                for gone in out where previous.contains(gone.account) {
                    let margin = (2 * gone.urgency + 50) / 100
                    #expect(urgencies[account] ?? 0 > gone.urgency + margin, "\(account) should not be in")
                }
            }
            previous = list.members
        }
    }

    /// One whole history: `rank` on three partitions, and `merge`, which restarts where `restarts` says.
    private struct History {
        var sent = (0..<3).map { SentLists(partition: $0) }
        var merge = MergeFixture(
            partitions: 3,
            [Queue(name: "p", size: 4, partitionBy: "o"), Queue(name: "q", size: 6, hysteresis: 0.01)]
        )
        var log: [QueueRecord] = []
        var written: [QueueRecord] = []
        var lists: [[PublishedList]] = []

        mutating func run(seed: UInt64, restarts: Bool) throws {
            var random = SeededGenerator(seed: seed)
            var crashes = SeededGenerator(seed: ~seed)
            for tick in 1...30 {
                let candidates = MergePropertyTests.candidates(using: &random)
                let time = nine + Int64(tick) * 15_000
                for partition in 0..<3 where Int.random(in: 0..<4, using: &random) > 0 {
                    let own = candidates.filter {
                        MergePropertyTests.partition(of: $0, count: 3) == partition
                    }
                    let named: [(String, [Candidate])] = [
                        ("p/x", own.filter { $0.urgency % 40 == 0 }),
                        ("p/y", own.filter { $0.urgency % 40 != 0 }),
                        ("q", own),
                    ]
                    let ranked = named.compactMap { name, candidates in
                        ListName(parsing: name).map {
                            RankedList(name: $0, candidates: Array(candidates.prefix(8)))
                        }
                    }.filter { !$0.candidates.isEmpty }
                    let plan = sent[partition].plan(
                        ranked,
                        model: merge.model,
                        asOf: moment(time),
                        foldOffset: Int64(tick),
                        policy: merge.policy
                    )
                    sent[partition] = plan.committed
                    log += plan.records
                    for record in plan.records {
                        _ = try merge.state.apply(key: record.key, value: record.value)
                    }
                }
                let planned = merge.plan
                written += planned.records
                lists.append(planned.lists)
                _ = merge.publish()
                if restarts, Int.random(in: 0..<4, using: &crashes) == 0 { try restart() }
            }
        }

        /// Reads everything again, as a new process does.
        private mutating func restart() throws {
            var state = MergeState(journalPartitions: 3)
            for record in log { _ = try state.apply(key: record.key, value: record.value) }
            for (key, value) in merge.queues.records { try state.restoreList(key: key, value: value) }
            for (key, value) in merge.entries.records { try state.restoreEntry(key: key, value: value) }
            merge.state = state
        }
    }

    @Test(arguments: SeededGenerator.fewSeeds)
    func `the same records give the same bytes, with and without restarts`(seed: UInt64) throws {
        var first = History()
        try first.run(seed: seed, restarts: false)
        var second = History()
        try second.run(seed: seed, restarts: false)
        var third = History()
        try third.run(seed: seed, restarts: true)
        #expect(first.written == second.written)
        #expect(first.written == third.written)
        #expect(first.log == third.log)
        #expect(first.written.count > 100)
    }

    @Test(arguments: SeededGenerator.fewSeeds)
    func `what stands in the topics is what was published last`(seed: UInt64) throws {
        var history = History()
        try history.run(seed: seed, restarts: false)
        let lists = history.merge.state.lists
        #expect(history.merge.queues.keys == lists.map(\.list.text))
        for list in lists {
            #expect(history.merge.queues.values[Array(list.list.text.utf8)] == list.encoded())
        }
        let entries = try history.merge.entries.records.map { try QueueEntry(encoded: $0.value) }
        #expect(entries.count == lists.map(\.entries.count).reduce(0, +))
        for entry in entries {
            let list = try #require(lists.first { $0.list == entry.list })
            let rank = try #require(list.members.firstIndex(of: entry.account)) + 1
            let member = list.entries[rank - 1]
            #expect(entry.grade == member.grade.description)
            #expect(entry.why == member.reasons.map(\.text))
            #expect((entry.rank - 1) / 10 == (rank - 1) / 10)
            #expect(abs(entry.urgency - member.urgency) < 50)
            #expect(entry.enteredAt == member.enteredAt)
        }
    }

    @Test(arguments: SeededGenerator.fewSeeds)
    func `the changes, applied to the list before, give the next`(seed: UInt64) throws {
        var history = History()
        try history.run(seed: seed, restarts: false)
        var known: [ListName: [AccountID: (grade: Grade, rank: Int)]] = [:]
        var last: [ListName: PublishedList] = [:]
        for list in history.lists.joined() {
            #expect(list.sequence == (last[list.list]?.sequence ?? 0) + 1)
            #expect(list.previous.members == last[list.list]?.members ?? [])
            for change in ListChange.between(last[list.list], and: list) {
                let place = change.to.map { (grade: $0.grade, rank: $0.rank) }
                known[list.list, default: [:]][change.account] = place
            }
            let accounts = known[list.list] ?? [:]
            #expect(accounts.count == list.entries.count)
            for (index, entry) in list.entries.enumerated() {
                let account = try #require(accounts[entry.account])
                #expect(account.grade == entry.grade)
                for band in [10, 25, 50, 100] { #expect((account.rank > band) == (index + 1 > band)) }
            }
            last[list.list] = list
        }
    }

    @Test(arguments: SeededGenerator.fewSeeds)
    func `every published list is proved by its positions, its previous list and its times of entry`(
        seed: UInt64
    ) throws {
        var history = History()
        try history.run(seed: seed, restarts: false)
        // What a partition said of a list at an instant; the rest of its lists were empty.
        var said: [String: [Candidate]] = [:]
        for record in history.log {
            guard let value = record.value, let list = try? CandidateList(encoded: value) else { continue }
            said["\(list.list) \(list.partition) \(list.foldOffset) \(list.asOf)"] = list.candidates
        }
        for list in history.lists.joined() {
            let queue = try #require(history.merge.model.queues.first { $0.name == list.list.queue })
            let proof = PublishedList(
                merging: list.positions.map { position in
                    let key = "\(list.list) \(position.partition) \(position.offset) \(position.asOf)"
                    return PublishedList.Share(position: position, candidates: said[key] ?? [])
                },
                into: list.list,
                of: queue,
                model: list.model,
                previous: list.previous,
                enteredAt: { account in list.entries.first { $0.account == account }?.enteredAt }
            )
            #expect(proof.encoded() == list.encoded())
        }
    }
}
