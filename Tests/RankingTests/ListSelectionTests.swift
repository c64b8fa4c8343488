// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

/// What is kept from tick to tick gives the lists that scoring every account by itself at each tick gives.
@Suite struct ListSelectionTests {
    private static let day = AccountTableFixture.day
    /// How long ago events happened; some are yet to come.
    private static let ages: [Int64] = [0, 0, 1, 60_000, day, -60_000, -day]
    /// From tick to tick; now and then back.
    private static let steps: [Int64] = [
        0, 1, 1000, 1000, 60_000, 3_600_000, day, 40 * day, -1, -90_000,
    ]
    private static let queues = [
        Queue(name: "all", size: 2),
        Queue(name: "owned", size: 1, minimumUrgency: 50, partitionBy: "owner"),
        Queue(name: "roomy", size: 50),
        Queue(
            name: "picky",
            conditions: [
                Condition(field: "stage", test: .isIn([.string("prospect"), .string("trial")])),
                Condition(field: "signal_kinds", test: .hasAny(["funding"])),
                Condition(field: "grade", test: .isIn([.string("A1"), .string("A2"), .string("A3")])),
            ],
            size: 3,
            minimumUrgency: 100,
            require: .init(signals: 1, persons: 1, reachableContacts: 2),
            suppress: .init(stages: ["customer"], flags: ["paused"]),
            partitionBy: "stage"
        ),
        Queue(name: "committees", size: 2, require: .init(signals: 2, persons: 2)),
    ]

    /// Kinds that decay fast and slowly, one that dampens, and a threshold that is reached now and then.
    private static let model: ScoringModel = {
        var model = AccountTableFixture.model
        model.kinds = [
            SignalKind(name: "engagement", weight: 4, halfLife: 3_600_000, cap: 25),
            model.kinds.first { $0.name == "funding" },
            SignalKind(name: "layoffs", weight: -20, halfLife: 2 * day, cap: 50),
            SignalKind(name: "visit", weight: 3, halfLife: 60_000, cap: 12),
        ].compactMap { $0 }
        model.committee = Committee(bonus: 0.2, window: 2 * day, limit: 3)
        model.idealCustomer.criteria = [
            .init(field: "stage", test: .isIn([.string("prospect"), .string("trial")]), unknown: 0.7)
        ]
        return model
    }()

    private func change(_ generator: inout SeededGenerator) -> Payload {
        func pick<Choice>(_ choices: [Choice]) -> Choice {
            choices[Int.random(in: 0..<choices.count, using: &generator)]
        }
        switch Int.random(in: 0..<30, using: &generator) {
        case 0: return .erase
        case 1: return .superseded(by: account("other.com"))
        case 2...3:
            let until = pick([nil, moment(nine + 5), moment(nine + 2 * Self.day)])
            return .disposition(Disposition(action: .snoozed, until: until, queue: pick([nil, "all"])))
        case 4...9:
            let field = pick([
                ("owner", AttributeValue.string(pick(["maria", "joão", ""]))),
                ("stage", .string(pick(["prospect", "customer", "trial"]))),
                ("reachable_contacts", .number(pick([0, 1, 2, 9]))),
                ("flags", .strings(pick([[], ["paused"], ["competitor"]]))),
                ("name", .string(pick(["Acme", "Other"]))),
            ])
            return .account(ProfileChange(set: [.init(field: field.0, value: field.1)]))
        case 10...11:
            return .retract(Retraction(source: "test", id: "e\(Int.random(in: 0..<400, using: &generator))"))
        default:
            return .signal(
                Signal(
                    kind: pick(["funding", "engagement", "engagement", "visit", "layoffs"]),
                    attributes: [Attribute("amount_usd", .number(pick([200_000, 50_000_000])))],
                    person: pick([nil, "p1", "p2", "p3"])
                )
            )
        }
    }

    @Test(arguments: 0..<60)
    func `lists from tick to tick are those from scoring every account`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var fixture = AccountTableFixture(Self.model)
        var selection = ListSelection(queues: Self.queues)
        var time = nine
        for tick in 0..<40 {
            let changes = [0, 3, 40].randomElement(using: &generator) ?? 0
            for _ in 0..<Int.random(in: 0...changes, using: &generator) {
                let domain = "a\(Int.random(in: 0..<30, using: &generator)).com"
                let age = Self.ages.randomElement(using: &generator) ?? 0
                let payload = change(&generator)
                fixture.fold(domain, at: time - age, payload)
                guard let index = fixture.table.index(of: account(domain)) else { continue }
                switch payload {
                case .account, .superseded, .erase: selection.noteChange(of: index)
                default: selection.touch(index)
                }
            }
            for index in 0..<fixture.table.count where Int.random(in: 0..<9, using: &generator) == 0 {
                fixture.rest(index)
            }
            time += Self.steps.randomElement(using: &generator) ?? 0
            let lists = selection.select(from: fixture.table, asOf: moment(time))
            #expect(lists == Self.lists(fixture.table, at: time), "seed \(seed), tick \(tick)")
        }
    }

    @Test(arguments: 0..<60)
    func `nothing that is told of an account changes before its next change`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var fixture = AccountTableFixture(Self.model)
        for _ in 0..<60 {
            let domain = "a\(Int.random(in: 0..<12, using: &generator)).com"
            let age = Self.ages.randomElement(using: &generator) ?? 0
            fixture.fold(domain, at: nine - age, change(&generator))
        }
        let table = fixture.table
        let time = nine + (Self.steps.filter { $0 >= 0 }.randomElement(using: &generator) ?? 0)
        let instant = ScoringInstant(moment(time), model: table.model)
        for index in 0..<table.count {
            let score = table.score(at: index, asOf: moment(time))
            var leading = table.leadingSignals(at: index)
            table.tell(&leading, at: index)
            var ranked: [RankedSignal] = []
            guard table.rank(leading, at: index, score: score, asOf: instant, into: &ranked) else { continue }
            let next = table.nextChange(
                at: index,
                score: score,
                leading: leading,
                reasons: ranked,
                asOf: instant
            ).milliseconds
            guard next > time else { continue }
            let told = Self.told(index, table, time)
            for later in [next - 1] + (0..<4).map({ _ in Int64.random(in: time..<next, using: &generator) }) {
                #expect(Self.told(index, table, later) == told, "seed \(seed), account \(index), \(later)")
            }
        }
    }

    /// All that is told of an account, and the queues that admit it.
    private static func told(_ index: Int, _ table: AccountTable, _ time: Int64) -> [AnyHashable] {
        let score = table.score(at: index, asOf: moment(time))
        let admitting = queues.filter {
            $0.ineligibilities(of: index, in: table, score: score, asOf: moment(time)).isEmpty
        }
        return [AnyHashable(candidate(index, score, table, time)), AnyHashable(admitting.map(\.name))]
    }

    /// The lists by their definition, one account after the other.
    private static func lists(_ table: AccountTable, at time: Int64) -> [RankedList] {
        var lists: [ListName: [Candidate]] = [:]
        for queue in queues {
            for index in 0..<table.count {
                let score = table.score(at: index, asOf: moment(time))
                guard queue.ineligibilities(of: index, in: table, score: score, asOf: moment(time)).isEmpty,
                    let candidate = candidate(index, score, table, time)
                else { continue }
                lists[ListName(of: queue, for: table.profile(at: index)), default: []].append(candidate)
            }
        }
        return lists.map { name, candidates in
            let size = queues.first { $0.name == name.queue }?.size ?? 0
            return RankedList(
                name: name,
                candidates: Array(candidates.sorted { $0.standing < $1.standing }.prefix(2 * size))
            )
        }.sorted { $0.name < $1.name }
    }

    private static func candidate(_ index: Int, _ score: AccountScore, _ table: AccountTable, _ time: Int64)
        -> Candidate?
    {
        guard let latest = score.latestSignal else { return nil }
        var name: String?
        if case .string(let text) = table.profile(at: index)[field: "name"] { name = text }
        let points = zip(table.model.kinds, score.intent).map {
            Candidate.KindPoints(kind: $0.name, points: Published.hundredths($1))
        }
        return Candidate(
            account: table.accountID(at: index),
            name: name,
            urgency: score.urgency,
            fit: Published.hundredths(score.fit),
            heat: Published.hundredths(score.heat),
            grade: score.grade,
            intent: points.filter { $0.points != 0 }.sorted { ($1.points, $0.kind) < ($0.points, $1.kind) },
            persons: score.persons,
            latestSignal: latest,
            reasons: table.reasons(at: index, asOf: moment(time)).map { reason in
                Candidate.Reason(
                    kind: reason.kind,
                    time: reason.time,
                    points: Published.hundredths(reason.points),
                    id: reason.id,
                    detail: reason.detail
                )
            }
        )
    }

    @Test
    func `of accounts that tie the smaller id goes first, and an account past the last place stays out`() {
        var fixture = AccountTableFixture()
        let queue = Queue(name: "all", size: 1)
        var selection = ListSelection(queues: [queue])
        for domain in ["c.com", "b.com", "a.com"] { fixture.signal(domain, "engagement") }
        #expect(
            selection.select(from: fixture.table, asOf: moment(nine)).first?.candidates.map(\.account.domain)
                == ["a.com", "b.com"]
        )
        fixture.signal("d.com", "funding", amount: 50_000_000)
        fixture.signal("e.com", "engagement", at: nine - 9 * AccountTableFixture.day)
        #expect(
            selection.select(from: fixture.table, asOf: moment(nine + 1)).first?.candidates.map(
                \.account.domain
            )
                == ["d.com", "a.com"]
        )
    }
}
