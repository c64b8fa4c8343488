// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct PersonTests {
    @Test func `of one person only the first three signals of a day count`() {
        var journal = Journal(modelWithoutIdeal())
        for _ in 0..<3 { #expect(journal.signal("engagement", age: hour, person: "p").effect == .counted) }
        #expect(journal.signal("engagement", age: hour, person: "p").effect == .overCap)
        #expect(journal.signal("engagement", age: hour, person: "q").effect == .counted)
        #expect(journal.score().signals == 4)
        #expect(journal.score().persons == 2)
    }

    @Test func `days are those of UTC by the signal's time`() {
        var journal = Journal(modelWithoutIdeal())
        // `now` is 09:00; 9 hours earlier the day begins.
        for _ in 0..<3 { journal.signal("engagement", age: 9 * hour, person: "p") }
        #expect(journal.signal("engagement", age: 0, person: "p").effect == .overCap)
        #expect(journal.signal("engagement", age: 9 * hour + 1, person: "p").effect == .counted)
        // Before the epoch too, the day is rounded down.
        for _ in 0..<3 { journal.signal("engagement", age: now + 1, person: "p") }
        #expect(journal.signal("engagement", age: now + day, person: "p").effect == .overCap)
        #expect(journal.signal("engagement", age: now, person: "p").effect == .counted)
    }

    @Test func `signals without a person share one person's places, and make no committee`() {
        var journal = Journal(modelWithoutIdeal())
        for _ in 0..<3 { journal.signal("engagement") }
        #expect(journal.signal("engagement").effect == .overCap)
        #expect(journal.score().persons == 0)
    }

    @Test func `the cap is for each kind by itself`() {
        var journal = Journal(modelWithoutIdeal())
        for _ in 0..<5 { #expect(journal.signal("job_post", person: "p").effect == .counted) }
        #expect(journal.signal("engagement", person: "p").effect == .counted)
    }

    @Test func `a retraction frees the place for the first that had none`() {
        var journal = Journal(modelWithoutIdeal())
        for id in ["a", "b", "c", "d", "e", "f"] { journal.signal("engagement", id: id, person: "p") }
        journal.retract("d")
        #expect(journal.score().signals == 3)
        journal.retract("b")
        #expect(
            journal.state.memory.signals.map(\.status) == [
                .counted, .retracted, .counted, .retracted, .counted, .overCap,
            ]
        )
        journal.retract("f")
        journal.retract("a")
        #expect(journal.score().signals == 2)
        #expect(journal.signal("engagement", person: "p").effect == .counted)
        #expect(journal.signal("engagement", person: "p").effect == .overCap)
        #expect(journal.score().persons == 1)
    }

    @Test func `a place freed lets the heir join its group`() {
        let page = page("/pricing")
        var journal = Journal(cappedAndCollapsing())
        journal.signal("engagement", id: "a", person: "p", page)
        journal.signal("engagement", id: "b", person: "p", page)
        journal.signal("engagement", id: "c", person: "q", page)
        #expect(journal.state.memory.signals.map(\.status) == [.counted, .overCap, .collapsed])
        // A collapsed signal holds a place too.
        #expect(journal.signal("engagement", id: "d", person: "q", page).effect == .overCap)
        // c counts for the group in a's stead; then b takes a's place and, being earlier, c's part.
        journal.retract("a")
        #expect(journal.state.memory.signals.map(\.status) == [.retracted, .counted, .collapsed, .overCap])
        journal.retract("c")
        #expect(journal.state.memory.signals.map(\.status) == [.retracted, .counted, .retracted, .collapsed])
    }

    /// The example model with page views that collapse within an hour, one for each person and day.
    private func cappedAndCollapsing(accountMemory: Int = 512) -> ScoringModel {
        var model = modelWithoutIdeal(accountMemory: accountMemory)
        let place = model.kinds.firstIndex { $0.name == "engagement" } ?? 0
        model.kinds[place].collapse = .init(window: hour, by: ["page"])
        model.kinds[place].perPersonPerDay = 1
        return model
    }

    private func page(_ name: String) -> [Attribute] {
        [Attribute("page", .string(name))]
    }

    @Test func `a group that an heir opens is as old as the heir`() {
        var journal = Journal(cappedAndCollapsing())
        journal.signal("engagement", id: "a", age: 2 * hour, person: "p", page("/"))
        journal.signal("engagement", id: "b", age: 3 * hour / 2, person: "p", page("/pricing"))
        journal.signal("engagement", id: "c", person: "q", page("/pricing"))
        journal.retract("a")
        #expect(journal.state.memory.groups.map(\.offset) == [0, 1, 2])
        // Within an hour of both b and c: the group of b is the older one.
        journal.signal("engagement", id: "d", age: 3 * hour / 4, person: "r", page("/pricing"))
        #expect(journal.state.memory.signals.map(\.group).last == 1)
    }

    @Test func `a group that was dropped promotes nobody`() {
        var journal = Journal(cappedAndCollapsing(accountMemory: 4))
        journal.signal("engagement", id: "z", person: "p", page("z"))
        journal.signal("engagement", id: "a1", person: "p", page("a"))
        for id in ["x", "y"] { journal.signal("engagement", id: id, person: id, page(id)) }
        // a1 takes the place of z, and opens the second oldest of four groups.
        for id in ["x", "y", "z"] { journal.retract(id) }
        journal.signal("engagement", id: "a2", person: "q", page("a"))
        // Two more groups: those of z and of a1 are dropped.
        for id in ["w", "v"] { journal.signal("engagement", id: id, person: id, page(id)) }
        #expect(journal.state.memory.signals.map(\.id) == ["a1", "a2", "w", "v"])
        #expect(journal.state.memory.signals.map(\.status) == [.counted, .collapsed, .counted, .counted])
        journal.retract("a1")
        #expect(journal.state.memory.signals.map(\.status) == [.retracted, .collapsed, .counted, .counted])
    }

    @Test func `persons count from just after the window's start to the moment`() {
        var journal = Journal(modelWithoutIdeal())
        journal.signal("job_post", age: 30 * day, person: "gone")
        journal.signal("job_post", age: 30 * day - 1, person: "just")
        journal.signal("job_post", age: 0, person: "now")
        journal.signal("job_post", age: -1, person: "later")
        #expect(journal.score().persons == 2)
    }

    @Test func `the newest persons up to the limit are kept`() {
        var journal = Journal(modelWithoutIdeal())
        for person in 0..<8 { journal.signal("job_post", age: Int64(person) * day, person: "p\(person)") }
        #expect(
            journal.state.memory.committee.map(\.lastSeen.milliseconds)
                == (0..<6).map { now - (5 - $0) * day }
        )
        #expect(journal.score().persons == 6)
        // Seen again, an old one comes back; seen earlier, nothing changes.
        journal.signal("job_post", age: -1, person: "p7")
        journal.signal("job_post", age: 20 * day, person: "p0")
        #expect(
            journal.state.memory.committee.map(\.lastSeen.milliseconds)
                == [now - 4 * day, now - 3 * day, now - 2 * day, now - day, now, now + 1]
        )
    }

    @Test
    func `a person counts by a signal over the cap, stays after a retraction, and never by a suppressed one`()
    {
        var journal = Journal(modelWithoutIdeal())
        for _ in 0..<3 { journal.signal("engagement", age: day / 4, person: "p") }
        journal.signal("engagement", id: "over", person: "p")
        #expect(journal.state.memory.committee.map(\.lastSeen.milliseconds) == [now])
        journal.retract("over")
        #expect(journal.state.memory.committee.map(\.lastSeen.milliseconds) == [now])
        journal.retract("early")
        #expect(journal.signal("engagement", id: "early", person: "q").effect == .suppressed)
        #expect(journal.score().persons == 1)
    }
}
