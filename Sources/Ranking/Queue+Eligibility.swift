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
        if table.isSuperseded(at: index) { found.append(.superseded(by: table.supersededBy(at: index))) }
        if score.disqualified { found.append(.disqualified) }
        for record in table.dispositions(at: index) where record.hides(from: name, at: time) {
            found.append(.hidden(record.disposition))
        }
        let profile = table.profile(at: index)
        for condition in conditions {
            let value =
                Self.isOfScore(condition.field)
                ? Self.value(of: condition.field, score, index, table)
                : Self.value(of: condition.field, profile)
            if !condition.holds(for: value) { found.append(.condition(condition, value: value)) }
        }
        return found + suppressions(of: profile) + shortfalls(of: profile, score)
    }

    /// Whether nothing that the profile decides keeps an account out of the queue.
    func admits(_ profile: Profile) -> Bool {
        // Spans, since a million profiles are looked at after a restore, and copies of conditions cost more than they.
        let conditions = conditions.span
        for place in conditions.indices where !Self.isOfScore(conditions[place].field) {
            guard conditions[place].holds(for: Self.value(of: conditions[place].field, profile)) else {
                return false
            }
        }
        return suppressions(of: profile).isEmpty
            && (require.reachableContacts <= 0 || contacts(of: profile) >= Double(require.reachableContacts))
    }

    /// The fields of the profile that decide whether the queue `admits` it, and in which of its lists.
    var profileFields: [String] {
        var fields = conditions.map(\.field).filter { !Self.isOfScore($0) }
        if !suppress.stages.isEmpty { fields.append("stage") }
        if !suppress.flags.isEmpty { fields.append("flags") }
        if require.reachableContacts > 0 { fields.append("reachable_contacts") }
        return fields + [partitionBy].compactMap { $0 }
    }

    /// Whether the queue asks which kinds of signals an account has.
    var asksForKinds: Bool { conditions.contains { $0.field == Self.kindsField } }

    /// Whether the kinds of signals that the account at `index` has do not keep it out of the queue.
    func admitsKinds(of index: Int, in table: AccountTable) -> Bool {
        conditions.allSatisfy { condition in
            condition.field != Self.kindsField
                || condition.holds(for: Self.kinds(ofSignalsAt: index, in: table))
        }
    }

    /// Whether nothing else keeps an account out of the queue: what time and signals decide.
    ///
    /// - Parameters:
    ///   - index: the account's index in `table`.
    ///   - table: the accounts.
    ///   - score: the account's score at `time`.
    ///   - time: the instant.
    /// - Returns: whether nothing does.
    func admits(_ index: Int, in table: AccountTable, score: AccountScore, asOf time: Timestamp) -> Bool {
        score.urgency >= minimumUrgency && score.latestSignal != nil && score.signals >= require.signals
            && score.persons >= require.persons
            && conditions.allSatisfy { condition in
                !Self.isOfScore(condition.field)
                    || condition.holds(for: Self.value(of: condition.field, score, index, table))
            } && !table.dispositions(at: index).contains { $0.hides(from: name, at: time) }
    }

    private func suppressions(of profile: Profile) -> [Ineligibility] {
        var found: [Ineligibility] = []
        if !suppress.stages.isEmpty {
            let stage = profile.stage
            for suppressed in suppress.stages where FieldTest.hasAny([suppressed]).isPassed(by: stage) == true
            {
                found.append(.suppressedStage(suppressed))
            }
        }
        guard !suppress.flags.isEmpty, let flags = profile[field: "flags"] else { return found }
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
            let contacts = contacts(of: profile)
            if contacts < Double(require.reachableContacts) {
                found.append(.reachableContacts(contacts, required: require.reachableContacts))
            }
        }
        if score.urgency < minimumUrgency { found.append(.urgency(score.urgency, minimum: minimumUrgency)) }
        if score.latestSignal == nil { found.append(.noSignal) }
        return found
    }

    /// The profile's `reachable_contacts`.
    private func contacts(of profile: Profile) -> Double {
        guard case .number(let number) = profile[field: "reachable_contacts"] else { return 0 }
        return number
    }

    /// Whether a field in `where` is not of the profile.
    private static func isOfScore(_ field: String) -> Bool {
        field == "grade" || field == kindsField
    }

    /// The field in `where` that holds the kinds of signals that an account has.
    private static let kindsField = "signal_kinds"

    /// The value of a field in `where` that is of the profile.
    private static func value(of field: String, _ profile: Profile) -> AttributeValue? {
        field == "stage" ? profile.stage : profile[field: field]
    }

    /// The value of `grade` or `signal_kinds`.
    private static func value(
        of field: String,
        _ score: AccountScore,
        _ index: Int,
        _ table: AccountTable
    ) -> AttributeValue? {
        field == kindsField ? kinds(ofSignalsAt: index, in: table) : .string(score.grade.description)
    }

    /// The value of `signal_kinds`.
    private static func kinds(ofSignalsAt index: Int, in table: AccountTable) -> AttributeValue {
        let kinds = table.model.kinds
        let counted = kinds.indices.filter { table.countedSignals(at: index, kind: $0) > 0 }
        return .strings(counted.map { kinds[$0].name })
    }
}

extension Profile {
    /// The stage; an account that nobody has put into one is a prospect.
    var stage: AttributeValue {
        self[field: "stage"] ?? .string("prospect")
    }
}
