// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The signals of an account among which its reasons are at any instant, until an event of the account comes.
///
/// In one kind the order of the signals never changes, as all decay alike: three of each are enough, and the reasons of
/// the next instant are found without all that is remembered of the account.
public struct LeadingSignals: Sendable {
    /// A signal that counts.
    struct Lead: Sendable {
        /// Where it is remembered.
        let slot: Int
        let kind: Int
        /// What it adds to its kind's accumulator.
        let term: Double
        let time: Timestamp
    }

    /// In journal order.
    var leads: [Lead] = []
    /// What people are told of each.
    var texts: [(id: String, detail: SignalDetail)] = []
    /// The last of the three of a kind of which there are more, and the first of those that differ from it in its term.
    var limits: [(kind: Int, last: Double, next: Double)] = []
}

/// A leading signal that is a reason.
public struct RankedSignal: Sendable {
    /// Its place among the leading signals.
    public let place: Int
    /// Its points.
    public let points: Double
}

extension AccountTable {
    /// How many reasons an account is given.
    static let reasonLimit = 3

    /// The three signals with the most points for the account at `index` at the moment `time`, best first.
    public func reasons(at index: Int, asOf time: Timestamp) -> [Reason] {
        reasons(at: index, asOf: ScoringInstant(time, model: model))
    }

    /// The three signals with the most points for the account at `index`, best first.
    ///
    /// `instant` must have been made with this table's model; it serves all accounts.
    public func reasons(at index: Int, asOf instant: ScoringInstant) -> [Reason] {
        let signals = memory(at: index).signals
        let leads = counted(signals, at: index)
        let points = levels(at: index, asOf: instant).map(\.points)
        var best: [RankedSignal] = []
        rank(leads, at: index, points: points, asOf: instant, into: &best) { left, right in
            signals.idPrecedes(leads[left].slot, leads[right].slot)
        }
        return best.map { ranked in
            let signal = signals[leads[ranked.place].slot]
            return reason(leads[ranked.place], ranked.points, (signal.id, signal.detail))
        }
    }

    /// Among which signals the reasons of the account at `index` are until an event of it comes.
    public func leadingSignals(at index: Int) -> LeadingSignals {
        let signals = memory(at: index).signals
        let leads = counted(signals, at: index)
        var places: [Int] = []
        var leading = LeadingSignals()
        for kind in model.kinds.indices {
            let isRising = model.kinds[kind].weight > 0
            // What a signal of a kind that dampens takes away counts against it as a reason.
            let ordered = leads.indices.filter { leads[$0].kind == kind }.sorted { left, right in
                let (first, second) = (leads[left], leads[right])
                if first.term != second.term { return (first.term > second.term) == isRising }
                if first.time != second.time { return first.time > second.time }
                if signals.idPrecedes(first.slot, second.slot) { return true }
                return signals.idPrecedes(second.slot, first.slot) ? false : left < right
            }
            places += ordered.prefix(Self.reasonLimit)
            guard ordered.count > Self.reasonLimit else { continue }
            let last = leads[ordered[Self.reasonLimit - 1]].term
            if let next = ordered.dropFirst(Self.reasonLimit).first(where: { leads[$0].term != last }) {
                leading.limits.append((kind, last, leads[next].term))
            }
        }
        for place in places.sorted() {
            let signal = signals[leads[place].slot]
            leading.leads.append(leads[place])
            leading.texts.append((signal.id, signal.detail))
        }
        return leading
    }

    /// Puts the reasons of the account at `index`, as places among its leading signals, into `reasons`, best first.
    ///
    /// False if rounding makes signals equal that differ, so that the leading ones need not be the best.
    ///
    /// - Parameters:
    ///   - leading: those of the account, which no event has come for since.
    ///   - index: the account's index.
    ///   - score: the account's score at `instant`.
    ///   - instant: the instant, made with this table's model.
    ///   - reasons: what comes of it.
    /// - Returns: whether they are the reasons.
    public func rank(
        _ leading: LeadingSignals,
        at index: Int,
        score: AccountScore,
        asOf instant: ScoringInstant,
        into reasons: inout [RankedSignal]
    ) -> Bool {
        for kind in score.intent.indices {
            let accumulator = accumulators[index * model.kinds.count + kind]
            guard accumulator.value(at: instant.readings[kind]).isFinite else { return false }
        }
        for limit in leading.limits {
            let last = points(of: limit.last, kind: limit.kind, at: index, score.intent[limit.kind], instant)
            let next = points(of: limit.next, kind: limit.kind, at: index, score.intent[limit.kind], instant)
            guard last > next else { return false }
        }
        rank(leading.leads, at: index, points: score.intent, asOf: instant, into: &reasons) { left, right in
            leading.texts[left].id.utf8.lexicographicallyPrecedes(leading.texts[right].id.utf8)
        }
        return true
    }

    /// The reason that the leading signal at `place` gives.
    public func reason(_ leading: LeadingSignals, at place: Int, points: Double) -> Reason {
        reason(leading.leads[place], points, leading.texts[place])
    }

    private func reason(
        _ lead: LeadingSignals.Lead,
        _ points: Double,
        _ text: (id: String, detail: SignalDetail)
    ) -> Reason {
        Reason(
            kind: model.kinds[lead.kind].name,
            time: lead.time,
            points: points,
            id: text.id,
            detail: text.detail
        )
    }

    /// Those of `signals`, which the account at `index` remembers, that count, in journal order.
    private func counted(_ signals: SignalHistory, at index: Int) -> [LeadingSignals.Lead] {
        signals.indices.filter { signals.status(at: $0) == .counted }.map { slot in
            let terms = signals.terms(at: slot)
            return LeadingSignals.Lead(
                slot: slot,
                kind: terms.kind,
                term: term(of: terms, in: index),
                time: terms.time
            )
        }
    }

    /// The best of `leads`, best first, where the kinds have the given points.
    ///
    /// The better reason has more points, then the later time, then the lower id in byte order; two signals of the same
    /// id (of two sources) stay in journal order.
    private func rank(
        _ leads: [LeadingSignals.Lead],
        at index: Int,
        points: [Double],
        asOf instant: ScoringInstant,
        into best: inout [RankedSignal],
        idPrecedes: (Int, Int) -> Bool
    ) {
        best.removeAll(keepingCapacity: true)
        for place in leads.indices {
            let lead = leads[place]
            let points = self.points(of: lead.term, kind: lead.kind, at: index, points[lead.kind], instant)
            let rank = best.firstIndex { other in
                if points != other.points { return points > other.points }
                if lead.time != leads[other.place].time { return lead.time > leads[other.place].time }
                return idPrecedes(place, other.place)
            }
            guard (rank ?? best.count) < Self.reasonLimit else { continue }
            best.insert(RankedSignal(place: place, points: points), at: rank ?? best.count)
            if best.count > Self.reasonLimit { best.removeLast() }
        }
    }

    /// The points of the signal of a kind with the points `all` whose term in the accumulator is `term`.
    func points(
        of term: Double,
        kind: Int,
        at index: Int,
        _ all: Double,
        _ instant: ScoringInstant
    ) -> Double {
        let accumulator = accumulators[index * model.kinds.count + kind]
        let reading = instant.readings[kind]
        return Level(value: accumulator.value(at: reading), points: all)
            .points(of: accumulator.contribution(of: term, at: reading))
    }
}
