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
        var signals = 0
        for (kind, declared) in model.kinds.enumerated() {
            let points = model.points(
                of: declared,
                level: accumulators[start + kind].value(at: instant.readings[kind])
            )
            score.intent.append(points)
            sum += points
            if points >= model.convergence.threshold { converging += 1 }
            signals += accumulators[start + kind].counted
        }
        score.persons = persons(at: index, asOf: instant.time)
        let intent = model.intent(
            sum: sum,
            convergence: model.convergenceFactor(kinds: converging),
            committee: model.committee.factor(persons: score.persons)
        )
        score.heat = model.heat(intent: intent)
        score.signals = signals
        score.urgency = Published.hundredths(model.urgency(heat: score.heat, fit: summaries[index].fit.value))
        finish(&score, at: index)
    }

    /// How many kinds of signals there are.
    public var kindCount: Int { model.kinds.count }

    /// Which of the first sixteen kinds any signals count of for the account at `index`: a bit for each, the first lowest.
    public func countedKinds(at index: Int) -> UInt16 {
        let count = model.kinds.count
        var counted: UInt16 = 0
        for kind in 0..<min(count, 16) where accumulators[index * count + kind].counted > 0 {
            counted |= 1 << UInt16(kind)
        }
        return counted
    }

    /// Puts in what follows from the heat and the account.
    func finish(_ score: inout AccountScore, at index: Int) {
        let summary = summaries[index]
        score.fit = summary.fit.value
        score.disqualified = summary.fit.isDisqualified
        score.grade = model.grades.grade(fit: score.fit, heat: score.heat)
        score.latestSignal = summary.latestSignal
    }

    /// p: how many of the remembered persons were last seen within the committee's window before `time`.
    func persons(at index: Int, asOf time: Timestamp) -> Int {
        guard summaries[index].persons > 0 else { return 0 }
        return accounts[index].memory.committee.reduce(0) { isWithinWindow($1, asOf: time) ? $0 + 1 : $0 }
    }

    /// Whether `member` was last seen in (t − window, t].
    func isWithinWindow(_ member: CommitteeMember, asOf time: Timestamp) -> Bool {
        member.lastSeen <= time && time.milliseconds - member.lastSeen.milliseconds < model.committee.window
    }

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
            of: term(of: signal, in: index),
            at: instant.readings[signal.kind]
        )
    }

    /// What `signal` adds to its kind's accumulator, or would if it counted.
    func term(of signal: SignalTerms, in index: Int) -> Double {
        accumulators[index * model.kinds.count + signal.kind].term(
            strength: signal.strength,
            time: signal.time.milliseconds,
            halfLife: model.kinds[signal.kind].halfLife
        )
    }
}
