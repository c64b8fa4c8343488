// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What is told of an account is rounded, so that most of it stays as it is for minutes. Until when it certainly does
/// follows from how fast each number can move, so that nobody need look at the account before (docs/performance.md has
/// the argument).
extension AccountTable {
    /// Until the number that a bound on a rate is taken from has moved by this much, the bound holds: no longer than its
    /// hundredths stay the same.
    private static let step = 0.01
    /// More than the rounding errors of a few operations, as a part of the largest number in them.
    private static let roundingError = 0x1p-40
    private static let logarithmOf2 = 0.6931471805599453
    /// Levels and landmarks beyond these are rounded, or cut off, in ways of their own.
    private static let (smallestLevel, largestLevel, furthestLandmark) = (0x1p-300, 0x1p300, Int64(500))

    /// The first instant from `instant` on at which anything may be another that is published of the account at `index`,
    /// or that decides which queues it may stand in; later ones are not looked for than half of what is there decays in.
    ///
    /// - Parameters:
    ///   - index: the account's index.
    ///   - score: its score at `instant`.
    ///   - leading: its leading signals.
    ///   - reasons: its reasons at `instant`, as `rank` found them.
    ///   - instant: the instant, made with this table's model.
    /// - Returns: that instant; `instant` itself if nothing is certain.
    public func nextChange(
        at index: Int,
        score: AccountScore,
        leading: LeadingSignals,
        reasons: [RankedSignal],
        asOf instant: ScoringInstant
    ) -> Timestamp {
        // By place, here and below: copies of whole kinds would cost more than all else.
        var time = Double(model.kinds.indices.reduce(1 << 40) { min($0, model.kinds[$1].halfLife) })
        var sum = MovingNumber(value: 0, rise: 0, fall: 0, error: 0)
        var converging = 0
        for kind in model.kinds.indices {
            guard let points = points(of: kind, at: index, score, instant) else { return instant.time }
            time = min(time, points.timeAsHundredths, points.time(until: model.convergence.threshold))
            if points.value >= model.convergence.threshold { converging += 1 }
            sum = sum + points
        }
        let factor =
            model.convergenceFactor(kinds: converging) * model.committee.factor(persons: score.persons)
        let heat = heat(from: factor * sum, score)
        time = min(time, heat.timeAsHundredths)
        for limit in model.grades.heat { time = min(time, heat.time(until: limit)) }
        var urgency = model.urgency(heat: 1, fit: score.fit) * heat
        urgency.value = model.urgency(heat: score.heat, fit: score.fit)
        urgency.error += 100 * Self.roundingError
        time = min(time, urgency.timeAsHundredths)
        time = min(time, self.time(of: reasons, among: leading, at: index, score, instant))
        let change = Timestamp(milliseconds: instant.time.milliseconds &+ Int64(time))
        return min(
            change,
            nextPersonChange(at: index, after: instant.time),
            nextDisposition(at: index, after: instant.time)
        )
    }

    /// S of a kind; nil if too little is certain.
    private func points(
        of kind: Int,
        at index: Int,
        _ score: AccountScore,
        _ instant: ScoringInstant
    ) -> MovingNumber? {
        let accumulator = accumulators[index * model.kinds.count + kind]
        let (weight, cap) = (model.kinds[kind].weight, model.kinds[kind].cap)
        let value = score.intent[kind]
        let still = MovingNumber(value: value, rise: 0, fall: 0, error: 0)
        guard accumulator.sum != 0 else { return still }
        let level = accumulator.value(at: instant.readings[kind])
        guard abs(accumulator.landmark - instant.readings[kind].number) < Self.furthestLandmark,
            level > Self.smallestLevel, level < Self.largestLevel
        else { return nil }
        // S = cap · (1 − e^−y), y = |w| · A / cap: it falls by ln 2 / h · y · cap · e^−y, where y only falls.
        let exponent = abs(weight) * level / cap
        let left = cap * (1 + Self.roundingError) - abs(value) + Self.step
        let rate = Self.logarithmOf2 / Double(model.kinds[kind].halfLife) * exponent * left
        return MovingNumber(
            value: value,
            rise: weight < 0 ? rate : 0,
            fall: weight < 0 ? 0 : rate,
            error: cap * Self.roundingError
        )
    }

    /// H, from the intent: 100 · (1 − e^(−I/τ)).
    private func heat(from intent: MovingNumber, _ score: AccountScore) -> MovingNumber {
        var heat = (100 - score.heat + Self.step) / model.saturation * intent
        heat.value = score.heat
        heat.error = 100 / model.saturation * intent.error + 100 * Self.roundingError
        return heat
    }

    /// How many milliseconds the reasons and their points certainly stay what they are.
    private func time(
        of reasons: [RankedSignal],
        among leading: LeadingSignals,
        at index: Int,
        _ score: AccountScore,
        _ instant: ScoringInstant
    ) -> Double {
        var time = Double.infinity
        for limit in leading.limits where !Self.areApart(limit.last, limit.next) { return 0 }
        var last: RankedSignal?
        for reason in reasons {
            let points = points(of: leading.leads[reason.place], at: index, score, instant)
            time = min(time, points?.timeAsHundredths ?? 0)
            if let last {
                let (first, second) = (leading.leads[last.place], leading.leads[reason.place])
                time = min(time, self.time(of: first, before: second, at: index, score, instant))
            }
            last = reason
        }
        guard let last, reasons.count == Self.reasonLimit else { return time }
        for (place, lead) in leading.leads.enumerated() where !reasons.contains(where: { $0.place == place })
        {
            let first = leading.leads[last.place]
            time = min(time, self.time(of: first, before: lead, at: index, score, instant))
        }
        return time
    }

    /// The points of a signal: its share of those of the kind, which stays the same; nil if too little is certain.
    private func points(
        of lead: LeadingSignals.Lead,
        at index: Int,
        _ score: AccountScore,
        _ instant: ScoringInstant
    ) -> MovingNumber? {
        guard let all = points(of: lead.kind, at: index, score, instant) else { return nil }
        let value = points(of: lead.term, kind: lead.kind, at: index, all.value, instant)
        let share = all.value == 0 ? 1 : min(1, abs(value / all.value))
        return MovingNumber(
            value: value,
            rise: share * all.rise,
            fall: share * all.fall,
            error: all.error
        )
    }

    /// How many milliseconds `first`, which is the better reason, certainly stays better than `second`.
    private func time(
        of first: LeadingSignals.Lead,
        before second: LeadingSignals.Lead,
        at index: Int,
        _ score: AccountScore,
        _ instant: ScoringInstant
    ) -> Double {
        // Equal terms of a kind are equal points, whatever they are.
        if first.kind == second.kind, first.term == second.term { return .infinity }
        guard let left = points(of: first, at: index, score, instant),
            let right = points(of: second, at: index, score, instant)
        else { return 0 }
        let gap = MovingNumber(
            value: left.value - right.value,
            rise: left.rise + right.fall,
            fall: left.fall + right.rise,
            error: left.error + right.error
        )
        // Those of one kind keep their proportion.
        if first.kind == second.kind, gap.rise > 0 || gap.fall > 0 {
            return Self.areApart(left.value, right.value) ? .infinity : 0
        }
        return gap.time(until: 0)
    }

    /// Whether rounding errors cannot make equal what is multiplied by the same numbers.
    private static func areApart(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) > roundingError * max(abs(left), abs(right))
    }

    /// When a remembered person enters or leaves the committee's window next.
    private func nextPersonChange(at index: Int, after time: Timestamp) -> Timestamp {
        guard summaries[index].persons > 0 else { return .latest }
        var next = Timestamp.latest
        for member in accounts[index].memory.committee {
            if member.lastSeen > time {
                next = min(next, member.lastSeen)
            } else if isWithinWindow(member, asOf: time) {
                let (end, overflows) = member.lastSeen.milliseconds
                    .addingReportingOverflow(model.committee.window)
                if !overflows { next = min(next, Timestamp(milliseconds: end)) }
            }
        }
        return next
    }

    /// When a disposition ends next.
    private func nextDisposition(at index: Int, after time: Timestamp) -> Timestamp {
        dispositions(at: index).reduce(.latest) { next, record in
            guard let end = record.disposition.until, end > time else { return next }
            return min(next, end)
        }
    }
}
