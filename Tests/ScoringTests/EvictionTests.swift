// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct EvictionTests {
    private func ids(_ journal: Journal) -> [String] {
        journal.state.memory.signals.map(\.id)
    }

    @Test func `uncounted signals go first, the lowest offset before the rest`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 4))
        journal.signal("tech_change", id: "a")
        for id in ["b", "c", "d"] { journal.signal("engagement", id: id, age: 1, person: "p") }
        #expect(journal.signal("engagement", id: "e", person: "p").effect == .overCap)
        #expect(ids(journal) == ["a", "b", "c", "d"])
        journal.retract("c")
        #expect(journal.signal("tech_change", id: "f").evictions == 1)
        #expect(ids(journal) == ["a", "b", "d", "f"])
    }

    @Test func `of counted ones the first of the kind with the most goes, ties by name`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 4))
        journal.signal("tech_change", id: "t1")
        journal.signal("tech_change", id: "t2")
        journal.signal("job_post", id: "j1")
        journal.signal("job_post", id: "j2")
        journal.signal("funding", id: "f1")
        #expect(ids(journal) == ["t1", "t2", "j2", "f1"])
        journal.signal("layoffs", id: "l1")
        #expect(ids(journal) == ["t2", "j2", "f1", "l1"])
        journal.signal("layoffs", id: "l2")
        #expect(ids(journal) == ["t2", "j2", "f1", "l2"])
    }

    @Test func `the first goes also after a signal that takes more room than those before`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 10))
        for id in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
            journal.signal("tech_change", id: id)
        }
        #expect(ids(journal) == ["c", "d", "e", "f", "g", "h", "i", "j", "k", "l"])
        // The first with a person.
        journal.signal("engagement", id: "m", person: "p")
        #expect(ids(journal) == ["d", "e", "f", "g", "h", "i", "j", "k", "l", "m"])
    }

    @Test func `what was evicted still contributes, may count again and can no longer be retracted`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 1))
        journal.signal("tech_change", id: "a", age: -hour)
        #expect(journal.signal("tech_change", id: "b", age: 30 * day).evictions == 1)
        let before = journal.score()
        #expect(before.signals == 2)
        #expect(before.latestSignal == Timestamp(milliseconds: now + hour))
        #expect(journal.retract("a").effect == .retractionUnseen)
        #expect(journal.score() == before)
        // It was taken for unseen, and so a late repeat is suppressed.
        #expect(journal.signal("tech_change", id: "a").effect == .suppressed)
        journal.signal("tech_change", id: "c")
        #expect(journal.signal("tech_change", id: "b").effect == .counted)
        #expect(journal.score().signals == 4)
    }

    @Test func `what is told of evicted signals is given back`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 100))
        // An id of five bytes and its length, one attribute: its name, its type, its length, five bytes.
        let bytes = 100 * (6 + 1 + 8)
        for number in 0..<2_000 {
            journal.signal(
                "tech_change",
                id: "\(10_000 + number)",
                [Attribute("technology", .string("kafka"))]
            )
            // Up to half as much may be gone until the memory grows by a half.
            #expect(journal.table.footprint.texts <= bytes * 9 / 4 + 256, "signal \(number)")
        }
        #expect(journal.table.footprint.texts >= bytes)
    }

    @Test func `an evicted signal keeps its part in its group`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 1))
        journal.signal("funding", id: "a", age: 2 * day, round(amount: 10_000_000))
        journal.signal("tech_change", id: "t")
        #expect(ids(journal) == ["t"])
        #expect(journal.signal("funding", id: "b", round(amount: 1_000_000)).effect == .collapsed)
        #expect(journal.score().signals == 2)
        #expect(journal.signal("funding", id: "c", round(amount: 42_000_000)).effect == .counted)
        #expect(journal.score().signals == 2)
        #expect(agree(journal.score().intent[1], 27.335673114159672, tolerance: 1e-13))
        // Equally strong and later: the evicted one stays.
        journal.signal("layoffs", id: "l")
        #expect(journal.signal("funding", id: "d", round(amount: 42_000_000)).effect == .collapsed)
    }

    @Test func `an evicted signal keeps its place for the day`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 1))
        for _ in 0..<4 { journal.signal("engagement", person: "p") }
        #expect(journal.score().signals == 3)
        #expect(journal.signal("engagement", person: "p").effect == .overCap)
        #expect(journal.signal("engagement", person: "q").effect == .counted)
        #expect(journal.signal("engagement", age: day, person: "p").effect == .counted)
        // Only one record is kept, the newer one.
        let places = journal.state.memory.evictedPlaces
        #expect(places.count == 1)
        #expect(places.first?.offset == 5)
    }

    @Test func `the time of evicted signals is kept while any signal counts`() {
        var journal = Journal(modelWithoutIdeal(accountMemory: 1))
        journal.signal("funding", id: "a", round(amount: 1_000_000))
        journal.signal("tech_change", id: "t", age: 9 * day)
        journal.retract("t")
        #expect(ids(journal) == ["t"])
        // b takes a's part in their group: a counts no longer, but its time is what is known of it.
        journal.signal("funding", id: "b", age: 5 * day, round(amount: 42_000_000))
        #expect(journal.score().signals == 1)
        #expect(journal.score().latestSignal == Timestamp(milliseconds: now))
        journal.retract("b")
        #expect(journal.score().latestSignal == nil)
        journal.signal("tech_change", id: "u", age: 8 * day)
        #expect(journal.signal("tech_change", id: "w", age: 9 * day).evictions == 1)
        // After a retraction the latest time is looked for anew.
        journal.retract("w")
        #expect(journal.score().latestSignal == Timestamp(milliseconds: now - 8 * day))
    }
}
