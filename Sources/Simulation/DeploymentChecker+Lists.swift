// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import ReferenceModel

extension DeploymentChecker {
    /// Every publication is what the journal says at its positions, and follows the one before.
    mutating func checkLists(_ published: PublishedTopics) throws {
        let reference = try ReferenceRanking(rules, journal())
        for (name, history) in published.history.sorted(by: { $0.key < $1.key }) {
            guard let queue = rules.queues.first(where: { $0.name == history[0].queue }) else {
                faultUnknown(name)
                continue
            }
            var before: ReferenceList?
            for list in history {
                check(list, after: before)
                let lists = reference.lists(
                    of: queue,
                    at: list.positions,
                    previous: [name: list.previousMembers]
                )
                let expected = lists[name] ?? []
                expect(
                    list.entries == expected,
                    "\(name) #\(list.sequence) at \(list.positions) is\n\(list.entries)\nbut must be\n\(expected)"
                )
                before = list
            }
            expect(published.lists[name] == before, "\(name): what stands is not what was published last")
        }
        checkCompleteness(published, reference)
    }

    private mutating func faultUnknown(_ name: String) {
        expect(false, "\(name) is no queue's list")
    }

    private mutating func check(_ list: ReferenceList, after before: ReferenceList?) {
        let place = "\(list.list) #\(list.sequence)"
        expect(list.sequence == (before?.sequence ?? 0) + 1, "\(place) follows #\(before?.sequence ?? 0)")
        expect(list.positions.map(\.partition) == Array(0..<Int(counts.journal)), "\(place): positions")
        expect(list.model == modelDigest, "\(place): model")
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
        if list.members != before.members || refresh(list) != refresh(before) { return true }
        return zip(list.entries, before.entries).contains { now, then in
            now.grade != then.grade || abs(now.urgency - then.urgency) >= SimulatedModel.policy.delta
                || now.reasons.map(\.text) != then.reasons.map(\.text)
                || now.reasons.map(\.kind) != then.reasons.map(\.kind)
                || now.reasons.map(\.at) != then.reasons.map(\.at)
        }
    }

    /// At the end every list that has an entry stands, at one instant, knowing the whole journal.
    private mutating func checkCompleteness(_ published: PublishedTopics, _ reference: ReferenceRanking) {
        for queue in rules.queues {
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
