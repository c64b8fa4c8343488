// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import SampleSignals

/// Whether every record that was sent is once either events or a dead letter, and nothing else has come of them.
struct SourceCheck {
    private(set) var findings: [String] = []
    private(set) var counts: [(name: String, number: Int)] = []
    private let ledger: SentLedger

    /// How many of a kind are named.
    private static let limit = 5

    init(_ ledger: SentLedger, _ observations: Observations, journalPath: String) {
        self.ledger = ledger
        findings += ledger.failures.prefix(Self.limit)
        let letters = checkLetters(observations)
        let unresolved = letters.subtracting(ledger.broken)

        // Of a dead letter, a part may be events all the same.
        var required: [Identity: Int] = [:]
        var permitted: [Identity: Int] = [:]
        for record in 0..<ledger.count where !ledger.broken.contains(record) {
            for identity in ledger.identities(of: record) {
                permitted[identity, default: 0] += 1
                if !letters.contains(record) { required[identity, default: 0] += 1 }
            }
        }
        var (missing, surplus): (Set<Identity>, Set<Identity>) = ([], [])
        for (identity, count) in required where observations.events[identity, default: 0] < count {
            missing.insert(identity)
        }
        for (identity, count) in observations.events where permitted[identity, default: 0] < count {
            surplus.insert(identity)
        }
        if !missing.isEmpty {
            findings.append(
                "\(missing.count) events are missing in the journal: \(places(of: missing, letters))"
            )
        }
        if !surplus.isEmpty {
            findings.append(
                "\(surplus.count) events are in the journal more often than they were sent: "
                    + Self.lines(of: surplus, in: journalPath).joined(separator: " ; ")
            )
        }
        counts = [
            ("records sent", ledger.count), ("of them broken on purpose", ledger.broken.count),
            ("dead letters", observations.letters.count),
            ("of them records of unknown accounts", unresolved.count),
            ("events in the journal", observations.journalRecords),
            ("of them hotlist's own", observations.ownEvents),
        ]
    }

    /// Checks dead letters; returns the records that are some.
    private mutating func checkLetters(_ observations: Observations) -> Set<Int> {
        var result: Set<Int> = []
        var (strange, double) = (0, 0)
        for (place, count) in observations.letters {
            guard let record = ledger.places[place] else {
                strange += 1
                continue
            }
            result.insert(record)
            if count > 1 { double += 1 }
        }
        if strange > 0 { findings.append("\(strange) dead letters are of no record that was sent") }
        if double > 0 { findings.append("\(double) records are dead letters more than once") }
        let absent = ledger.broken.subtracting(result)
        if !absent.isEmpty {
            findings.append("\(absent.count) broken records are no dead letters: \(places(of: absent))")
        }
        return result
    }

    private func places(of records: Set<Int>) -> String {
        let found = ledger.places.filter { records.contains($0.value) }.map(\.key)
        return found.sorted { $0.number < $1.number }.prefix(Self.limit).map(Self.text).joined(
            separator: ", "
        )
    }

    private func places(of identities: Set<Identity>, _ letters: Set<Int>) -> String {
        var records: Set<Int> = []
        for record in 0..<ledger.count where !letters.contains(record) {
            if ledger.identities(of: record).contains(where: identities.contains) { records.insert(record) }
        }
        return places(of: records)
    }

    private static func text(_ place: SentLedger.Place) -> String {
        "\(SamplePreset.allCases[place.topic].rawValue) \(place.partition)/\(place.offset)"
    }

    /// The first events of the journal that have these identities.
    private static func lines(of identities: Set<Identity>, in path: String) -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else { return [] }
        var lines: [String] = []
        for line in data.split(separator: 10) {
            guard let event = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any],
                let identity = Identity(event: event), identities.contains(identity)
            else { continue }
            lines.append(String(decoding: line.prefix(300), as: UTF8.self))
            if lines.count == 2 * limit { break }
        }
        return lines
    }
}
