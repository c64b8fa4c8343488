// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking
import ReferenceModel

/// An entry as it must stand in `<id>.entries`.
private struct WrittenEntry {
    var list: ReferenceList
    /// Its place in the list, from 0.
    var place: Int

    var entry: ReferenceEntry { list.entries[place] }
    var why: [String] { entry.reasons.map(\.text) }

    func isOutdated(by next: WrittenEntry) -> Bool {
        next.entry.grade != entry.grade || next.why != why || next.place / 10 != place / 10
            || abs(next.entry.urgency - entry.urgency) >= SimulatedModel.policy.delta
    }

    /// The members of `json` that are not as they must be.
    func differences(from json: ReferenceJSON) -> [String] {
        var wrong: [String] = []
        func compare<Value: Equatable>(_ name: String, _ found: Value?, _ expected: Value?) {
            if found != expected { wrong.append(name) }
        }
        compare("queue", json["queue"]?.text, list.queue)
        compare("list", json["list"]?.text, list.list)
        compare("account", json["account"]?.text, entry.account)
        compare("name", json["name"]?.text, entry.name)
        compare("rank", json["rank"]?.whole, Int64(place + 1))
        compare("urgency", json["urgency"]?.hundredths, entry.urgency)
        compare("grade", json["grade"]?.text, entry.grade)
        compare("fit", json["fit"]?.hundredths, entry.fit)
        compare("heat", json["heat"]?.hundredths, entry.heat)
        compare("persons", json["persons"]?.whole, Int64(entry.persons))
        for number in 1...3 {
            compare("why_\(number)", json["why_\(number)"]?.text, why.dropFirst(number - 1).first)
        }
        compare("entered_at", json["entered_at"]?.time, list.enteredAt[place])
        compare("last_signal_at", json["last_signal_at"]?.time, entry.lastSignalAt)
        compare("as_of", json["as_of"]?.time, list.asOf)
        compare("as_of_ms", json["as_of_ms"]?.whole, list.asOf)
        compare("model", json["model"]?.text, list.model)
        compare("revision", json["revision"]?.whole, list.sequence)
        return wrong
    }
}

extension DeploymentChecker {
    /// Entries were written and taken back exactly where the publications ask for it (docs/records.md).
    mutating func checkEntries(_ published: PublishedTopics) {
        var expected: [String: [WrittenEntry?]] = [:]
        for (name, life) in published.lives {
            var standing: [String: WrittenEntry] = [:]
            for list in life {
                for (place, entry) in (list?.entries ?? []).enumerated() {
                    guard let list else { continue }
                    let next = WrittenEntry(list: list, place: place)
                    if let last = standing[entry.account], !last.isOutdated(by: next) { continue }
                    standing[entry.account] = next
                    expected["\(name)|\(entry.account)", default: []].append(next)
                }
                for account in Array(standing.keys) where list?.members.contains(account) != true {
                    standing[account] = nil
                    expected["\(name)|\(account)", default: []].append(nil)
                }
            }
        }
        var found: [String: [ReferenceJSON?]] = [:]
        for entry in published.entries { found[entry.key, default: []].append(entry.value) }
        for key in Set(expected.keys).union(found.keys).sorted() {
            compare(found[key] ?? [], expected[key] ?? [], key)
            let last = expected[key]?.last.flatMap(\.self)
            let standing = published.standingEntries[key]
            let isLast = standing?["revision"]?.whole == last?.list.sequence
            expect(isLast, "entry \(key): what stands is not the last")
        }
    }

    private mutating func compare(_ found: [ReferenceJSON?], _ expected: [WrittenEntry?], _ key: String) {
        func revisions(_ values: [Int64?]) -> [String] { values.map { $0.map { "#\($0)" } ?? "taken back" } }
        let numbers = revisions(found.map { $0?["revision"]?.whole })
        let right = revisions(expected.map { $0?.list.sequence })
        expect(numbers == right, "entry \(key) was written as \(numbers), not \(right)")
        guard numbers == right else { return }
        for (json, entry) in zip(found, expected) {
            guard let json, let entry else { continue }
            let wrong = entry.differences(from: json)
            expect(wrong.isEmpty, "entry \(key) #\(entry.list.sequence): \(wrong) differ from its list")
        }
    }
}
