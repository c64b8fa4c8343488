// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An entry of a list, as it must be published or as it was.
package struct ReferenceEntry: Hashable, Sendable {
    package struct Reason: Hashable, Sendable {
        package var kind: String
        package var text: String
        package var at: Int64
        /// Hundredths.
        package var points: Int
    }

    package var account: String
    package var name: String?
    /// Hundredths, as are `fit`, `heat` and `intent`.
    package var urgency: Int
    package var grade: String
    package var fit: Int
    package var heat: Int
    package var intent: [String: Int]
    package var persons: Int
    package var lastSignalAt: Int64
    package var reasons: [Reason]

    /// Whether it stands before `other`: urgency, then the later signal, then the account's bytes.
    func precedes(_ other: ReferenceEntry) -> Bool {
        if urgency != other.urgency { return urgency > other.urgency }
        if lastSignalAt != other.lastSignalAt { return lastSignalAt > other.lastSignalAt }
        return account.isBefore(other.account)
    }
}

extension ReferenceEntry {
    /// The entry of an account that stands and scores like this; nil if nothing of it counts.
    init?(_ standing: ReferenceStanding, _ score: ReferenceScore, _ rules: ReferenceRules) {
        guard let latest = score.latest else { return nil }
        account = standing.account
        if case .text(let text) = standing.profile["name"] { name = text }
        urgency = ReferenceArithmetic.hundredths(score.urgency)
        grade = score.grade
        fit = ReferenceArithmetic.hundredths(score.fit)
        heat = ReferenceArithmetic.hundredths(score.heat)
        intent = [:]
        for (kind, points) in zip(rules.kinds, score.intent) {
            let hundredths = ReferenceArithmetic.hundredths(points)
            if hundredths != 0 { intent[kind.name] = hundredths }
        }
        persons = score.persons
        lastSignalAt = latest
        reasons = score.reasons.prefix(3).map { reason in
            Reason(
                kind: reason.kind,
                text: reason.text,
                at: reason.time,
                points: ReferenceArithmetic.hundredths(reason.points)
            )
        }
    }
}
