// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension AccountTable {
    /// Every term of the score of `account` at `time`, with its number; nil if nothing is known of the account.
    public func explanation(of account: AccountID, at time: Timestamp) -> Explanation? {
        index(of: account).map { explanation(at: $0, asOf: ScoringInstant(time, model: model)) }
    }

    private func explanation(at index: Int, asOf instant: ScoringInstant) -> Explanation {
        var score = AccountScore()
        self.score(at: index, asOf: instant, into: &score)
        let memory = memory(at: index)
        let kinds = explainedKinds(at: index, asOf: instant)
        let signals = explained(memory.signals, at: index, asOf: instant)
        let sum = kinds.reduce(0) { $0 + $1.points }
        let convergingKinds = kinds.count(where: \.converges)
        let convergence = model.convergenceFactor(kinds: convergingKinds)
        let committee = model.committee.factor(persons: score.persons)
        return Explanation(
            account: accountID(at: index),
            time: instant.time,
            kinds: kinds,
            signals: signals,
            evictedSignals: score.signals - signals.count { $0.signal.status == .counted },
            pointsSum: sum,
            convergingKinds: convergingKinds,
            convergenceFactor: convergence,
            committee: explainedCommittee(at: index, asOf: instant.time),
            persons: score.persons,
            committeeFactor: committee,
            intent: model.intent(sum: sum, convergence: convergence, committee: committee),
            saturation: model.saturation,
            heat: score.heat,
            criteria: model.idealCustomer.criteria.map { criterion in
                Explanation.Criterion(
                    criterion: criterion,
                    value: memory.profile[field: criterion.field],
                    score: criterion.score(for: memory.profile)
                )
            },
            disqualifiers: model.idealCustomer.disqualify.map { condition in
                Explanation.Disqualifier(
                    condition: condition,
                    value: memory.profile[field: condition.field],
                    holds: condition.holds(for: memory.profile)
                )
            },
            fit: summaries[index].fit,
            fitFloor: model.fitFloor,
            exactUrgency: model.urgency(heat: score.heat, fit: score.fit),
            score: score,
            dispositions: memory.dispositions,
            supersededBy: memory.supersededBy,
            profile: memory.profile
        )
    }

    private func explainedKinds(at index: Int, asOf instant: ScoringInstant) -> [Explanation.Kind] {
        let levels = levels(at: index, asOf: instant)
        return model.kinds.indices.map { kind in
            Explanation.Kind(
                kind: model.kinds[kind],
                accumulator: accumulators[index * model.kinds.count + kind],
                level: levels[kind].value,
                points: levels[kind].points,
                converges: levels[kind].points >= model.convergence.threshold
            )
        }
    }

    private func explained(
        _ signals: SignalHistory,
        at index: Int,
        asOf instant: ScoringInstant
    ) -> [Explanation.Signal] {
        let levels = levels(at: index, asOf: instant)
        return signals.map { signal in
            let counts = signal.status == .counted
            let contribution = counts ? contribution(of: signal.terms, in: index, asOf: instant) : 0
            return Explanation.Signal(
                signal: signal,
                kind: model.kinds[signal.kind].name,
                age: instant.time.milliseconds - signal.time.milliseconds,
                contribution: contribution,
                points: counts ? levels[signal.kind].points(of: contribution) : 0
            )
        }
    }

    private func explainedCommittee(at index: Int, asOf time: Timestamp) -> [Explanation.Person] {
        accounts[index].memory.committee.map { member in
            Explanation.Person(
                person: member.person,
                lastSeen: member.lastSeen,
                isWithinWindow: isWithinWindow(member, asOf: time)
            )
        }
    }
}
