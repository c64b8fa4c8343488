// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ReferenceModel

extension DeploymentChecker {
    /// Changes are those between each publication and the next, in order, each once.
    mutating func checkChanges(_ published: PublishedTopics) {
        let lives = published.lives
        let names = Set(lives.keys).union(published.changes.keys)
        for name in names.sorted() {
            var expected: [PublishedTopics.Change] = []
            var before: ReferenceList?
            for list in lives[name] ?? [] {
                if let next = list ?? before?.emptied { expected += changes(from: before, to: next) }
                before = list
            }
            let found = published.changes[name] ?? []
            guard found != expected else { continue }
            expect(
                false,
                "changes of \(name): missing \(Set(expected).subtracting(found)), "
                    + "too many \(Set(found).subtracting(expected)), \(found.count) for \(expected.count)"
            )
        }
    }

    private func changes(from before: ReferenceList?, to list: ReferenceList) -> [PublishedTopics.Change] {
        func change(_ kind: String, _ account: String) -> PublishedTopics.Change {
            let (now, then) = (list.members.firstIndex(of: account), before?.members.firstIndex(of: account))
            let (entry, last) = (now.map { list.entries[$0] }, then.flatMap { before?.entries[$0] })
            return PublishedTopics.Change(
                list: list.list,
                account: account,
                kind: kind,
                sequence: list.sequence,
                asOf: list.asOf,
                rank: now.map { Int64($0 + 1) },
                rankFrom: then.map { Int64($0 + 1) },
                urgency: entry?.urgency,
                urgencyFrom: last?.urgency,
                grade: entry?.grade,
                gradeFrom: last?.grade
            )
        }
        func band(_ place: Int) -> Int { [10, 25, 50, 100].count { place + 1 > $0 } }
        var found = (before?.members ?? []).filter { !list.members.contains($0) }.map { change("left", $0) }
        for (place, account) in list.members.enumerated() {
            guard let then = before?.members.firstIndex(of: account), let before else {
                found.append(change("entered", account))
                continue
            }
            if list.entries[place].grade != before.entries[then].grade {
                found.append(change("grade_changed", account))
            }
            if band(place) != band(then) { found.append(change("moved", account)) }
        }
        return found
    }
}

extension ReferenceList {
    /// What follows a list that is taken back.
    fileprivate var emptied: ReferenceList {
        var empty = self
        empty.sequence += 1
        (empty.entries, empty.enteredAt) = ([], [])
        return empty
    }
}
