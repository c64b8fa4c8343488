// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// Seeded states that hold anything that a state can hold, likely or not.
struct RandomState {
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> AccountState {
        var memory = AccountMemory()
        memory.foldedThrough = offset()
        memory.signals = SignalHistory(several(9) { $0.signal() })
        memory.groups = CollapseGroups(several(3) { $0.group() })
        let places = several(3) { random in
            EvictedPlaces(
                kind: random.number(0...4),
                person: random.maybe { $0.hash() },
                day: Int64(random.number(-700_000...2_900_000)),
                count: random.number(1...1000),
                offset: random.offset()
            )
        }
        memory.evictedPlaces = EvictedPlacesList(places)
        memory.retractions = several(3) { PendingRetraction(identity: $0.hash(), offset: $0.offset()) }
        memory.committee = several(4) { CommitteeMember(person: $0.hash(), lastSeen: $0.time()) }
        memory.latestEvicted = maybe { $0.time() }
        memory.profile = Profile(fields: several(6) { $0.field() })
        memory.dispositions = several(3) { random in
            DispositionRecord(
                disposition: Disposition(
                    action: random.pick(Disposition.Action.allCases),
                    until: random.maybe { $0.time() },
                    queue: random.maybe { $0.text() },
                    by: random.maybe { $0.text() }
                ),
                stamp: random.stamp()
            )
        }
        memory.supersededBy = maybe { _ in AccountID(domain: "other.com") }
        return AccountState(
            account: acme,
            accumulators: (0..<5).map { _ in
                Accumulator(sum: strength(), landmark: Int64(number(-9...3_000_000)), counted: number(0...9))
            },
            memory: memory
        )
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    mutating func pick<T>(_ choices: [T]) -> T {
        choices[number(0...choices.count - 1)]
    }

    private mutating func maybe<T>(_ make: (inout Self) -> T) -> T? {
        number(0...1) == 0 ? nil : make(&self)
    }

    private mutating func several<T>(_ most: Int, _ make: (inout Self) -> T) -> [T] {
        (0..<number(0...most)).map { _ in make(&self) }
    }

    private mutating func hash() -> UInt64 {
        generator.next()
    }

    private mutating func offset() -> Int64 {
        pick([-1, 0, 1, 48_211, Int64(number(0...9_000_000)), Int64.max, Int64.max - 1])
    }

    private mutating func time() -> Timestamp {
        pick([.earliest, .latest, Timestamp(milliseconds: now - Int64(number(-9...9_000_000_000)))])
    }

    private mutating func strength() -> Double {
        pick([0, -0.0, 1, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity])
    }

    private mutating func text() -> String {
        pick(["", "a", "Kafka", "é", "e\u{301}", "株式会社", "\0", String(repeating: "long 👩‍💻 ", count: 20)])
    }

    private mutating func stamp() -> Stamp {
        Stamp(time: time(), offset: offset())
    }

    private mutating func value() -> AttributeValue {
        switch number(0...4) {
        case 0: .string(text())
        case 1: .number(pick([0, -0.0, 1.5, -4e300, .leastNonzeroMagnitude]))
        case 2: .boolean(number(0...1) == 0)
        default: .strings(several(3) { $0.text() })
        }
    }

    private mutating func signal() -> RememberedSignal {
        RememberedSignal(
            terms: SignalTerms(
                identity: hash(),
                offset: offset(),
                time: time(),
                strength: strength(),
                person: maybe { $0.hash() },
                groupKey: maybe { $0.hash() },
                group: maybe { $0.offset() },
                kind: number(0...4),
                status: pick(RememberedSignal.Status.allCases)
            ),
            id: text(),
            detail: SignalDetail(
                attributes: several(4) { random in
                    Attribute(random.pick(SignalDetail.names + ["other", ""]), random.value())
                }
            )
        )
    }

    private mutating func group() -> CollapseGroup {
        CollapseGroup(
            kind: number(0...4),
            key: hash(),
            offset: offset(),
            anchor: time(),
            evicted: maybe { random in
                CollapseGroup.Evicted(
                    strength: random.strength(),
                    time: random.time(),
                    offset: random.offset()
                )
            }
        )
    }

    private mutating func field() -> ProfileField {
        ProfileField(
            name: pick(Profile.knownFields + ["crm_id", "ünïcode", ""]),
            whole: pick([.absent, .set, .scalar(value()), .scalar(value())]),
            written: maybe { $0.stamp() },
            words: several(4) { random in
                ProfileField.Word(
                    text: random.text(),
                    stamp: random.stamp(),
                    isPresent: random.number(0...1) == 0
                )
            }
        )
    }
}
