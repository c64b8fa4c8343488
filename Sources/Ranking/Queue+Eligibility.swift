// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

extension Queue {
    /// Everything that keeps the account at `index` out of the queue, in the order in which it is looked at.
    ///
    /// Supersession, disqualification, dispositions, the queue's conditions, suppression, requirements, the least
    /// urgency, and at last whether any signal counts. Empty if the account may be ranked.
    ///
    /// - Parameters:
    ///   - index: the account's index in `table`.
    ///   - table: the accounts.
    ///   - score: the account's score at `time`.
    ///   - time: the instant.
    /// - Returns: all that fails, the first first.
    public func ineligibilities(
        of index: Int,
        in table: AccountTable,
        score: AccountScore,
        asOf time: Timestamp
    ) -> [Ineligibility] {
        var found: [Ineligibility] = []
        visitIneligibilities(of: index, in: table, score: score, asOf: time) { ineligibility in
            found.append(ineligibility)
            return true
        }
        return found
    }

    /// Whether nothing keeps the account out of the queue.
    func admits(_ index: Int, in table: AccountTable, score: AccountScore, asOf time: Timestamp) -> Bool {
        // These two turn most accounts away and cost least.
        guard score.urgency >= minimumUrgency, score.latestSignal != nil else { return false }
        var admits = true
        visitIneligibilities(of: index, in: table, score: score, asOf: time) { _ in
            admits = false
            return false
        }
        return admits
    }

    /// Reports what keeps the account out of the queue, until `report` answers that it has heard enough.
    private func visitIneligibilities(
        of index: Int,
        in table: AccountTable,
        score: AccountScore,
        asOf time: Timestamp,
        _ report: (Ineligibility) -> Bool
    ) {
        if table.isSuperseded(at: index), !report(.superseded(by: table.supersededBy(at: index))) { return }
        if score.disqualified, !report(.disqualified) { return }
        for record in table.dispositions(at: index) where record.hides(from: name, at: time) {
            guard report(.hidden(record.disposition)) else { return }
        }
        let profile = table.profile(at: index)
        for condition in conditions {
            let value = Self.value(of: condition.field, profile, score, index, table)
            if !condition.holds(for: value), !report(.condition(condition, value: value)) { return }
        }
        for ineligibility in suppressions(of: profile) + shortfalls(of: profile, score) {
            guard report(ineligibility) else { return }
        }
    }

    private func suppressions(of profile: Profile) -> [Ineligibility] {
        var found: [Ineligibility] = []
        let stage = profile.stage
        for suppressed in suppress.stages where FieldTest.hasAny([suppressed]).isPassed(by: stage) == true {
            found.append(.suppressedStage(suppressed))
        }
        guard let flags = profile[field: "flags"] else { return found }
        for suppressed in suppress.flags where FieldTest.hasAny([suppressed]).isPassed(by: flags) == true {
            found.append(.suppressedFlag(suppressed))
        }
        return found
    }

    private func shortfalls(of profile: Profile, _ score: AccountScore) -> [Ineligibility] {
        var found: [Ineligibility] = []
        if score.signals < require.signals {
            found.append(.signals(score.signals, required: require.signals))
        }
        if score.persons < require.persons {
            found.append(.persons(score.persons, required: require.persons))
        }
        if require.reachableContacts > 0 {
            var contacts = 0.0
            if case .number(let number) = profile[field: "reachable_contacts"] { contacts = number }
            if contacts < Double(require.reachableContacts) {
                found.append(.reachableContacts(contacts, required: require.reachableContacts))
            }
        }
        if score.urgency < minimumUrgency { found.append(.urgency(score.urgency, minimum: minimumUrgency)) }
        if score.latestSignal == nil { found.append(.noSignal) }
        return found
    }

    /// The value of a field in `where`: of the profile, or `grade`, or `signal_kinds`.
    private static func value(
        of field: String,
        _ profile: Profile,
        _ score: AccountScore,
        _ index: Int,
        _ table: AccountTable
    ) -> AttributeValue? {
        switch field {
        case "grade":
            return .string(score.grade.description)
        case "signal_kinds":
            let kinds = table.model.kinds
            let counted = kinds.indices.filter { table.countedSignals(at: index, kind: $0) > 0 }
            return .strings(counted.map { kinds[$0].name })
        case "stage":
            return profile.stage
        default:
            return profile[field: field]
        }
    }
}

extension Profile {
    /// The stage; an account that nobody has put into one is a prospect.
    var stage: AttributeValue {
        self[field: "stage"] ?? .string("prospect")
    }
}
