// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// A table that is filled event by event, at offsets from 0.
struct AccountTableFixture {
    static let day: Int64 = 86_400_000
    private(set) var table: AccountTable
    private var offset: Int64 = 0

    init(_ model: ScoringModel = AccountTableFixture.model) {
        table = AccountTable(model: model)
    }

    /// Two kinds; without criteria the fit is 1.
    static let model = ScoringModel(
        kinds: [
            SignalKind(
                name: "funding",
                weight: 40,
                halfLife: 45 * day,
                cap: 60,
                curve: SignalKind.Curve(
                    field: "amount_usd",
                    scale: .log,
                    low: 100_000,
                    high: 100_000_000,
                    floor: 0.3
                )
            ),
            SignalKind(name: "engagement", weight: 4, halfLife: 7 * day, cap: 25),
        ],
        idealCustomer: IdealCustomerProfile(
            disqualify: [Condition(field: "flags", test: .hasAny(["competitor"]))]
        )
    )

    mutating func fold(_ domain: String, at time: Int64 = nine, _ payload: Payload) {
        let event = Event(
            id: "e\(offset)",
            source: "test",
            account: account(domain),
            time: moment(time),
            recordedTime: moment(time),
            payload: payload
        )
        _ = table.fold(event, offset: offset)
        offset += 1
    }

    /// Lets an account rest in its record.
    mutating func rest(_ index: Int) {
        if let record = table.record(at: index) { table.rest(index, in: record) }
    }

    mutating func signal(
        _ domain: String,
        _ kind: String,
        at time: Int64 = nine,
        amount: Double? = nil,
        person: String? = nil
    ) {
        let attributes = amount.map { [Attribute("amount_usd", .number($0))] } ?? []
        fold(domain, at: time, .signal(Signal(kind: kind, attributes: attributes, person: person)))
    }

    mutating func profile(_ domain: String, at time: Int64 = nine, _ fields: [(String, AttributeValue)]) {
        let set = fields.map { ProfileChange.Assignment(field: $0.0, value: $0.1) }
        fold(domain, at: time, .account(ProfileChange(set: set)))
    }
}
