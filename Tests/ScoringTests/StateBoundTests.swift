// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// The bound on a state record: 256 KiB, whatever comes.
@Suite struct StateBoundTests {
    private static let limit = 262_144

    /// As many kinds as a model may have, all of which keep groups and places.
    private static let model = ScoringModel(
        kinds: (10..<74).map { number in
            SignalKind(
                name: "kind\(number)",
                weight: 1,
                halfLife: 1000,
                cap: 1,
                boosts: [.init(field: "title", matchesAny: ["x"], times: 1.1)],
                collapse: .init(window: 1000, by: ["key"]),
                perPersonPerDay: 1_000_000
            )
        },
        committee: Committee(limit: 100),
        accountMemory: ScoringModel.largestAccountMemory
    )

    private func wide(_ number: Int, _ bytes: Int) -> String {
        String(number) + String(repeating: "x", count: bytes - String(number).utf8.count)
    }

    /// Turns from one end of time to the other, so that no difference is small.
    private func time(_ number: Int) -> Timestamp {
        number % 2 == 0 ? .earliest : .latest
    }

    private func event(_ number: Int, _ payload: Payload) -> Event {
        Event(
            id: wide(number, 1024),
            source: "s",
            account: AccountID(domain: wide(0, 253)),
            time: time(number),
            recordedTime: .earliest,
            payload: payload
        )
    }

    private func payload(_ number: Int) -> Payload {
        switch number {
        case ..<1600:
            let texts = ["title", "technology"].map { Attribute($0, .string(wide(number, 2000))) }
            // The first half opens groups, of which the second evicts the members.
            let key = Attribute("key", .number(Double(number)))
            let attributes = texts + [Attribute("amount_usd", .number(0.1))]
            // Each kind has a sum, and most signals are of the last two.
            let kind = number % 25 == 0 ? 10 + number / 25 : 73 - number % 2
            return .signal(
                Signal(
                    kind: "kind\(kind)",
                    attributes: number < 800 ? attributes + [key] : attributes,
                    person: wide(number, 256)
                )
            )
        case ..<2200: return .retract(Retraction(source: "s", id: "\(number)"))
        case ..<2300:
            return .disposition(
                Disposition(
                    action: .dismissed,
                    until: time(number + 1),
                    queue: wide(number, 64),
                    by: wide(number, 256)
                )
            )
        case ..<2310:
            return .account(
                ProfileChange(set: [
                    .init(field: "field\(number)", value: .string(wide(number, 60_000))),
                    .init(field: wide(number, 256), value: .number(0.1)),
                ])
            )
        case 2599: return .superseded(by: AccountID(domain: wide(1, 253)))
        default:
            let field = number % 5 == 0 ? wide(number, 256) : "technologies"
            let words = [wide(number, 256), wide(number, 257), wide(number, 60_000)]
            return .account(ProfileChange(add: [.init(field: field, words: words)]))
        }
    }

    @Test func `the widest of everything stays below 256 KiB`() throws {
        var table = AccountTable(model: Self.model)
        var offset: Int64 = 0
        var ignored = 0
        var most = 0
        for number in 0..<2600 {
            // The largest steps that offsets can go on with.
            offset += Int64.max / 2600
            ignored += table.fold(event(number, payload(number)), offset: offset).ignored
            if number % 100 == 99 { most = max(most, table.state(at: 0).encoded().count) }
        }
        let state = table.state(at: 0)
        let memory = state.memory
        #expect(memory.signals.count == 512 && memory.groups.count == 512)
        #expect(memory.evictedPlaces.count == 512 && memory.retractions.count == 512)
        #expect(memory.committee.count == 100 && memory.dispositions.count == 64)
        #expect(memory.groups.count { $0.evicted != nil } > 300)
        #expect(ignored > 400)
        let bytes = state.encoded()
        #expect(max(most, bytes.count) < Self.limit)
        // As wide as the arithmetic of docs/records.md has it, but for what cannot be at its widest at once.
        #expect(bytes.count > 230_000, "\(bytes.count)")
        #expect(try AccountState(account: state.account, encoded: bytes.span) == state)
    }

    @Test func `an id, the texts of a detail and a disposition's by are cut between characters`() {
        var journal = Journal(exampleModel())
        let long = "a" + String(repeating: "é", count: 200)
        journal.signal(
            "job_post",
            id: long,
            [
                Attribute("title", .string(long)), Attribute("location", .string(long)),
                Attribute("topic", .string("x" + long)), Attribute("page", .string("p")),
            ]
        )
        let signal = journal.state.memory.signals[0]
        #expect(signal.id == "a" + String(repeating: "é", count: 31))
        let texts = signal.detail.attributes.map { attribute -> Int in
            if case .string(let text) = attribute.value { text.utf8.count } else { 0 }
        }
        #expect(signal.detail.attributes.map(\.name) == ["title", "page", "topic", "location"])
        #expect(texts == [79, 1, 80, 0])
        // The identity is of the whole id.
        #expect(journal.signal("job_post", id: long).effect == .duplicate)
        #expect(journal.signal("job_post", id: long + "b").effect == .counted)

        journal.other(.disposition(Disposition(action: .worked, queue: "q", by: long)))
        #expect(journal.state.memory.dispositions[0].disposition.by?.utf8.count == 63)
        let queue = String(repeating: "q", count: 65)
        let outcome = journal.other(.disposition(Disposition(action: .worked, queue: queue)))
        #expect(outcome.effect == .dispositionIgnored)
        #expect(journal.state.memory.dispositions.count == 1)
    }

    @Test func `a profile has 36 KiB, and what does not fit is ignored`() {
        var profile = Profile()
        func write(_ number: Int, _ change: ProfileChange) -> (changed: Bool, ignored: Int) {
            profile.apply(change, at: Stamp(time: Timestamp(milliseconds: now), offset: Int64(number)))
        }
        let words = (100..<231).map { "\($0)" + String(repeating: "x", count: 253) }
        // name 12 + 40; each word 256 + 24: 131 words are 36 732 of 36 864 bytes, 132 would be 37 012.
        #expect(write(0, ProfileChange(add: [.init(field: "technologies", words: words)])) == (true, 0))
        #expect(
            write(1, ProfileChange(add: [.init(field: "technologies", words: [words[0] + "y"])])) == (
                false, 1
            )
        )
        // 132 bytes are left: 5 + 40 + 87, and not one more.
        let owner = String(repeating: "o", count: 87)
        #expect(
            write(2, ProfileChange(set: [.init(field: "owner", value: .string(owner + "o"))])) == (false, 1)
        )
        #expect(profile.fields.count == 1)
        #expect(write(3, ProfileChange(set: [.init(field: "owner", value: .string(owner))])) == (true, 0))
        #expect(write(4, ProfileChange(set: [.init(field: "tier", value: nil)])) == (false, 1))
        // A known field may become shorter, and a removed word makes room for another.
        #expect(write(5, ProfileChange(set: [.init(field: "owner", value: .string("o"))])) == (true, 0))
        #expect(
            write(6, ProfileChange(remove: [.init(field: "technologies", words: [words[3]])])) == (true, 0)
        )
        #expect(
            write(7, ProfileChange(add: [.init(field: "technologies", words: ["y" + words[3].dropLast()])]))
                == (true, 0)
        )
        #expect(profile.fields[1].words.count == 131)
        #expect(write(8, ProfileChange(add: [.init(field: "technologies", words: [words[3]])])) == (false, 1))
        // A whole write frees what it drops.
        #expect(
            write(9, ProfileChange(set: [.init(field: "technologies", value: .strings(["a"]))])) == (true, 0)
        )
        let name = "N" + String(repeating: "é", count: 2000)
        #expect(write(10, ProfileChange(set: [.init(field: "name", value: .string(name))])) == (true, 0))
        #expect(profile[field: "name"] == .string("N" + String(repeating: "é", count: 511)))
        #expect(profile[field: "technologies"] == .strings(["a"]))
    }
}
