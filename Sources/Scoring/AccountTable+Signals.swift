// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The fold of signals and retractions; docs/scoring.md gives the rules in this order.
extension AccountTable {
    /// Folds the signal that stands at `offset` in the journal's partition; offsets rise from event to event.
    ///
    /// An event at or below the offset that the account's state is folded to changes nothing.
    @discardableResult
    public mutating func fold(_ signal: borrowing CompactSignal, offset: Int64) -> FoldOutcome {
        let hash = AccountID.hash(signal.bytes.span.extracting(signal.account))
        return fold(signal, ofAccountWith: hash, offset: offset)
    }

    /// Folds a signal, as above, whose account's id has this hash.
    mutating func fold(
        _ signal: borrowing CompactSignal,
        ofAccountWith hash: UInt32,
        offset: Int64
    ) -> FoldOutcome {
        let texts = signal.bytes.span
        let known = index(of: texts.extracting(signal.account), hash)
        if let known, offset <= accounts[known].memory.foldedThrough {
            return FoldOutcome(effect: .alreadyFolded, account: known)
        }
        guard let kind = kind(of: signal) else {
            return FoldOutcome(effect: .unknownKind, account: known)
        }
        let index = indexForFolding(known, texts.extracting(signal.account), hash, at: offset)
        let hidden = accounts.span[index].memory.isSuperseded
        let identity = EventIdentity.hash(
            source: texts.extracting(signal.source),
            id: texts.extracting(signal.id)
        )
        guard accounts.span[index].memory.signals.slot(ofIdentity: identity) == nil else {
            return FoldOutcome(effect: .duplicate, account: index, hidden: hidden)
        }
        var person: UInt64?
        if let text = signal.person { person = PersonKey.key(of: texts.extracting(text)) }
        let isRetracted =
            accounts.span[index].memory.hasRetractions && accounts[index].memory.hasRetraction(of: identity)
        var terms = SignalTerms(
            identity: identity,
            offset: offset,
            time: signal.time,
            strength: rules[kind].strength(of: signal),
            person: person,
            groupKey: rules[kind].groupKey(of: signal),
            group: nil,
            kind: kind,
            status: isRetracted ? .retracted : .overCap
        )
        // What becomes of it is found out before it is written down, which is then done once.
        if !isRetracted { admit(&terms, in: index) }
        accounts[index].memory.signals.append(terms, telling: signal)
        let effect = Self.effect(of: terms.status)
        return FoldOutcome(effect: effect, account: index, evictions: evict(from: index), hidden: hidden)
    }

    /// Takes the signal of this identity back, or remembers to do so should it come.
    mutating func retract(_ identity: UInt64, in index: Int, offset: Int64) -> FoldOutcome {
        guard let place = accounts[index].memory.signals.slot(ofIdentity: identity) else {
            guard !accounts[index].memory.hasRetraction(of: identity) else {
                return FoldOutcome(effect: .retractionRepeated, account: index)
            }
            accounts[index].memory.retractions.append(PendingRetraction(identity: identity, offset: offset))
            if accounts[index].memory.retractions.count > model.accountMemory {
                accounts[index].memory.retractions.removeFirst()
            }
            return FoldOutcome(effect: .retractionUnseen, account: index)
        }
        let signal = accounts[index].memory.signals.terms(at: place)
        guard signal.status != .retracted else {
            return FoldOutcome(effect: .retractionRepeated, account: index)
        }
        accounts[index].memory.signals.setStatus(.retracted, at: place)
        accounts[index].memory.signals.setGroup(nil, at: place)
        if signal.status == .counted {
            subtract(signal.strength, signal.time, kind: signal.kind, in: index)
            if let group = signal.group, let next = accounts[index].memory.next(ofGroup: group) {
                var heir = accounts[index].memory.signals.terms(at: next)
                add(&heir, in: index)
                accounts[index].memory.signals.setStatus(heir.status, at: next)
            }
        }
        if signal.hasPlace, model.kinds[signal.kind].perPersonPerDay != nil,
            let next = accounts[index].memory.signals.heir(of: signal)
        {
            var heir = accounts[index].memory.signals.terms(at: next)
            count(&heir, in: index)
            accounts[index].memory.signals.setGroup(heir.group, at: next)
            accounts[index].memory.signals.setStatus(heir.status, at: next)
        }
        updateLatestSignal(at: index)
        return FoldOutcome(effect: .retracted, account: index)
    }

    /// Takes the person of a new signal in, and lets the signal count if the person has a place left.
    private mutating func admit(_ signal: inout SignalTerms, in index: Int) {
        if let person = signal.person {
            let limit = model.committee.limit
            CommitteeMember.see(person, at: signal.time, in: &accounts[index].memory.committee, limit: limit)
            summaries[index].persons = UInt16(clamping: accounts[index].memory.committee.count)
        }
        let mayCollapse = rules[signal.kind].window != nil
        if let limit = rules[signal.kind].perPersonPerDay,
            accounts[index].memory.areHeld(limit, placesSharedBy: signal, mayCollapse: mayCollapse)
        {
            return
        }
        count(&signal, in: index)
    }

    /// Lets a signal, which has a place among its person's, count by itself or in its group.
    private mutating func count(_ signal: inout SignalTerms, in index: Int) {
        guard let window = rules[signal.kind].window, let key = signal.groupKey else {
            return add(&signal, in: index)
        }
        let known = accounts.span[index].memory.groups.slot(
            kind: signal.kind,
            key: key,
            around: signal.time,
            window: window
        )
        if let group = known {
            return join(group, &signal, in: index)
        }
        signal.group = signal.offset
        let group = CollapseGroup(kind: signal.kind, key: key, offset: signal.offset, anchor: signal.time)
        accounts[index].memory.groups.open(group, limit: model.accountMemory)
        add(&signal, in: index)
    }

    /// Puts a signal into a group, to count for it if it is better than the one that does.
    private mutating func join(_ group: Int, _ signal: inout SignalTerms, in index: Int) {
        let offset = accounts[index].memory.groups.offset(at: group)
        signal.group = offset
        signal.status = .collapsed
        if let evicted = accounts.span[index].memory.groups.evicted(at: group) {
            guard signal.isBetter(than: evicted.strength, at: evicted.offset) else { return }
            accounts[index].memory.groups.setEvicted(nil, at: group)
            subtract(evicted.strength, evicted.time, kind: signal.kind, in: index)
        } else if let best = accounts.span[index].memory.signals.best(ofGroup: offset) {
            let other = accounts.span[index].memory.signals.terms(at: best)
            guard signal.isBetter(than: other) else { return }
            accounts[index].memory.signals.setStatus(.collapsed, at: best)
            subtract(other.strength, other.time, kind: signal.kind, in: index)
            if other.time == summaries[index].latestSignal {
                summaries[index].latestSignal = latestRemembered(at: index)
            }
        }
        add(&signal, in: index)
    }

    /// Adds the contribution of a signal, which counts from now on.
    private mutating func add(_ signal: inout SignalTerms, in index: Int) {
        signal.status = .counted
        accumulators[index * model.kinds.count + signal.kind].add(
            strength: signal.strength,
            time: signal.time.milliseconds,
            halfLife: rules[signal.kind].halfLife
        )
        summaries[index].latestSignal = max(summaries[index].latestSignal ?? signal.time, signal.time)
    }

    /// Takes a contribution away.
    private mutating func subtract(_ strength: Double, _ time: Timestamp, kind: Int, in index: Int) {
        accumulators[index * model.kinds.count + kind].subtract(
            strength: strength,
            time: time.milliseconds,
            halfLife: rules[kind].halfLife
        )
    }

    /// The place of the signal's kind among the model's kinds; nil if the model does not declare it.
    private func kind(of signal: borrowing CompactSignal) -> Int? {
        for kind in rules.indices {
            let name = rules[kind].name
            if signal.holds(signal.kind, name.span) { return kind }
        }
        return nil
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
