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
    /// What people are told of each, as far as that has been read.
    fileprivate var texts: [(id: String, detail: SignalDetail)?] = []
    /// Whether the slots are those of the account's record at rest.
    fileprivate var areAtRest = false
    /// The last of the three of a kind of which there are more, and the first of those that differ from it in its term.
    var limits: [(kind: Int, last: Double, next: Double)] = []

    /// Whether it has been read what people are told of each.
    public var areTold: Bool { texts.allSatisfy { $0 != nil } }
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
        let signals = signals(at: index)
        let start = index * model.kinds.count
        var firsts = model.kinds.indices.map { kind in
            FirstSignals(kind: kind, of: model.kinds[kind], accumulator: accumulators[start + kind])
        }
        signals.forEachCountedBackwards { slot, kind, time, strength in
            firsts[kind].insert(slot, time, strength, of: signals)
        }
        var leading = LeadingSignals()
        for kind in firsts.indices {
            leading.leads += firsts[kind].leads
            if let limit = firsts[kind].limit { leading.limits.append((kind, limit.last, limit.next)) }
        }
        leading.leads.sort { $0.slot < $1.slot }
        leading.texts = Array(repeating: nil, count: leading.leads.count)
        leading.areAtRest = isAtRest(index)
        return leading
    }

    /// Reads what people are told of some of the account's leading signals, or of all; most never become reasons.
    ///
    /// - Parameters:
    ///   - leading: those of the account, which no event has come for since.
    ///   - index: the account's index.
    ///   - reasons: those that are to be told of; nil for all.
    public func tell(
        _ leading: inout LeadingSignals,
        at index: Int,
        of reasons: [RankedSignal]? = nil
    ) {
        let wanted = reasons?.map(\.place) ?? Array(leading.leads.indices)
        let places = wanted.filter { leading.texts[$0] == nil }
        guard !places.isEmpty else { return }
        if leading.areAtRest != isAtRest(index) {
            // The account has come to rest since, which gave the same signals other slots.
            let texts = leading.texts
            leading = leadingSignals(at: index)
            leading.texts = texts
        }
        let signals = signals(at: index)
        for place in places {
            let signal = signals[leading.leads[place].slot]
            leading.texts[place] = (signal.id, signal.detail)
        }
    }

    /// The signals that the account at `index` remembers.
    private func signals(at index: Int) -> SignalHistory {
        isAtRest(index) ? memory(at: index).signals : accounts[index].memory.signals
    }

    /// Puts the reasons of the account at `index`, as places among its leading signals, into `reasons`, best first.
    ///
    /// False if rounding makes signals equal that differ, so that the leading ones need not be the best, and if the ids
    /// of signals decide that have not been told of.
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
        var areTold = true
        rank(leading.leads, at: index, points: score.intent, asOf: instant, into: &reasons) { left, right in
            guard let left = leading.texts[left], let right = leading.texts[right] else {
                areTold = false
                return false
            }
            return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
        return areTold
    }

    /// The reason that the leading signal at `place` gives; nil if it has not been told of.
    public func reason(_ leading: LeadingSignals, at place: Int, points: Double) -> Reason? {
        leading.texts[place].map { reason(leading.leads[place], points, $0) }
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
    private func counted(_ signals: borrowing SignalHistory, at index: Int) -> [LeadingSignals.Lead] {
        var leads: [LeadingSignals.Lead] = []
        signals.forEachCountedBackwards { slot, kind, time, strength in
            let term = accumulators[index * model.kinds.count + kind].term(
                strength: strength,
                time: time.milliseconds,
                halfLife: model.kinds[kind].halfLife
            )
            leads.append(LeadingSignals.Lead(slot: slot, kind: kind, term: term, time: time))
        }
        leads.reverse()
        return leads
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
