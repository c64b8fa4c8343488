// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Scoring

/// What became of the records of a replay.
public struct ReplayTally: Hashable, Sendable {
    /// Records read, the unusable ones included.
    public internal(set) var records = 0
    /// Records that a mapping ignores by design.
    public internal(set) var ignored = 0
    /// Events that are signals, which most are.
    private var signals = 0
    /// Events of other types, by type.
    private var others: [String: Int] = [:]
    /// Events recorded after the instant, which were not folded.
    public internal(set) var later = 0
    /// How many of the folded events had each effect, by its number.
    private var effectCounts = [Int](repeating: 0, count: FoldOutcome.Effect.allCases.count)
    /// Remembered signals that were evicted.
    public private(set) var evictions = 0
    /// Signals of accounts that are aliases of others.
    public private(set) var hidden = 0
    /// Records that could not be used, or not whole, by reason.
    public internal(set) var deadLetters: [String: Int] = [:]

    /// Nothing so far.
    public init() {}

    /// Events that the records made, by type; those recorded after the instant are in it.
    public var events: [String: Int] {
        var events = others
        if signals > 0 { events[CompactSignal.type] = signals }
        return events
    }

    /// What the folded events did.
    public var effects: [FoldOutcome.Effect: Int] {
        var effects: [FoldOutcome.Effect: Int] = [:]
        for effect in FoldOutcome.Effect.allCases where effectCounts[effect.rawValue] > 0 {
            effects[effect] = effectCounts[effect.rawValue]
        }
        return effects
    }

    /// Counts an event that is a signal.
    mutating func countSignal() { signals += 1 }

    /// Counts an event by its type.
    mutating func count(_ event: borrowing JournalEvent) {
        if event.isSignal { countSignal() } else { others[event.type, default: 0] += 1 }
    }

    /// Counts an event by its type.
    mutating func count(_ event: Event) {
        if case .signal = event.payload { countSignal() } else { others[event.payload.type, default: 0] += 1 }
    }

    /// Counts what a folded event did.
    mutating func count(_ outcome: FoldOutcome) {
        effectCounts[outcome.effect.rawValue] += 1
        evictions += outcome.evictions
        if outcome.hidden { hidden += 1 }
    }

    /// Counts what another tally has counted.
    mutating func add(_ other: ReplayTally) {
        records += other.records
        ignored += other.ignored
        signals += other.signals
        others.merge(other.others, uniquingKeysWith: +)
        later += other.later
        for effect in effectCounts.indices { effectCounts[effect] += other.effectCounts[effect] }
        evictions += other.evictions
        hidden += other.hidden
        deadLetters.merge(other.deadLetters, uniquingKeysWith: +)
    }
}
