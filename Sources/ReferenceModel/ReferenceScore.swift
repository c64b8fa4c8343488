// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The score of an account at an instant, by the plain sums of docs/scoring.md over the signals that count.
package struct ReferenceScore: Sendable {
    package struct Reason: Hashable, Sendable {
        package var id: String
        package var kind: String
        package var text: String
        package var time: Int64
        package var points: Double
    }

    /// The points of each kind, in the order of the rules.
    package var intent: [Double]
    package var persons: Int
    package var fit: Double
    package var isDisqualified: Bool
    package var heat: Double
    package var urgency: Double
    package var signals: Int
    package var latest: Int64?
    package var grade: String
    /// All reasons, best first; three are published.
    package var reasons: [Reason]

    /// The score of `standing` at `time`, in milliseconds since 1970.
    package init(_ standing: ReferenceStanding, _ rules: ReferenceRules, at time: Int64) {
        let contributions = standing.counted.map { signal in
            let halfLife = Double(rules.kinds[signal.kind].halfLife)
            return signal.strength * ReferenceArithmetic.exp2(-Double(time - signal.time) / halfLife)
        }
        var levels = rules.kinds.map { _ in 0.0 }
        for (signal, contribution) in zip(standing.counted, contributions) {
            levels[signal.kind] += contribution
        }
        intent = zip(rules.kinds, levels).map { kind, level in
            let size = kind.cap * (1 - ReferenceArithmetic.exp(-(abs(kind.weight) * level) / kind.cap))
            return kind.weight < 0 ? -size : size
        }
        persons = standing.persons.count {
            $0.lastSeen <= time && $0.lastSeen > time - rules.committeeWindow
        }
        let converging = intent.count { $0 >= rules.convergenceThreshold }
        let convergence = 1 + rules.convergenceBonus * Double(max(0, converging - 1))
        let others = Double(min(max(0, persons - 1), rules.committeeLimit - 1))
        let committee = 1 + rules.committeeBonus * others
        let total = max(0, intent.reduce(0, +)) * convergence * committee
        heat = 100 * (1 - ReferenceArithmetic.exp(-total / rules.saturation))
        isDisqualified = rules.disqualify.contains { $0.holds(for: standing.profile[$0.field]) }
        fit = isDisqualified ? 0 : rules.fit(of: standing.profile)
        urgency = heat * (rules.fitFloor + (1 - rules.fitFloor) * fit)
        signals = standing.counted.count
        let times = standing.counted.filter(\.isRemembered).map(\.time)
        latest = standing.counted.isEmpty ? nil : (times + [standing.latestForgotten].compactMap { $0 }).max()
        let (points, fit, heat) = (intent, fit, heat)
        let letter = rules.fitGrades.firstIndex { fit >= $0 } ?? 3
        let digit = rules.heatGrades.firstIndex { heat >= $0 } ?? 3
        grade = ["A", "B", "C", "D"][letter] + String(digit + 1)
        reasons = zip(standing.counted, contributions).filter(\.0.isRemembered).map { signal, contribution in
            let level = levels[signal.kind]
            let share = level > 0 ? points[signal.kind] * contribution / level : 0
            let kind = rules.kinds[signal.kind].name
            return (
                Reason(id: signal.id, kind: kind, text: signal.text, time: signal.time, points: share),
                signal.offset
            )
        }.sorted { left, right in
            if left.0.points != right.0.points { return left.0.points > right.0.points }
            if left.0.time != right.0.time { return left.0.time > right.0.time }
            if left.0.id != right.0.id { return left.0.id.isBefore(right.0.id) }
            return left.1 < right.1
        }.map(\.0)
    }
}

extension String {
    /// Whether its bytes come first.
    func isBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
