// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import ReferenceModel
import SimulatedTransport

extension DeploymentChecker {
    /// Every vendor record has become what it must, once, and in order.
    mutating func checkJournal() throws {
        let written = vendor.written
        var events: [Int: [String]] = [:]
        for place in cluster.partitions(of: names.journal) {
            var last: [Int32: Int] = [:]
            for (offset, _, record) in cluster.history(of: place) {
                let json = try ReferenceJSON(record.value ?? [])
                guard let number = json["record"]?.whole, let subject = json["subject"]?.text else {
                    expect(false, "\(place)@\(offset) has no number")
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
        for place in cluster.partitions(of: names.deadLetters) {
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

    mutating func checkAliases() {
        var standing: [String: String] = [:]
        for place in cluster.partitions(of: names.aliases) {
            for (_, _, record) in cluster.committedRecords(of: place) {
                standing[record.keyText] = (try? ReferenceJSON(record.value ?? []))?["account"]?.text
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
}
