// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import ReferenceModel
import SimulatedTransport

extension DeploymentChecker {
    /// Every publication is what the journal says at its positions, and follows the one before.
    mutating func checkLists(_ published: PublishedTopics) throws {
        for (queue, publications) in published.publications.sorted(by: { $0.key < $1.key }) {
            var standing: [String: ReferenceList] = [:]
            var activation = 0
            for publication in publications {
                let (name, before) = (publication.name, standing[publication.name])
                standing[name] = publication.list
                guard let list = publication.list else {
                    expect(
                        before != nil && mayEnd(name, by: publication.timestamp),
                        "\(name) was taken back without a reason"
                    )
                    continue
                }
                // Models follow each other as they were activated.
                let next = activations[activation...].firstIndex { $0.digest == list.model }
                guard let next, activations[next].time <= publication.timestamp else {
                    expect(false, "\(name) #\(list.sequence): the time of \(list.model) is not now")
                    continue
                }
                activation = next
                try check(list, named: name, of: queue, after: before)
            }
            for (name, list) in standing {
                expect(published.lists[name] == list, "\(name): what stands is not what was published last")
            }
        }
        let active = activations.last?.digest ?? ""
        for (name, list) in published.lists where list.model != active {
            expect(false, "at the end \(name) is of the model \(list.model), not \(active)")
        }
        try checkCompleteness(published, active)
        try checkCandidates()
    }

    private mutating func check(
        _ list: ReferenceList,
        named name: String,
        of queueName: String,
        after before: ReferenceList?
    ) throws {
        guard let reference = try reference(list.model),
            let queue = reference.rules.queues.first(where: { $0.name == queueName })
        else { return expect(false, "\(name) is no list of the model \(list.model)") }
        check(list, after: before)
        let lists = reference.lists(of: queue, at: list.positions, previous: [name: list.previousMembers])
        let expected = lists[name] ?? []
        expect(
            list.entries == expected,
            "\(name) #\(list.sequence) at \(list.positions) is\n\(list.entries)\nbut must be\n\(expected)"
        )
    }

    /// Whether a list may have been taken back by `time`: its queue is gone, or its accounts are listed otherwise.
    private func mayEnd(_ name: String, by time: Int64) -> Bool {
        let parts = name.split(separator: "/")
        return activations.contains { activation in
            guard activation.time <= time, let model = activation.model else { return false }
            guard let queue = model.queues.first(where: { $0.name == parts[0] }) else { return true }
            return (queue.partitionBy == nil) != (parts.count == 1)
        }
    }

    /// At the end no candidates stand but those of the active model's queues.
    private mutating func checkCandidates() throws {
        let queues = activations.last?.model?.queues ?? []
        for place in cluster.partitions(of: names.candidates) {
            var standing: [String: Bool] = [:]
            for (_, _, record) in cluster.committedRecords(of: place) {
                standing[record.keyText] = record.value != nil
            }
            for (key, stands) in standing where stands {
                let queue = queues.first { $0.name == String(key.prefix { $0 != "/" && $0 != "|" }) }
                let isShare = key.contains("/")
                let isRight = key.contains("|#") && !isShare || isShare == (queue?.partitionBy != nil)
                expect(queue != nil && isRight, "at the end \(key) stands in \(place)")
            }
        }
    }

    private mutating func check(_ list: ReferenceList, after before: ReferenceList?) {
        let place = "\(list.list) #\(list.sequence)"
        expect(list.sequence == (before?.sequence ?? 0) + 1, "\(place) follows #\(before?.sequence ?? 0)")
        expect(list.positions.map(\.partition) == Array(0..<Int(counts.journal)), "\(place): positions")
        expect(
            list.asOf == list.positions.map(\.asOf).max(),
            "\(place): as_of is not the latest of its positions"
        )
        expect(list.previousSequence == before?.sequence ?? 0, "\(place): previous sequence")
        expect(list.previousMembers == before?.members ?? [], "\(place): previous members")
        for (account, entered) in zip(list.members, list.enteredAt) {
            let since = before.flatMap { before in
                before.members.firstIndex(of: account).map { before.enteredAt[$0] }
            }
            expect(entered == since ?? list.asOf, "\(place): entered_at of \(account)")
        }
        guard let before else { return }
        expect(isWorthPublishing(list, after: before), "\(place) says nothing new")
        expectTime(list.asOf, before.asOf, place)
        for (now, then) in zip(list.positions, before.positions) {
            expect(now.offset >= then.offset, "\(place): the fold of partition \(now.partition) goes back")
            expectTime(now.asOf, then.asOf, "\(place), partition \(now.partition)")
        }
    }

    /// docs/records.md, *When*.
    private func isWorthPublishing(_ list: ReferenceList, after before: ReferenceList) -> Bool {
        let interval = SimulatedModel.policy.refreshInterval
        func refresh(_ list: ReferenceList) -> Int64? { list.positions.map { $0.asOf / interval }.min() }
        if list.model != before.model || list.members != before.members || refresh(list) != refresh(before) {
            return true
        }
        return zip(list.entries, before.entries).contains { now, then in
            now.grade != then.grade || abs(now.urgency - then.urgency) >= SimulatedModel.policy.delta
                || now.reasons.map(\.text) != then.reasons.map(\.text)
                || now.reasons.map(\.kind) != then.reasons.map(\.kind)
                || now.reasons.map(\.at) != then.reasons.map(\.at)
        }
    }

    /// At the end every list that has an entry stands, at one instant, knowing the whole journal.
    private mutating func checkCompleteness(_ published: PublishedTopics, _ digest: String) throws {
        guard let reference = try reference(digest) else { return }
        for queue in reference.rules.queues {
            let standing = published.lists.filter { $0.value.queue == queue.name }
            guard let any = standing.first?.value else { continue }
            let previous = standing.mapValues(\.previousMembers)
            let expected = reference.lists(of: queue, at: any.positions, previous: previous)
            for (name, entries) in expected.sorted(by: { $0.key < $1.key }) {
                let (found, members) = (standing[name]?.members ?? [], entries.map(\.account))
                expect(found == members, "at the end \(name) is \(found), not \(members)")
            }
            for (name, list) in standing.sorted(by: { $0.key < $1.key }) where expected[name] == nil {
                expect(list.entries.isEmpty, "at the end \(name) must be empty")
            }
        }
    }
}
