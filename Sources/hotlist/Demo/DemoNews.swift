// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import SampleSignals

/// Says in words what has just happened: what was sent, and what it did to the list.
///
/// Much more happens than can be read, so the most telling of each moment is said and the rest is dropped.
struct DemoNews {
    private struct Item {
        var weight: Int
        var text: String
    }

    /// The shortest time between two lines, in milliseconds.
    private let pace: Int64
    private var waiting: [Item] = []
    /// How often each flaw has been told of: it is explained, not counted.
    private var told: [SampleFlaw: Int] = [:]
    private var lastTime: Int64?
    private var before: [AccountID: Int] = [:]
    /// What has been said, the newest last.
    private(set) var lines: [String] = []

    /// News of which one is said in `pace` milliseconds.
    init(pace: Int64) {
        self.pace = pace
    }

    /// Says something at once.
    mutating func say(_ text: String) {
        lines.append(text)
    }

    /// Takes a record that has been sent.
    mutating func note(_ record: SampleRecord) {
        guard let flaw = record.flaw, told[flaw, default: 0] < 2 else { return }
        told[flaw, default: 0] += 1
        waiting.append(Item(weight: 40, text: Self.text(flaw, record.preset.rawValue)))
    }

    private static func text(_ flaw: SampleFlaw, _ vendor: String) -> String {
        switch flaw {
        case .late:
            "\(vendor) tells of something days old: it counts with what its half-life has left of it"
        case .duplicate:
            "\(vendor) sent a webhook a second time: its id is known, so it is not counted twice"
        case .truncated:
            "a payload of \(vendor) breaks off: it goes to demo.dead-letters as it came, and nothing stops"
        case .wrongType:
            "\(vendor) sent a payload without a usable time: it goes to demo.dead-letters with the reason"
        case .unknownCompany:
            "\(vendor) names a company nobody knows the domain of: a dead letter, account_unresolved"
        case .freeMail:
            "somebody with a free-mail address came by: that is no company, so nobody gets hotter"
        }
    }

    /// Takes the list as it is now.
    mutating func note(_ view: QueueView) {
        defer { before = Dictionary(view.rows.map { ($0.entry.account, $0.rank) }) { first, _ in first } }
        guard !before.isEmpty else { return }
        for row in view.rows.prefix(20) {
            // Of what counts most, the newest is what has moved it.
            guard let why = row.entry.reasons.max(by: { $0.at < $1.at }) else { continue }
            let name = PrintableText.clean(row.entry.name ?? row.entry.account.domain)
            let reason = "\(PrintableText.clean(why.text)) (\(why.kind))"
            let old = before[row.entry.account]
            if row.rank == 1, old != 1 {
                let urgency = RankedTable.decimal(row.entry.urgency)
                waiting.append(Item(weight: 50, text: "\(name) is first now with \(urgency): \(reason)"))
            } else if let old, old - row.rank >= 3 {
                let weight = 10 + min(20, old - row.rank)
                waiting.append(
                    Item(weight: weight, text: "\(name) climbs from \(old) to \(row.rank): \(reason)")
                )
            } else if old == nil {
                waiting.append(Item(weight: 20 - row.rank, text: "\(name) enters at \(row.rank): \(reason)"))
            }
        }
    }

    /// Says the most telling of what waits, if it is time.
    mutating func turn(at time: Int64) {
        if let lastTime, time - lastTime < pace { return }
        guard let best = waiting.max(by: { $0.weight < $1.weight }) else { return }
        lines.append(best.text)
        lastTime = time
        waiting = []
    }
}
