// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension AccountTable {
    /// The score of the account at `index` at the moment `time`.
    public func score(at index: Int, asOf time: Timestamp) -> AccountScore {
        var score = AccountScore()
        self.score(at: index, asOf: ScoringInstant(time, model: model), into: &score)
        return score
    }

    /// Puts the score of the account at `index` into `score`, whose memory is used again.
    ///
    /// `instant` must have been made with this table's model; it serves all accounts.
    public func score(at index: Int, asOf instant: ScoringInstant, into score: inout AccountScore) {
        score.intent.removeAll(keepingCapacity: true)
        let start = index * model.kinds.count
        var sum = 0.0
        var converging = 0
        for (kind, declared) in model.kinds.enumerated() {
            let points = model.points(
                of: declared,
                level: accumulators[start + kind].value(at: instant.readings[kind])
            )
            score.intent.append(points)
            sum += points
            if points >= model.convergence.threshold { converging += 1 }
        }
        let summary = summaries[index]
        score.persons = persons(at: index, asOf: instant.time)
        let intent = model.intent(
            sum: sum,
            convergence: model.convergenceFactor(kinds: converging),
            committee: model.committeeFactor(persons: score.persons)
        )
        score.heat = model.heat(intent: intent)
        score.fit = summary.fit.value
        score.disqualified = summary.fit.isDisqualified
        score.urgency = Published.hundredths(model.urgency(heat: score.heat, fit: score.fit))
        score.grade = model.grades.grade(fit: score.fit, heat: score.heat)
        score.signals = summary.signals
        score.latestSignal = summary.latestSignal
    }

    /// p: how many of the remembered persons were last seen within the committee's window before `time`.
    private func persons(at index: Int, asOf time: Timestamp) -> Int {
        memories[index].committee.reduce(0) { isWithinWindow($1, asOf: time) ? $0 + 1 : $0 }
    }

    /// Whether `member` was last seen in (t − window, t].
    func isWithinWindow(_ member: CommitteeMember, asOf time: Timestamp) -> Bool {
        member.lastSeen <= time && time.milliseconds - member.lastSeen.milliseconds < model.committee.window
    }

    /// The three signals with the most points for the account at `index` at the moment `time`, best first.
    public func reasons(at index: Int, asOf time: Timestamp) -> [Reason] {
        reasons(at: index, asOf: ScoringInstant(time, model: model))
    }

    /// The three signals with the most points for the account at `index`, best first.
    ///
    /// `instant` must have been made with this table's model; it serves all accounts.
    public func reasons(at index: Int, asOf instant: ScoringInstant) -> [Reason] {
        let levels = levels(at: index, asOf: instant)
        let signals = memory(at: index).signals
        var best: [(slot: Int, terms: SignalTerms, points: Double)] = []
        for slot in signals.indices where signals.status(at: slot) == .counted {
            let terms = signals.terms(at: slot)
            let points = levels[terms.kind].points(of: contribution(of: terms, in: index, asOf: instant))
            // The better reason has more points, then the later time, then the lower id in byte order; two signals of
            // the same id (of two sources) stay in journal order.
            let rank = best.firstIndex { other in
                if points != other.points { return points > other.points }
                if terms.time != other.terms.time { return terms.time > other.terms.time }
                return signals.idPrecedes(slot, other.slot)
            }
            guard (rank ?? best.count) < Self.reasonLimit else { continue }
            best.insert((slot, terms, points), at: rank ?? best.count)
            if best.count > Self.reasonLimit { best.removeLast() }
        }
        return best.map { slot, terms, points in
            let signal = signals[slot]
            return Reason(
                kind: model.kinds[terms.kind].name,
                time: terms.time,
                points: points,
                id: signal.id,
                detail: signal.detail
            )
        }
    }

    /// How many reasons an account is given.
    private static let reasonLimit = 3

    /// A and S of one kind.
    struct Level {
        /// A: the sum of the contributions.
        let value: Double
        /// S: the points they give.
        let points: Double

        /// S · x / A: the points of a contribution x; 0 where A is 0.
        func points(of contribution: Double) -> Double {
            value > 0 ? points * contribution / value : 0
        }
    }

    /// A and S of each kind, in the model's order.
    func levels(at index: Int, asOf instant: ScoringInstant) -> [Level] {
        let start = index * model.kinds.count
        return model.kinds.indices.map { kind in
            let value = accumulators[start + kind].value(at: instant.readings[kind])
            return Level(value: value, points: model.points(of: model.kinds[kind], level: value))
        }
    }

    /// x: what `signal` contributes, or would if it counted.
    func contribution(of signal: SignalTerms, in index: Int, asOf instant: ScoringInstant) -> Double {
        accumulators[index * model.kinds.count + signal.kind].contribution(
            strength: signal.strength,
            time: signal.time.milliseconds,
            halfLife: model.kinds[signal.kind].halfLife,
            at: instant.readings[signal.kind]
        )
    }
}
