// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// A seeded stream of events about one account, small enough in its choices that everything meets everything.
struct RandomStream {
    var generator: SeededGenerator
    /// Whether retractions, collapsing rounds and capped views occur.
    var isTangled = true

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The example model with a kind that both collapses and is capped.
    static func model(accountMemory: Int) -> ScoringModel {
        let example = exampleModel(accountMemory: accountMemory)
        let visit = SignalKind(
            name: "visit",
            weight: 3,
            halfLife: 3 * day,
            cap: 20,
            curve: .init(field: "amount_usd", scale: .log, low: 10, high: 1e9, floor: 0.1),
            collapse: .init(window: 12 * hour, by: ["page", "round"]),
            perPersonPerDay: 2
        )
        var model = ScoringModel(kinds: example.kinds + [visit], accountMemory: accountMemory)
        model.idealCustomer = example.idealCustomer
        return model
    }

    mutating func pick<T>(_ choices: [T]) -> T {
        choices[Int.random(in: 0..<choices.count, using: &generator)]
    }

    mutating func event(_ number: Int) -> Event {
        let roll = Int.random(in: 0..<100, using: &generator)
        let payload: Payload =
            switch roll {
            case 0..<70: signal()
            case 70..<85 where isTangled:
                .retract(Retraction(source: pick(["s", "t"]), id: id(number)))
            case 85..<95: .account(change())
            case 95..<97: .disposition(disposition())
            case 97: isTangled ? .superseded(by: AccountID(domain: "x\(number).com")) : signal()
            case 98: .unknown(type: "later", data: nil)
            case 99 where isTangled && Int.random(in: 0..<10, using: &generator) == 0: .erase
            default: signal()
            }
        // Most within two days, so that places, groups and retractions meet; the rest far apart.
        let ages = roll % 3 == 0 ? -5 * day...40 * day : -6 * hour...36 * hour
        let time = now - Int64.random(in: ages, using: &generator) / hour * hour
        return Event(
            id: isTangled ? id(number) : "e\(number)",
            source: pick(["s", "t"]),
            account: acme,
            time: Timestamp(milliseconds: time),
            recordedTime: Timestamp(milliseconds: now),
            payload: payload
        )
    }

    private mutating func id(_ number: Int) -> String {
        "e\(max(0, number - Int.random(in: -10...30, using: &generator)))"
    }

    private mutating func signal() -> Payload {
        let tangled = ["funding", "engagement", "visit", "job_post", "layoffs", "tech_change", "weather"]
        let kind = pick(isTangled ? tangled : ["job_post", "layoffs", "tech_change"])
        var attributes: [Attribute] = []
        if Int.random(in: 0..<10, using: &generator) > 0 {
            attributes.append(
                Attribute("round", pick([.string("a"), .string("A"), .string("b"), .number(1)]))
            )
        }
        attributes.append(Attribute("page", .string(pick(["/", "/pricing"]))))
        attributes.append(Attribute("amount_usd", .number(pick([-1, 1e3, 2e5, 5e5, 1e6, 4e7, 4e7, 1e9]))))
        attributes.append(
            Attribute("title", .string(pick(["Data Engineer", "Accountant", "platform, kafka", "metadata"])))
        )
        return .signal(
            Signal(
                kind: kind,
                attributes: attributes,
                person: pick([nil, "p", "p", "p", "q", "r", "u", "v", "w", "x"])
            )
        )
    }

    private mutating func change() -> ProfileChange {
        let words = ["kafka", "Kafka", "snowflake", "php", "competitor"]
        let industry: AttributeValue? = pick([nil, .string("Software"), .string("retail")])
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return ProfileChange(set: [.init(field: "industry", value: industry)])
        case 1:
            return ProfileChange(set: [
                .init(field: "employees", value: pick([nil, .number(125), .number(9000)]))
            ])
        case 2:
            return ProfileChange(set: [
                .init(field: "technologies", value: .strings([pick(words), pick(words)]))
            ])
        case 3: return ProfileChange(set: [.init(field: "technologies", value: nil)])
        case 4: return ProfileChange(add: [.init(field: "technologies", words: [pick(words)])])
        case 5: return ProfileChange(remove: [.init(field: "technologies", words: [pick(words)])])
        default:
            return ProfileChange(
                add: [.init(field: "flags", words: [pick(words)])],
                remove: [.init(field: "flags", words: [pick(words), "competitor"])]
            )
        }
    }

    private mutating func disposition() -> Disposition {
        let until = now + Int64.random(in: -3...3, using: &generator) * day
        return Disposition(
            action: pick(Disposition.Action.allCases),
            until: pick([nil, Timestamp(milliseconds: until)]),
            queue: pick([nil, "a", "b"])
        )
    }
}
