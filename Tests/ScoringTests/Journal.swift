// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// The model that the design gives as its example.
func exampleModel(accountMemory: Int = 512) -> ScoringModel {
    let words = ["data", "platform", "kafka"]
    return ScoringModel(
        kinds: [
            SignalKind(
                name: "funding",
                weight: 40,
                halfLife: 45 * day,
                cap: 60,
                curve: .init(field: "amount_usd", scale: .log, low: 100_000, high: 100_000_000, floor: 0.3),
                collapse: .init(window: 21 * day, by: ["round"])
            ),
            SignalKind(
                name: "job_post",
                weight: 6,
                halfLife: 21 * day,
                cap: 40,
                boosts: [.init(field: "title", matchesAny: words, times: 2)]
            ),
            SignalKind(name: "tech_change", weight: 15, halfLife: 30 * day, cap: 45),
            SignalKind(name: "engagement", weight: 4, halfLife: 7 * day, cap: 25, perPersonPerDay: 3),
            SignalKind(name: "layoffs", weight: -30, halfLife: 60 * day, cap: 50),
        ],
        idealCustomer: IdealCustomerProfile(
            criteria: [
                .init(field: "industry", test: .isIn([.string("software"), .string("fintech")]), weight: 3),
                .init(
                    field: "employees",
                    test: .range(low: 200, high: 5000, softLow: 50, softHigh: 20000),
                    weight: 2
                ),
                .init(field: "technologies", test: .hasAny(["kafka", "snowflake"]), weight: 2, unknown: 0.3),
            ],
            disqualify: [.init(field: "flags", test: .hasAny(["competitor", "do_not_contact"]))]
        ),
        accountMemory: accountMemory
    )
}

/// The example model for an account that fits wholly: without an ICP.
func modelWithoutIdeal(accountMemory: Int = 512) -> ScoringModel {
    var model = exampleModel(accountMemory: accountMemory)
    model.idealCustomer = IdealCustomerProfile()
    return model
}

let day: Int64 = 86_400_000
let hour: Int64 = 3_600_000
/// 2026-11-20T09:00:00Z.
let now: Int64 = 1_795_165_200_000
let acme = AccountID(domain: "acme.com")

/// A journal partition's events in order, and the table folded from them.
struct Journal {
    private(set) var table: AccountTable
    private(set) var events: [Event] = []
    /// The offset of the next event.
    var offset: Int64 = 0

    init(_ model: ScoringModel) {
        table = AccountTable(model: model)
    }

    @discardableResult
    mutating func append(_ event: Event) -> FoldOutcome {
        events.append(event)
        defer { offset += 1 }
        return table.fold(event, offset: offset)
    }

    @discardableResult
    mutating func signal(
        _ kind: String,
        id: String? = nil,
        age: Int64 = 0,
        person: String? = nil,
        _ attributes: [Attribute] = []
    ) -> FoldOutcome {
        let signal = Signal(kind: kind, attributes: attributes, person: person)
        return append(event(.signal(signal), id: id, time: now - age))
    }

    @discardableResult
    mutating func retract(_ id: String) -> FoldOutcome {
        append(event(.retract(Retraction(source: "test", id: id)), time: now))
    }

    @discardableResult
    mutating func profile(_ change: ProfileChange, age: Int64 = 0) -> FoldOutcome {
        append(event(.account(change), time: now - age))
    }

    @discardableResult
    mutating func other(_ payload: Payload, age: Int64 = 0) -> FoldOutcome {
        append(event(payload, time: now - age))
    }

    func score(age: Int64 = 0) -> AccountScore {
        table.score(at: 0, asOf: Timestamp(milliseconds: now - age))
    }

    var state: AccountState { table.state(at: 0) }

    private func event(_ payload: Payload, id: String? = nil, time: Int64) -> Event {
        Event(
            id: id ?? "e\(offset)",
            source: "test",
            account: acme,
            time: Timestamp(milliseconds: time),
            recordedTime: Timestamp(milliseconds: now),
            payload: payload
        )
    }
}

/// A $42M round, or one of another size.
func round(_ name: String = "series_b", amount: Double = 42_000_000) -> [Attribute] {
    [Attribute("round", .string(name)), Attribute("amount_usd", .number(amount))]
}

/// Whether two numbers agree to nine decimals of their size.
func agree(_ left: Double, _ right: Double, tolerance: Double = 1e-9) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}
