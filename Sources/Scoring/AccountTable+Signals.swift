// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The fold of signals and retractions; docs/scoring.md gives the rules in this order.
extension AccountTable {
    /// Folds a signal of the model's kind `kind`.
    mutating func fold(
        _ signal: Signal,
        kind: Int,
        of event: Event,
        into index: Int,
        offset: Int64
    ) -> FoldOutcome {
        let hidden = memories[index].supersededBy != nil
        let identity = EventIdentity.hash(source: event.source, id: event.id)
        guard memories[index].signals.place(ofIdentity: identity) == nil else {
            return FoldOutcome(effect: .duplicate, account: index, hidden: hidden)
        }
        let isRetracted = memories[index].hasRetraction(of: identity)
        let remembered = RememberedSignal(
            identity: identity,
            offset: offset,
            time: event.time,
            strength: strengthRules[kind].strength(of: signal),
            person: signal.person.map(PersonKey.key(of:)),
            groupKey: model.kinds[kind].collapse.flatMap { CollapseKey.key(of: signal, by: $0) },
            group: nil,
            kind: kind,
            status: isRetracted ? .retracted : .overCap,
            id: KeptText.cut(event.id, to: KeptText.idBytes),
            detail: SignalDetail(of: signal)
        )
        let place = memories[index].signals.count
        memories[index].signals.append(remembered)
        if !isRetracted { admit(remembered, at: place, in: index) }
        let effect = Self.effect(of: memories[index].signals.status(at: place))
        return FoldOutcome(effect: effect, account: index, evictions: evict(from: index), hidden: hidden)
    }

    /// Takes the signal of this identity back, or remembers to do so should it come.
    mutating func retract(_ identity: UInt64, in index: Int, offset: Int64) -> FoldOutcome {
        guard let place = memories[index].signals.place(ofIdentity: identity) else {
            guard !memories[index].hasRetraction(of: identity) else {
                return FoldOutcome(effect: .retractionRepeated, account: index)
            }
            memories[index].retractions.append(PendingRetraction(identity: identity, offset: offset))
            if memories[index].retractions.count > model.accountMemory {
                memories[index].retractions.removeFirst()
            }
            return FoldOutcome(effect: .retractionUnseen, account: index)
        }
        let signal = memories[index].signals[place]
        guard signal.status != .retracted else {
            return FoldOutcome(effect: .retractionRepeated, account: index)
        }
        memories[index].signals.setStatus(.retracted, at: place)
        memories[index].signals.setGroup(nil, at: place)
        if signal.status == .counted {
            subtract(signal.strength, signal.time, kind: signal.kind, in: index)
            if let group = signal.group, let next = memories[index].next(ofGroup: group) {
                add(memories[index].signals[next], at: next, in: index)
            }
        }
        if signal.hasPlace, model.kinds[signal.kind].perPersonPerDay != nil,
            let heir = memories[index].signals.heir(of: signal)
        {
            count(memories[index].signals[heir], at: heir, in: index)
        }
        updateLatestSignal(at: index)
        return FoldOutcome(effect: .retracted, account: index)
    }

    /// Takes the person of the new signal at `place` in, and lets the signal count if the person has a place left.
    private mutating func admit(_ signal: RememberedSignal, at place: Int, in index: Int) {
        if let person = signal.person {
            let limit = model.committee.limit
            CommitteeMember.see(person, at: signal.time, in: &memories[index].committee, limit: limit)
        }
        if let limit = model.kinds[signal.kind].perPersonPerDay,
            memories[index].heldPlaces(sharedBy: signal) >= limit
        {
            return
        }
        count(signal, at: place, in: index)
    }

    /// Lets the signal at `place`, which has a place among its person's, count by itself or in its group.
    private mutating func count(_ signal: RememberedSignal, at place: Int, in index: Int) {
        guard let collapse = model.kinds[signal.kind].collapse, let key = signal.groupKey else {
            return add(signal, at: place, in: index)
        }
        if let group = memories[index].group(for: signal, key: key, window: collapse.window) {
            return join(group, signal, at: place, in: index)
        }
        memories[index].signals.setGroup(signal.offset, at: place)
        let group = CollapseGroup(kind: signal.kind, key: key, offset: signal.offset, anchor: signal.time)
        memories[index].open(group, limit: model.accountMemory)
        add(signal, at: place, in: index)
    }

    /// Puts the signal at `place` into a group, to count for it if it is better than the one that does.
    private mutating func join(_ group: Int, _ signal: RememberedSignal, at place: Int, in index: Int) {
        let offset = memories[index].groups[group].offset
        memories[index].signals.setGroup(offset, at: place)
        memories[index].signals.setStatus(.collapsed, at: place)
        if let evicted = memories[index].groups[group].evicted {
            guard signal.isBetter(than: evicted.strength, at: evicted.offset) else { return }
            memories[index].groups[group].evicted = nil
            subtract(evicted.strength, evicted.time, kind: signal.kind, in: index)
        } else if let best = memories[index].signals.best(ofGroup: offset) {
            let other = memories[index].signals[best]
            guard signal.isBetter(than: other) else { return }
            memories[index].signals.setStatus(.collapsed, at: best)
            subtract(other.strength, other.time, kind: signal.kind, in: index)
        }
        add(signal, at: place, in: index)
        updateLatestSignal(at: index)
    }

    /// Adds the contribution of the signal at `place`, which counts from now on.
    private mutating func add(_ signal: RememberedSignal, at place: Int, in index: Int) {
        memories[index].signals.setStatus(.counted, at: place)
        accumulators[index * model.kinds.count + signal.kind].add(
            strength: signal.strength,
            time: signal.time.milliseconds,
            halfLife: model.kinds[signal.kind].halfLife
        )
        summaries[index].signals += 1
        summaries[index].latestSignal = max(summaries[index].latestSignal ?? signal.time, signal.time)
    }

    /// Takes a contribution away.
    private mutating func subtract(_ strength: Double, _ time: Timestamp, kind: Int, in index: Int) {
        accumulators[index * model.kinds.count + kind].subtract(
            strength: strength,
            time: time.milliseconds,
            halfLife: model.kinds[kind].halfLife
        )
        summaries[index].signals -= 1
    }

    private static func effect(of status: RememberedSignal.Status) -> FoldOutcome.Effect {
        switch status {
        case .counted: .counted
        case .collapsed: .collapsed
        case .overCap: .overCap
        case .retracted: .suppressed
        }
    }
}
