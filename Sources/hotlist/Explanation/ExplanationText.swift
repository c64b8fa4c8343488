// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Pipeline
import Ranking
import Scoring

/// An explanation for people: the formula from the signals to the urgency, with its numbers.
struct ExplanationText {
    let explanation: Explanation
    let verdicts: [QueueVerdict]
    let model: Model
    /// Whether all accounts are known, and so the rank of this one.
    let ranksAreKnown: Bool

    /// The lines.
    var text: String {
        [head, kinds, formula, criteria, signals, persons, dispositions, queues]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var head: String {
        let score = explanation.score
        var name = ""
        if case .string(let text) = explanation.profile[field: "name"] { name = "  \(text)" }
        var text = "\(explanation.account)\(name)\n"
        text += "as of \(explanation.time), model \(model.digest)\n"
        text += "urgency \(RankingText.hundredths(score.urgency)), grade \(score.grade)\n"
        if let account = explanation.supersededBy { text += "an alias of \(account), and so in no queue\n" }
        return text
    }

    private var kinds: String {
        var table = TextTable(
            ["kind", "weight w", "cap", "half-life", "counted", "level A", "points S", ""],
            rightAligned: [1, 2, 3, 4, 5, 6]
        )
        for kind in explanation.kinds where kind.accumulator.counted > 0 {
            table.append([
                kind.kind.name, Self.short(kind.kind.weight), Self.short(kind.kind.cap),
                Self.duration(kind.kind.halfLife), String(kind.accumulator.counted), Self.exact(kind.level),
                Self.exact(kind.points), kind.converges ? "converges" : "",
            ])
        }
        let formula = "S = cap · (1 − exp(−w · A / cap)), negative for kinds that dampen"
        return "Kinds: A is the sum of the contributions, \(formula)\n\(table.text)"
    }

    private var formula: String {
        let scoring = model.scoring
        let (count, persons) = (explanation.convergingKinds, explanation.persons)
        let members = "min(max(0, \(persons) − 1), \(scoring.committee.limit) − 1)"
        var table = TextTable(["", "", ""], rightAligned: [1])
        table.append(["points", "ΣS", "= \(Self.exact(explanation.pointsSum))"])
        table.append([
            "convergence", "C",
            "= 1 + \(Self.short(scoring.convergence.bonus)) · max(0, \(count) − 1)"
                + " = \(Self.exact(explanation.convergenceFactor))"
                + "  (kinds with S ≥ \(Self.short(scoring.convergence.threshold)): \(count))",
        ])
        table.append([
            "committee", "B",
            "= 1 + \(Self.short(scoring.committee.bonus)) · \(members)"
                + " = \(Self.exact(explanation.committeeFactor))"
                + "  (persons within \(Self.duration(scoring.committee.window)): \(persons))",
        ])
        table.append(["intent", "I", "= max(0, ΣS) · C · B = \(Self.exact(explanation.intent))"])
        table.append([
            "heat", "H",
            "= 100 · (1 − exp(−I / \(Self.short(explanation.saturation)))) = \(Self.exact(explanation.heat))",
        ])
        let disqualified = explanation.fit.isDisqualified ? ", disqualified" : ""
        table.append(["fit", "F", "= \(Self.exact(explanation.fit.value))\(disqualified)"])
        let floor = Self.short(explanation.fitFloor)
        table.append([
            "urgency", "U",
            "= H · (\(floor) + (1 − \(floor)) · F) = \(Self.exact(explanation.exactUrgency))",
        ])
        return "Formula" + table.text.drop { $0 == " " }
    }

    private var criteria: String {
        var text = ""
        if !explanation.criteria.isEmpty {
            var table = TextTable(["field", "wanted", "value", "weight", "score"], rightAligned: [3, 4])
            for criterion in explanation.criteria {
                table.append([
                    criterion.criterion.field,
                    Self.cut(criterion.criterion.test.description),
                    criterion.value.map { Self.cut(Self.text($0)) } ?? "not known",
                    Self.short(criterion.criterion.weight),
                    Self.exact(criterion.score),
                ])
            }
            text += "Fit: the mean of the scores by weight\n\(table.text)"
        }
        for disqualifier in explanation.disqualifiers {
            let condition = "\(disqualifier.condition.field), \(disqualifier.condition.test)"
            text += "disqualifier \(condition): \(disqualifier.holds ? "holds" : "does not hold")\n"
        }
        return text
    }

    private var signals: String {
        guard !explanation.signals.isEmpty else { return "Signals: none remembered\n" }
        var table = TextTable(
            ["points", "contribution x", "strength s", "age", "at", "kind", "status", "what"],
            rightAligned: [0, 1, 2, 3]
        )
        let ordered = explanation.signals.enumerated().sorted { left, right in
            (abs(right.element.points), left.offset) < (abs(left.element.points), right.offset)
        }
        for (_, signal) in ordered {
            table.append([
                Self.exact(signal.points),
                Self.exact(signal.contribution),
                Self.exact(signal.signal.strength),
                Self.duration(signal.age),
                signal.signal.time.description,
                signal.kind,
                signal.signal.status.description,
                ReasonText.render(kind: signal.kind, detail: signal.signal.detail),
            ])
        }
        let evicted = explanation.evictedSignals
        let rest = evicted > 0 ? ", and \(evicted) more that count and are remembered no longer" : ""
        let formula = "x = s · 2^(−age / half-life), points = S · x / A"
        return "Signals (\(explanation.signals.count)\(rest)): \(formula)\n\(table.text)"
    }

    private var persons: String {
        guard !explanation.committee.isEmpty else { return "" }
        var table = TextTable(["person", "last seen", ""])
        for person in explanation.committee.reversed() {
            table.append([
                String(person.person, radix: 16),
                person.lastSeen.description,
                person.isWithinWindow ? "within the window" : "",
            ])
        }
        return "Persons\n\(table.text)"
    }

    private var dispositions: String {
        explanation.dispositions.map { record in
            let disposition = record.disposition
            let queue = disposition.queue.map { " for the queue \($0)" } ?? ""
            let until = disposition.until.map { " until \($0)" } ?? ""
            let by = disposition.by.map { " by \($0)" } ?? ""
            return "\(disposition.action.rawValue)\(queue) at \(record.stamp.time)\(by)\(until)\n"
        }.joined()
    }

    private var queues: String {
        var text = "Queues\n"
        let place = ranksAreKnown ? "; it ranks behind the last" : ""
        for verdict in verdicts {
            if let rank = verdict.rank {
                text += "  \(verdict.queue): rank \(rank) of \(verdict.list)\n"
            } else if verdict.ineligibilities.isEmpty {
                text += "  \(verdict.queue): nothing keeps it out of \(verdict.list)\(place)\n"
            } else {
                text += "  \(verdict.queue): not in it: the account \(verdict.ineligibilities[0])\n"
                for ineligibility in verdict.ineligibilities.dropFirst() {
                    text += "    and \(ineligibility)\n"
                }
            }
        }
        return text
    }

    /// Six decimals: enough to compute with, and no noise.
    private static func exact(_ number: Double) -> String {
        String(format: "%.6f", number)
    }

    private static func cut(_ text: String) -> String {
        text.count > 60 ? "\(text.prefix(59))…" : text
    }

    private static func short(_ number: Double) -> String {
        String(format: "%g", number)
    }

    /// A duration in days, or in hours below two of them.
    private static func duration(_ milliseconds: Int64) -> String {
        let hours = Double(milliseconds) / 3_600_000
        return abs(hours) < 48 ? String(format: "%.4g h", hours) : String(format: "%.2f d", hours / 24)
    }

    private static func text(_ value: AttributeValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): short(number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .strings(let words): words.joined(separator: ", ")
        }
    }
}
