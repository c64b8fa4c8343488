// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct CollapseTests {
    /// The status of each remembered signal, in journal order.
    private func statuses(_ journal: Journal) -> [RememberedSignal.Status] {
        journal.state.memory.signals.map(\.status)
    }

    @Test func `of two reports of one round the larger counts`() {
        var journal = Journal(modelWithoutIdeal())
        #expect(journal.signal("funding", age: 3 * day, round(amount: 10_000_000)).effect == .counted)
        #expect(journal.signal("funding", round("Series_B", amount: 42_000_000)).effect == .counted)
        #expect(statuses(journal) == [.collapsed, .counted])
        #expect(journal.score().signals == 1)
        #expect(journal.score().urgency == 5980)
        // A weaker third one changes nothing.
        #expect(journal.signal("funding", round(amount: 1_000_000)).effect == .collapsed)
        #expect(journal.score().urgency == 5980)
    }

    @Test func `of equally strong reports the first journaled counts`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", age: 2 * day, round())
        #expect(journal.signal("funding", round()).effect == .collapsed)
        #expect(statuses(journal) == [.counted, .collapsed])
        #expect(journal.score().latestSignal == Timestamp(milliseconds: now - 2 * day))
    }

    @Test func `the window is measured from the first member, both ways, ends included`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", age: 30 * day, round())
        #expect(journal.signal("funding", age: 9 * day, round()).effect == .collapsed)
        #expect(journal.signal("funding", age: 51 * day, round()).effect == .collapsed)
        #expect(journal.signal("funding", age: 9 * day - 1, round()).effect == .counted)
        #expect(journal.signal("funding", age: 51 * day + 1, round()).effect == .counted)
        #expect(journal.score().signals == 3)
    }

    @Test func `the oldest open group takes a signal that fits two`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", age: 40 * day, round(amount: 1_000_000))
        journal.signal("funding", age: 10 * day, round(amount: 2_000_000))
        #expect(journal.signal("funding", age: 25 * day, round(amount: 9_000_000)).effect == .counted)
        #expect(statuses(journal) == [.collapsed, .counted, .counted])
        #expect(journal.state.memory.signals.map(\.group) == [0, 1, 0])
    }

    @Test func `a missing attribute matches nothing`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", [Attribute("amount_usd", .number(42_000_000))])
        #expect(journal.signal("funding", [Attribute("amount_usd", .number(42_000_000))]).effect == .counted)
        #expect(journal.signal("funding", round("seed")).effect == .counted)
        #expect(journal.score().signals == 3)
        #expect(journal.state.memory.groups.count == 1)
    }

    @Test func `values are equal by type and by value, text without regard to ASCII case only`() {
        func effects(_ values: [AttributeValue]) -> [FoldOutcome.Effect] {
            var journal = Journal(modelWithoutIdeal())
            return values.map { journal.signal("funding", [Attribute("round", $0)]).effect }
        }
        #expect(effects([.string("Series B"), .string("sERIES b")]) == [.counted, .collapsed])
        #expect(effects([.string("É"), .string("é")]) == [.counted, .counted])
        // The same letter, composed and in two parts: other bytes, another value.
        #expect(effects([.string("\u{e9}"), .string("e\u{301}")]) == [.counted, .counted])
        #expect(effects([.number(0), .number(-0.0)]) == [.counted, .collapsed])
        #expect(effects([.number(1), .string("1")]) == [.counted, .counted])
        #expect(effects([.boolean(true), .boolean(true)]) == [.counted, .collapsed])
        #expect(effects([.strings(["a", "b"]), .strings(["A", "B"])]) == [.counted, .collapsed])
        #expect(effects([.strings(["a", "b"]), .strings(["ab"])]) == [.counted, .counted])
        #expect(effects([.strings(["a"]), .string("a")]) == [.counted, .counted])
    }

    @Test func `retracting the one that counts promotes the next`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", id: "a", round(amount: 42_000_000))
        journal.signal("funding", id: "b", round(amount: 1_000_000))
        journal.signal("funding", id: "c", round(amount: 10_000_000))
        journal.signal("funding", id: "d", round(amount: 10_000_000))
        #expect(journal.retract("a").effect == .retracted)
        #expect(statuses(journal) == [.retracted, .collapsed, .counted, .collapsed])
        #expect(journal.retract("c").effect == .retracted)
        #expect(statuses(journal) == [.retracted, .collapsed, .retracted, .counted])
        journal.retract("d")
        #expect(statuses(journal) == [.retracted, .counted, .retracted, .retracted])
        // A 1 million round: s = 0.53333…, S = 60 · (1 − exp(−40 · s / 60)).
        #expect(agree(journal.score().intent[1], 17.952959364448, tolerance: 1e-12))
        journal.retract("b")
        #expect(journal.score().intent[1].bitPattern == 0)
        #expect(journal.score().latestSignal == nil)
    }

    @Test func `the anchor stays when its signal is retracted`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("funding", id: "a", age: 30 * day, round())
        journal.retract("a")
        #expect(journal.score().signals == 0)
        #expect(journal.signal("funding", age: 15 * day, round(amount: 1_000_000)).effect == .counted)
        // Within 21 days of the second, but not of the retracted anchor: another group.
        #expect(journal.signal("funding", round(amount: 1_000_000)).effect == .counted)
        #expect(journal.score().signals == 2)
        // Within 21 days of the anchor: joins its group.
        #expect(journal.signal("funding", age: 45 * day, round(amount: 500_000)).effect == .collapsed)
    }

    @Test func `of too many groups the oldest is dropped, and its members stay what they are`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 3))
        journal.signal("funding", id: "a", round("a", amount: 42_000_000))
        journal.signal("funding", id: "b", round("a", amount: 1_000_000))
        for name in ["b", "c", "d"] { journal.retract("x\(name)") }
        journal.signal("funding", id: "c", round("b"))
        // Four remembered: the collapsed one goes first. Then two more rounds drop the group of the first.
        journal.signal("funding", id: "d", round("c"))
        journal.signal("funding", id: "e", round("d"))
        #expect(journal.state.memory.groups.count == 3)
        #expect(journal.score().signals == 4)
        #expect(journal.signal("funding", round("a", amount: 42_000_000)).effect == .counted)
    }
}
