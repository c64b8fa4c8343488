// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import ReferenceModel
import Scoring
import Simulation
import Testing

/// Properties over seeded random streams; a failure prints its seed.
@Suite struct PropertyTests {
    private func instants(_ stream: inout RandomStream) -> [Int64] {
        [now, now - 20 * day, now + Int64.random(in: 0...90, using: &stream.generator) * day + 12345]
    }

    @Test(arguments: [1, 2, 3, 5, 8, 20, 512])
    func `the fold agrees with plain sums over everything that happened`(memory: Int) throws {
        for seed in 0..<20 {
            var stream = RandomStream(seed: UInt64(1000 * memory + seed))
            let model = RandomStream.model(accountMemory: memory)
            var journal = Journal(model)
            let rules = ReferenceRules(model)
            let reference = ReferenceAccount(rules)
            for number in 0..<100 {
                let event = stream.event(number)
                var writer = JSONWriter()
                EventCodec.encode(event, into: &writer)
                reference.fold(try ReferenceEvent(writer.bytes), journal.offset)
                journal.append(event)
                guard number % 2 == 1, let index = journal.table.index(of: acme) else { continue }
                let standing = reference.standing("acme.com", foldedThrough: journal.offset - 1)
                for time in instants(&stream) {
                    let score = journal.table.score(at: index, asOf: Timestamp(milliseconds: time))
                    let expected = ReferenceScore(standing, rules, at: time)
                    let same =
                        zip(score.intent, expected.intent).allSatisfy { agree($0, $1) }
                        && score.persons == expected.persons && score.signals == expected.signals
                        && agree(score.heat, expected.heat) && agree(score.fit, expected.fit)
                        && score.latestSignal?.milliseconds == expected.latest
                        && abs(Double(score.urgency) - 100 * expected.urgency) < 0.5 + 1e-6
                    guard same else {
                        Issue.record(
                            "seed \(1000 * memory + seed), memory \(memory), event \(number): \(score), not \(expected)"
                        )
                        return
                    }
                    let reasons = journal.table.reasons(at: index, asOf: Timestamp(milliseconds: time))
                    let best = expected.reasons.prefix(3)
                    guard reasons.count == best.count,
                        zip(reasons, best).allSatisfy({ agree($0.points, $1.points) })
                    else {
                        Issue.record(
                            "seed \(1000 * memory + seed), memory \(memory), event \(number): \(reasons), not \(best)"
                        )
                        return
                    }
                }
                for field in ["industry", "employees", "technologies", "flags"] {
                    let value = journal.table.profile(at: index)[field: field]
                    guard value.map(ReferenceValue.init) == standing.profile[field] else {
                        Issue.record("seed \(1000 * memory + seed), event \(number), \(field)")
                        return
                    }
                }
            }
            #expect(journal.state.memory.signals.count <= memory)
            #expect(journal.state.memory.groups.count <= memory)
            #expect(journal.state.memory.evictedPlaces.count <= memory)
            #expect(journal.state.memory.retractions.count <= memory)
        }
    }

    @Test func `late events give the same scores where nothing collapses, is capped, retracted or evicted`() {
        for seed in 0..<100 {
            var stream = RandomStream(seed: UInt64(seed))
            stream.isTangled = false
            let events = (0..<80).map { stream.event($0) }
            var journal = Journal(RandomStream.model(accountMemory: 512))
            var shuffled = journal
            for event in events { journal.append(event) }
            for event in events.shuffled(using: &stream.generator) { shuffled.append(event) }
            for time in instants(&stream) {
                let left = journal.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let right = shuffled.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let same =
                    agree(left.heat, right.heat)
                    && zip(left.intent, right.intent).allSatisfy { agree($0, $1) }
                    && left.persons == right.persons && left.signals == right.signals
                    && left.latestSignal == right.latestSignal
                #expect(same, "seed \(seed): \(left) and \(right)")
            }
        }
    }

    @Test func `repeated signals change nothing but the offset`() {
        for seed in 0..<100 {
            var stream = RandomStream(seed: UInt64(seed))
            var once = Journal(RandomStream.model(accountMemory: 512))
            var often = once
            for number in 0..<80 {
                let event = stream.event(number)
                once.append(event)
                often.offset = once.offset - 1
                often.append(event)
                guard case .signal = event.payload else { continue }
                // The same offsets in both, so that whole states can be compared.
                once.offset += 1
                let outcome = often.append(event)
                let isRepeat = [.duplicate, .unknownKind, .suppressed].contains(outcome.effect)
                #expect(isRepeat, "seed \(seed), event \(number): \(outcome)")
            }
            guard once.table.count > 0, often.table.count > 0 else { continue }
            var (left, right) = (once.state, often.state)
            (left.memory.foldedThrough, right.memory.foldedThrough) = (0, 0)
            #expect(left == right, "seed \(seed)")
        }
    }

    @Test func `a retraction undoes a counted, a collapsed and a capped signal`() {
        for seed in 0..<100 {
            var stream = RandomStream(seed: UInt64(seed))
            var journal = Journal(RandomStream.model(accountMemory: 512))
            while journal.offset < 60 {
                let event = stream.event(Int(journal.offset))
                if case .signal = event.payload { journal.append(event) }
            }
            // One more signal is retracted at once, and is gone but for its id, its person and its group's anchor.
            let before = journal
            journal.append(stream.event(1000))
            guard case .signal? = journal.events.last?.payload, let event = journal.events.last else {
                continue
            }
            let retraction = Payload.retract(Retraction(source: event.source, id: event.id))
            var later = event
            later.payload = retraction
            journal.append(later)
            let (left, right) = (before.state.memory, journal.state.memory)
            let alive = right.signals.filter { $0.offset < 60 }
            #expect(left.signals == SignalHistory(alive), "seed \(seed)")
            for time in instants(&stream) {
                let then = before.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let now = journal.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let same =
                    zip(then.intent, now.intent).allSatisfy { agree($0, $1) } && then.signals == now.signals
                    && then.latestSignal == now.latestSignal
                #expect(same, "seed \(seed): \(then) and \(now)")
            }
        }
    }

    @Test func `a signal retracted long after leaves the scores of a history without it`() {
        for seed in 0..<100 {
            var stream = RandomStream(seed: UInt64(seed))
            var model = RandomStream.model(accountMemory: 512)
            // Without anchors: a retracted first member keeps its group's window.
            for place in model.kinds.indices { model.kinds[place].collapse?.window = 400 * day }
            for place in model.kinds.indices {
                model.committee.bonus = model.kinds[place].collapse == nil ? 0 : 0
            }
            var with = Journal(model)
            var without = Journal(model)
            var events: [Event] = []
            while events.count < 60 {
                let event = stream.event(events.count)
                if case .signal = event.payload { events.append(event) }
            }
            let gone = events[stream.pick(Array(0..<60))]
            for event in events {
                with.append(event)
                without.offset = with.offset - 1
                if event.source != gone.source || event.id != gone.id { without.append(event) }
            }
            var last = gone
            last.payload = .retract(Retraction(source: gone.source, id: gone.id))
            with.append(last)
            for time in instants(&stream) {
                let left = with.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let right = without.table.score(at: 0, asOf: Timestamp(milliseconds: time))
                let same =
                    zip(left.intent, right.intent).allSatisfy { agree($0, $1) }
                    && left.signals == right.signals
                    && left.latestSignal == right.latestSignal
                #expect(same, "seed \(seed): \(left) and \(right)")
            }
        }
    }

    @Test func `reading the scores changes nothing, and a restored state gives the same bits`() {
        for seed in 0..<25 {
            var stream = RandomStream(seed: UInt64(seed))
            let model = RandomStream.model(accountMemory: 8)
            var journal = Journal(model)
            var restored = AccountTable(model: model)
            restored.restore(
                AccountState(
                    account: AccountID(domain: "other.com"),
                    accumulators: Array(repeating: Accumulator(), count: model.kinds.count),
                    memory: AccountMemory()
                )
            )
            for number in 0..<120 {
                let event = stream.event(number)
                journal.append(event)
                if number % 7 == 3, journal.table.count > 0 { restored.restore(journal.state) }
                restored.fold(event, offset: journal.offset - 1)
                guard journal.table.count > 0, let index = restored.index(of: acme) else { continue }
                guard number >= 3 else { continue }
                for time in instants(&stream) {
                    let moment = Timestamp(milliseconds: time)
                    #expect(
                        journal.table.score(at: 0, asOf: moment) == restored.score(at: index, asOf: moment),
                        "seed \(seed), event \(number)"
                    )
                    #expect(
                        journal.table.reasons(at: 0, asOf: moment)
                            == restored.reasons(at: index, asOf: moment),
                        "seed \(seed), event \(number)"
                    )
                }
                #expect(journal.state == restored.state(at: index), "seed \(seed), event \(number)")
            }
        }
    }
}
