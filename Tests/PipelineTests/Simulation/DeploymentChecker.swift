// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import Scoring
import SimulatedTransport

/// Compares what a simulated deployment committed with what its vendor records ask for.
struct DeploymentChecker {
    private let cluster: SimulatedCluster
    private let counts: PartitionCounts
    private let vendor: VendorStream
    private let instantsMayGoBack: Bool
    private let names = SimulatedDeployment.names
    private let model = SimulatedModel.model
    private(set) var faults: [String] = []

    /// All that is wrong with a deployment at rest; empty when nothing is.
    static func faults(of deployment: SimulatedDeployment) throws -> [String] {
        deployment.complaints
            + (try faults(
                of: deployment.cluster,
                deployment.counts,
                deployment.vendor,
                instantsMayGoBack: deployment.instantsMayGoBack
            ))
    }

    /// All that is wrong with what stands on `cluster` after the records of `vendor`.
    static func faults(
        of cluster: SimulatedCluster,
        _ counts: PartitionCounts,
        _ vendor: VendorStream,
        instantsMayGoBack: Bool = false
    ) throws -> [String] {
        var checker = DeploymentChecker(
            cluster: cluster,
            counts: counts,
            vendor: vendor,
            instantsMayGoBack: instantsMayGoBack
        )
        try checker.checkJournal()
        checker.checkAliases()
        try checker.checkSends()
        let published = try PublishedTopics(all: cluster, SimulatedDeployment.names)
        try checker.checkLists(published)
        checker.checkEntries(published)
        checker.checkChanges(published)
        return checker.faults
    }

    private init(
        cluster: SimulatedCluster,
        counts: PartitionCounts,
        vendor: VendorStream,
        instantsMayGoBack: Bool
    ) {
        self.cluster = cluster
        self.counts = counts
        self.vendor = vendor
        self.instantsMayGoBack = instantsMayGoBack
    }

    private mutating func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
        if !holds { faults.append(fault()) }
    }

    // MARK: ingest

    private mutating func checkJournal() throws {
        let written = vendor.written
        var events: [Int: [String]] = [:]
        for place in PublishedTopics.partitions(of: names.journal, cluster) {
            var last: [Int32: Int] = [:]
            for (offset, _, record) in cluster.history(of: place) {
                var document = JSONDocument()
                try document.parse(record.value ?? [])
                guard let node = document.member(document.root, "record"),
                    let number = document.integer(node),
                    let subject = document.member(document.root, "subject").flatMap({ document.string($0) })
                else {
                    faults.append("\(place)@\(offset) has no number")
                    continue
                }
                events[Int(number), default: []].append(subject)
                expect(record.key == Array(subject.utf8), "\(place)@\(offset) is not keyed by its account")
                let partition = written[Int(number)].partition
                expect(
                    last[partition] ?? -1 < Int(number),
                    "\(place)@\(offset): record \(number) is out of order"
                )
                last[partition] = Int(number)
            }
        }
        var letters: [[UInt8]: Int] = [:]
        for place in PublishedTopics.partitions(of: names.deadLetters, cluster) {
            for (_, _, record) in cluster.history(of: place) { letters[record.value ?? [], default: 0] += 1 }
        }
        for record in written {
            let found = events[record.number] ?? []
            let dead = letters[record.value] ?? 0
            switch record.fate {
            case .event(let account):
                expect(
                    found == [account] && dead == 0,
                    "record \(record.number): events \(found), letters \(dead)"
                )
            case .eventIfTaught(_, let account):
                let isRight = (found == [account] && dead == 0) || (found.isEmpty && dead == 1)
                expect(isRight, "record \(record.number): events \(found), letters \(dead)")
            case .deadLetter:
                expect(
                    found.isEmpty && dead == 1,
                    "bad record \(record.number): events \(found), letters \(dead)"
                )
            case .alias:
                expect(found.isEmpty && dead == 0, "alias \(record.number): events \(found), letters \(dead)")
            }
        }
    }

    private mutating func checkAliases() {
        var standing: [String: String] = [:]
        for place in PublishedTopics.partitions(of: names.aliases, cluster) {
            for (_, _, record) in cluster.committedRecords(of: place) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                standing[key] = (try? JSONValue.members(record.value ?? []))?["account"]?.text
            }
        }
        for record in vendor.written {
            guard case .alias(let id, let account) = record.fate else { continue }
            expect(
                standing["crm:\(id)"] == account,
                "alias crm:\(id) is \(standing["crm:\(id)"] ?? "missing")"
            )
        }
        expect(standing.count == vendor.taught.count, "aliases that nobody taught: \(standing)")
    }

    // MARK: rank

    private mutating func checkSends() throws {
        for place in PublishedTopics.partitions(of: names.state, cluster) {
            var last: PartitionRecord?
            for (offset, _, record) in cluster.history(of: place) {
                let next = try PartitionRecord(encoded: record.value ?? [])
                if let last {
                    expect(next.send > last.send, "\(place)@\(offset): send \(next.send) after \(last.send)")
                    expect(next.foldOffset >= last.foldOffset, "\(place)@\(offset): fold went back")
                    expectTime(next.asOf, last.asOf, "\(place)@\(offset)")
                }
                last = next
            }
        }
        for place in PublishedTopics.partitions(of: names.candidates, cluster) {
            var last: [[UInt8]: Int64] = [:]
            for (offset, _, record) in cluster.history(of: place) {
                guard let key = record.key, let value = record.value else { continue }
                let isHead = String(decoding: key, as: UTF8.self).contains("|#")
                let send =
                    isHead ? try QueueHead(encoded: value).send : try CandidateList(encoded: value).send
                expect(send > last[key] ?? 0, "\(place)@\(offset): send \(send) after \(last[key] ?? 0)")
                last[key] = send
            }
        }
    }

    private mutating func expectTime(_ next: Timestamp, _ last: Timestamp, _ place: String) {
        expect(
            instantsMayGoBack || next >= last,
            "\(place): as_of goes back from \(last) to \(next)"
        )
    }

    // MARK: merge

    private mutating func checkLists(_ published: PublishedTopics) throws {
        let offline = try OfflineRanking(cluster, names, model)
        for (name, history) in published.history.sorted(by: { $0.key < $1.key }) {
            guard let queue = model.queues.first(where: { $0.name == history[0].list.queue }) else {
                faults.append("\(name) is no queue's list")
                continue
            }
            var before: PublishedList?
            for list in history {
                check(list, after: before)
                let expected =
                    offline.lists(
                        of: queue,
                        at: list.positions,
                        previous: [name: list.previous.members.map(\.domain)]
                    )[name] ?? []
                let found = list.entries.map(OfflineRanking.Entry.init)
                expect(
                    found == expected,
                    "\(name) #\(list.sequence) at \(list.positions) is\n\(found)\nbut must be\n\(expected)"
                )
                before = list
            }
        }
        checkCompleteness(published, offline)
    }

    private mutating func check(_ list: PublishedList, after before: PublishedList?) {
        let place = "\(list.list) #\(list.sequence)"
        expect(list.sequence == (before?.sequence ?? 0) + 1, "\(place) follows #\(before?.sequence ?? 0)")
        expect(list.positions.map(\.partition) == Array(0..<Int(counts.journal)), "\(place): positions")
        expect(
            list.asOf == list.positions.map(\.asOf).max(),
            "\(place): as_of is not the latest of its positions"
        )
        expect(list.previous.sequence == before?.sequence ?? 0, "\(place): previous sequence")
        expect(list.previous.members == before?.members ?? [], "\(place): previous members")
        var since: [AccountID: Timestamp] = [:]
        for entry in before?.entries ?? [] { since[entry.account] = entry.enteredAt }
        for entry in list.entries {
            expect(
                entry.enteredAt == since[entry.account] ?? list.asOf,
                "\(place): entered_at of \(entry.account)"
            )
        }
        guard let before else { return }
        expectTime(list.asOf, before.asOf, place)
        for (now, then) in zip(list.positions, before.positions) {
            expect(now.offset >= then.offset, "\(place): the fold of partition \(now.partition) goes back")
            expectTime(now.asOf, then.asOf, "\(place), partition \(now.partition)")
        }
    }

    /// At the end every list that has an entry stands, at one instant, knowing the whole journal.
    private mutating func checkCompleteness(_ published: PublishedTopics, _ offline: OfflineRanking) {
        for queue in model.queues {
            let standing = published.lists.filter { $0.value.list.queue == queue.name }
            guard let any = standing.first?.value else { continue }
            let previous = standing.mapValues { $0.previous.members.map(\.domain) }
            let expected = offline.lists(of: queue, at: any.positions, previous: previous)
            for (name, entries) in expected {
                let found = standing[name]?.entries.map(\.account.domain) ?? []
                expect(
                    found == entries.map(\.account),
                    "at the end \(name) is \(found), not \(entries.map(\.account))"
                )
            }
            for (name, list) in standing where expected[name] == nil {
                expect(list.entries.isEmpty, "at the end \(name) must be empty")
            }
        }
    }

    private mutating func checkEntries(_ published: PublishedTopics) {
        var revisions: [String: Double] = [:]
        for (key, value) in published.entries {
            guard let value else { continue }
            let revision = value["revision"]?.number ?? -1
            expect(
                revision > revisions[key] ?? 0,
                "entry \(key): revision \(revision) after \(revisions[key] ?? 0)"
            )
            revisions[key] = revision
            let name = value["list"]?.text ?? ""
            let lists = published.history[name] ?? []
            guard let list = lists.first(where: { Double($0.sequence) == revision }),
                let place = list.entries.firstIndex(where: { $0.account.domain == value["account"]?.text })
            else {
                faults.append("entry \(key) of revision \(revision) is in no list")
                continue
            }
            let entry = list.entries[place]
            expect(
                value["rank"]?.number == Double(place + 1)
                    && value["urgency"]?.number == Double(entry.urgency) / 100
                    && value["grade"]?.text == entry.grade.description
                    && value["why_1"]?.text == entry.reasons.first?.text
                    && value["as_of_ms"]?.number == Double(list.asOf.milliseconds),
                "entry \(key) of revision \(revision) differs from its list"
            )
        }
        checkStandingEntries(published)
    }

    private mutating func checkStandingEntries(_ published: PublishedTopics) {
        var expected: Set<String> = []
        for (name, list) in published.lists {
            for (place, entry) in list.entries.enumerated() {
                let key = "\(name)|\(entry.account.domain)"
                expected.insert(key)
                guard let standing = published.standingEntries[key] else {
                    faults.append("entry \(key) is missing")
                    continue
                }
                let rank = Int(standing["rank"]?.number ?? 0)
                let urgency = Int(((standing["urgency"]?.number ?? 0) * 100).rounded())
                let why = (1...3).compactMap { standing["why_\($0)"]?.text }
                expect(
                    standing["grade"]?.text == entry.grade.description && why == entry.reasons.map(\.text)
                        && (rank - 1) / 10 == place / 10
                        && abs(urgency - entry.urgency) < SimulatedModel.policy.delta,
                    "entry \(key) is out of date"
                )
            }
        }
        let extra = Set(published.standingEntries.keys).subtracting(expected)
        expect(extra.isEmpty, "entries that are in no list: \(extra.sorted())")
    }

    private mutating func checkChanges(_ published: PublishedTopics) {
        for (name, history) in published.history {
            var expected: [PublishedTopics.Change] = []
            var before: [String: PublishedList.Entry] = [:]
            for list in history {
                func change(_ kind: String, _ account: String) -> PublishedTopics.Change {
                    .init(list: name, account: account, kind: kind, sequence: list.sequence)
                }
                var now: [String: PublishedList.Entry] = [:]
                for entry in list.entries { now[entry.account.domain] = entry }
                // The lists are shorter than 10, so that nothing moves across a band.
                for account in before.keys where now[account] == nil {
                    expected.append(change("left", account))
                }
                for (account, entry) in now {
                    guard let last = before[account] else {
                        expected.append(change("entered", account))
                        continue
                    }
                    if last.grade != entry.grade { expected.append(change("grade_changed", account)) }
                }
                before = now
            }
            let found = published.changes[name] ?? []
            expect(
                found.map(\.sequence) == found.map(\.sequence).sorted(),
                "changes of \(name) are out of order"
            )
            func sorted(_ changes: [PublishedTopics.Change]) -> [PublishedTopics.Change] {
                changes.sorted { ($0.sequence, $0.kind, $0.account) < ($1.sequence, $1.kind, $1.account) }
            }
            expect(
                sorted(found) == sorted(expected),
                "changes of \(name): missing \(Set(expected).subtracting(found)), too many \(Set(found).subtracting(expected)), \(found.count) for \(expected.count)"
            )
            checkMembership(found, name)
        }
    }

    private mutating func checkMembership(_ changes: [PublishedTopics.Change], _ name: String) {
        var members: Set<String> = []
        for change in changes {
            switch change.kind {
            case "entered":
                expect(members.insert(change.account).inserted, "\(change.account) enters \(name) twice")
            case "left":
                expect(members.remove(change.account) != nil, "\(change.account) leaves \(name) twice")
            default:
                expect(members.contains(change.account), "\(change) of an account that is not in \(name)")
            }
        }
    }
}
