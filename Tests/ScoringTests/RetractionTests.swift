// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct RetractionTests {
    @Test func `a retraction takes the contribution back`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "a")
        journal.signal("tech_change", id: "b", age: 10 * day)
        let outcome = journal.retract("b")
        #expect(outcome.effect == .retracted)
        #expect(journal.score().urgency == 3464)
        #expect(journal.score().latestSignal == Timestamp(milliseconds: now))
        journal.retract("a")
        #expect(journal.score().urgency == 0)
        #expect(journal.state.accumulators[4] == Accumulator())
    }

    @Test func `the second retraction, and the signal once more, do nothing`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "a")
        journal.retract("a")
        #expect(journal.retract("a").effect == .retractionRepeated)
        #expect(journal.signal("tech_change", id: "a").effect == .duplicate)
        #expect(journal.score().signals == 0)
    }

    @Test func `a retraction that comes first suppresses the signal for good`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 2))
        #expect(journal.retract("a").effect == .retractionUnseen)
        #expect(journal.retract("a").effect == .retractionRepeated)
        #expect(journal.signal("tech_change", id: "a").effect == .suppressed)
        #expect(journal.signal("tech_change", id: "a").effect == .duplicate)
        // Evicted, it is suppressed still.
        journal.signal("tech_change", id: "b")
        #expect(journal.signal("tech_change", id: "c").evictions == 1)
        #expect(journal.signal("tech_change", id: "a").effect == .suppressed)
        #expect(journal.score().signals == 2)
    }

    @Test func `another source's signal of the same id is another signal`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("tech_change", id: "a")
        let signal = Payload.signal(Signal(kind: "tech_change"))
        let time = Timestamp(milliseconds: now)
        let other = Event(
            id: "a",
            source: "x",
            account: acme,
            time: time,
            recordedTime: time,
            payload: signal
        )
        #expect(journal.append(other).effect == .counted)
        #expect(journal.score().signals == 2)
    }

    @Test func `retractions of unseen signals are bounded, the oldest goes`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 2))
        for id in ["a", "b", "c"] { #expect(journal.retract(id).effect == .retractionUnseen) }
        #expect(journal.signal("tech_change", id: "a").effect == .counted)
        #expect(journal.signal("tech_change", id: "b").effect == .suppressed)
        #expect(journal.signal("tech_change", id: "c").effect == .suppressed)
    }

    @Test func `a sum never falls below zero`() {
        let model = ScoringModel(kinds: [SignalKind(name: "blink", weight: 1, halfLife: 1000, cap: 10)])
        var journal = Journal(model)
        journal.signal("blink", id: "x")
        // Far too small beside x to change the sum of 1.
        journal.signal("blink", id: "a", age: 60_000)
        journal.signal("blink", id: "b", age: 61_000)
        journal.retract("x")
        #expect(journal.state.accumulators[0].sum.bitPattern == 0)
        // Taking a from the sum of 0 would leave −2^−60.
        journal.retract("a")
        #expect(journal.state.accumulators[0].sum.bitPattern == 0)
        #expect(journal.score().signals == 1)
        journal.retract("b")
        #expect(journal.state.accumulators == [Accumulator()])
    }
}
