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
        guard !memories[index].signals.contains(where: { $0.identity == identity }) else {
            return FoldOutcome(effect: .duplicate, account: index, hidden: hidden)
        }
        let isRetracted = memories[index].retractions.contains { $0.identity == identity }
        let person = signal.person.map(Self.hash(ofPerson:))
        memories[index].signals.append(
            RememberedSignal(
                identity: identity,
                offset: offset,
                time: event.time,
                strength: strengthRules[kind].strength(of: signal),
                person: person,
                groupKey: model.kinds[kind].collapse.flatMap { CollapseKey.key(of: signal, by: $0) },
                group: nil,
                kind: kind,
                status: isRetracted ? .retracted : .overCap,
                id: event.id,
                detail: SignalDetail(of: signal)
            )
        )
        if !isRetracted {
            if let person {
                CommitteeMember.see(
                    person,
                    at: event.time,
                    in: &memories[index].committee,
                    limit: model.committee.limit
                )
            }
            let place = memories[index].signals.count - 1
            if hasFreePlace(for: memories[index].signals[place], in: index) { count(place, in: index) }
        }
        let effect = Self.effect(of: memories[index].signals.last?.status)
        let evictions = evict(from: index)
        return FoldOutcome(effect: effect, account: index, evictions: evictions, hidden: hidden)
    }

    /// Takes the signal of this identity back, or remembers to do so should it come.
    mutating func retract(_ identity: UInt64, in index: Int, offset: Int64) -> FoldOutcome {
        guard let place = memories[index].signals.firstIndex(where: { $0.identity == identity }) else {
            let isKnown = memories[index].retractions.contains { $0.identity == identity }
            if !isKnown {
                memories[index].retractions.append(PendingRetraction(identity: identity, offset: offset))
                if memories[index].retractions.count > model.accountMemory {
                    memories[index].retractions.removeFirst()
                }
            }
            return FoldOutcome(effect: isKnown ? .retractionRepeated : .retractionUnseen, account: index)
        }
        let signal = memories[index].signals[place]
        guard signal.status != .retracted else {
            return FoldOutcome(effect: .retractionRepeated, account: index)
        }
        memories[index].signals[place].status = .retracted
        memories[index].signals[place].group = nil
        if signal.status == .counted {
            subtract(signal, in: index)
            if let group = signal.group { promote(in: group, of: index) }
        }
        if signal.hasPlace { passPlace(of: signal, in: index) }
        updateLatestSignal(at: index)
        return FoldOutcome(effect: .retracted, account: index)
    }

    /// Lets the signal at `place`, which has a place among its person's, count: by itself or in its group.
    private mutating func count(_ place: Int, in index: Int) {
        let signal = memories[index].signals[place]
        guard let collapse = model.kinds[signal.kind].collapse, let key = signal.groupKey else {
            memories[index].signals[place].status = .counted
            return add(signal, in: index)
        }
        guard let group = group(of: signal, key: key, window: collapse.window, in: index) else {
            open(
                CollapseGroup(kind: signal.kind, key: key, offset: signal.offset, anchor: signal.time),
                in: index
            )
            memories[index].signals[place].group = signal.offset
            memories[index].signals[place].status = .counted
            return add(signal, in: index)
        }
        memories[index].signals[place].group = memories[index].groups[group].offset
        replaceBest(of: group, by: place, in: index)
    }

    /// Lets the signal at `place` count for its group if it is better than the one that does.
    private mutating func replaceBest(of group: Int, by place: Int, in index: Int) {
        let signal = memories[index].signals[place]
        let offset = memories[index].groups[group].offset
        if let evicted = memories[index].groups[group].evicted {
            guard Self.isBetter(signal, than: evicted.strength, at: evicted.offset) else {
                memories[index].signals[place].status = .collapsed
                return
            }
            memories[index].groups[group].evicted = nil
            subtract(strength: evicted.strength, time: evicted.time, kind: signal.kind, in: index)
        } else if let best = memories[index].signals.firstIndex(where: {
            $0.status == .counted && $0.group == offset
        }) {
            let other = memories[index].signals[best]
            guard Self.isBetter(signal, than: other.strength, at: other.offset) else {
                memories[index].signals[place].status = .collapsed
                return
            }
            memories[index].signals[best].status = .collapsed
            subtract(other, in: index)
        }
        memories[index].signals[place].status = .counted
        add(signal, in: index)
        updateLatestSignal(at: index)
    }

    /// Lets the best remaining member of a group count, once the one that did was retracted.
    private mutating func promote(in group: Int64, of index: Int) {
        let signals = memories[index].signals
        let members = signals.indices.filter {
            signals[$0].group == group && signals[$0].status == .collapsed
        }
        let best = members.reduce(members.first) { best, place in
            guard let best else { return place }
            return Self.isBetter(signals[place], than: signals[best].strength, at: signals[best].offset)
                ? place : best
        }
        // A group that was dropped for room promotes nobody.
        guard let best, memories[index].groups.contains(where: { $0.offset == group }) else { return }
        memories[index].signals[best].status = .counted
        add(signals[best], in: index)
    }

    /// Gives the place of a retracted signal to the first live one of its person and day that has none.
    private mutating func passPlace(of signal: RememberedSignal, in index: Int) {
        guard model.kinds[signal.kind].perPersonPerDay != nil else { return }
        let heir = memories[index].signals.firstIndex {
            $0.status == .overCap && $0.kind == signal.kind && $0.person == signal.person
                && $0.day == signal.day
        }
        if let heir { count(heir, in: index) }
    }

    /// Whether the person of `signal` has a place left on its day; the signal itself has none yet.
    private func hasFreePlace(for signal: RememberedSignal, in index: Int) -> Bool {
        guard let limit = model.kinds[signal.kind].perPersonPerDay else { return true }
        let held = memories[index].signals.reduce(0) { held, other in
            other.hasPlace && other.kind == signal.kind && other.person == signal.person
                && other.day == signal.day
                ? held + 1 : held
        }
        let evicted = memories[index].evictedPlaces.first {
            $0.kind == signal.kind && $0.person == signal.person && $0.day == signal.day
        }
        return held + (evicted?.count ?? 0) < limit
    }

    /// The oldest group of the signal's kind and key whose anchor lies within the window.
    private func group(of signal: RememberedSignal, key: UInt64, window: Int64, in index: Int) -> Int? {
        memories[index].groups.firstIndex { group in
            group.kind == signal.kind && group.key == key
                && abs(signal.time.milliseconds - group.anchor.milliseconds) <= window
        }
    }

    /// Adds a group in its place by offset; of too many the oldest goes, and its members stay what they are.
    private mutating func open(_ group: CollapseGroup, in index: Int) {
        let place =
            memories[index].groups.firstIndex { $0.offset > group.offset } ?? memories[index].groups.count
        memories[index].groups.insert(group, at: place)
        if memories[index].groups.count > model.accountMemory { memories[index].groups.removeFirst() }
    }

    /// Whether `signal` is the one of a group to count: the larger strength, then the lower offset.
    private static func isBetter(_ signal: RememberedSignal, than strength: Double, at offset: Int64) -> Bool
    {
        signal.strength > strength || (signal.strength == strength && signal.offset < offset)
    }

    private mutating func add(_ signal: RememberedSignal, in index: Int) {
        let place = index * model.kinds.count + signal.kind
        let halfLife = model.kinds[signal.kind].halfLife
        accumulators[place].add(strength: signal.strength, time: signal.time.milliseconds, halfLife: halfLife)
        summaries[index].signals += 1
        summaries[index].latestSignal = max(summaries[index].latestSignal ?? signal.time, signal.time)
    }

    private mutating func subtract(_ signal: RememberedSignal, in index: Int) {
        subtract(strength: signal.strength, time: signal.time, kind: signal.kind, in: index)
    }

    private mutating func subtract(strength: Double, time: Timestamp, kind: Int, in index: Int) {
        let place = index * model.kinds.count + kind
        let halfLife = model.kinds[kind].halfLife
        accumulators[place].subtract(strength: strength, time: time.milliseconds, halfLife: halfLife)
        summaries[index].signals -= 1
    }

    private static func effect(of status: RememberedSignal.Status?) -> FoldOutcome.Effect {
        switch status {
        case .counted, nil: .counted
        case .collapsed: .collapsed
        case .overCap: .overCap
        case .retracted: .suppressed
        }
    }

    private static func hash(ofPerson person: String) -> UInt64 {
        var hash = StableHash()
        for byte in person.utf8 { hash.combine(byte) }
        return hash.value
    }
}
