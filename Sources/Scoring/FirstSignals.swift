// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The first signals of one kind, in the order in which they are reasons: those with the largest terms, or with the
/// smallest ones if the kind dampens, as what takes away counts against the signal.
struct FirstSignals {
    /// The first so far, as many as there can be reasons.
    private(set) var leads: [LeadingSignals.Lead] = []
    /// The first term behind them that differs from the last of them.
    private var next: Double?
    /// A signal that is not among the first, nor are those that are neither later nor stronger.
    private var dominating: (time: Timestamp, strength: Double)?

    private let kind: Int
    private let isRising: Bool
    private let halfLife: Int64
    private let accumulator: Accumulator

    /// Those of the kind at `kind` among the model's kinds, whose signals are added up in `accumulator`.
    init(kind: Int, of signalKind: SignalKind, accumulator: Accumulator) {
        self.kind = kind
        isRising = signalKind.weight > 0
        halfLife = signalKind.halfLife
        self.accumulator = accumulator
    }

    /// The last of the first terms, and the next that differs from it; nil if there is none.
    var limit: (last: Double, next: Double)? {
        guard let last = leads.last, let next else { return nil }
        return (last.term, next)
    }

    /// Takes one of `signals`, which stands before all that came already in the journal.
    ///
    /// An account can remember hundreds of signals, and most of them are older and no stronger than one that is too weak
    /// already: their terms, which grow with time and strength, are not computed.
    mutating func insert(
        _ slot: Int,
        _ time: Timestamp,
        _ strength: Double,
        of signals: borrowing SignalHistory
    ) {
        if let dominating, time <= dominating.time, strength <= dominating.strength { return }
        let term = accumulator.term(strength: strength, time: time.milliseconds, halfLife: halfLife)
        let lead = LeadingSignals.Lead(slot: slot, kind: kind, term: term, time: time)
        guard leads.count == AccountTable.reasonLimit, let last = leads.last else {
            leads.insert(lead, at: rank(of: lead, signals))
            return
        }
        if isBetter(last.term, than: lead.term) {
            if next.map({ isBetter(lead.term, than: $0) }) ?? true { next = lead.term }
            if isRising { dominating = (time, strength) }
            return
        }
        let rank = rank(of: lead, signals)
        guard rank < AccountTable.reasonLimit else { return }
        leads.removeLast()
        leads.insert(lead, at: rank)
        if let first = leads.last, isBetter(first.term, than: last.term) { next = last.term }
    }

    private func rank(of lead: LeadingSignals.Lead, _ signals: borrowing SignalHistory) -> Int {
        var rank = leads.count
        while rank > 0, precedes(lead, leads[rank - 1], signals) { rank -= 1 }
        return rank
    }

    /// Whether `lead` goes before `other`, which is later in the journal.
    private func precedes(
        _ lead: LeadingSignals.Lead,
        _ other: LeadingSignals.Lead,
        _ signals: borrowing SignalHistory
    ) -> Bool {
        if lead.term != other.term { return isBetter(lead.term, than: other.term) }
        if lead.time != other.time { return lead.time > other.time }
        return !signals.idPrecedes(other.slot, lead.slot)
    }

    private func isBetter(_ term: Double, than other: Double) -> Bool {
        isRising ? term > other : term < other
    }
}
