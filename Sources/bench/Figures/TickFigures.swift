// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ranking
internal import Scoring
internal import Workload

/// What a tick costs one core: many accounts, twenty queues of 200, and every hundredth account with a new signal.
struct TickFigures {
    let accounts: Int
    let runs: Int

    private static let kinds = ["engagement", "funding", "job_post", "layoffs", "tech_change"]
    private static let industries = ["software", "fintech", "saas", "internet", "retail", "energy", "health"]
    private static let regions = ["emea", "amer", "apac"]
    private static let day = Timestamp.millisecondsPerDay
    /// 2026-01-01T00:00:00Z.
    private static let start: Int64 = 1_767_225_600_000

    /// All figures, each in milliseconds of one core.
    func measure(_ model: Model, _ tell: (String) -> Void) -> [Figure] {
        let model = Self.ticking(model)
        var random = SeededNumbers(seed: 1)
        var offset: Int64 = 0
        tell("makes a table of \(accounts) accounts")
        var table = table(model.scoring, &random, &offset)
        var selection = ListSelection(queues: model.queues)
        var sent = SentLists(partition: 0)
        var now = Self.start
        var lists: [RankedList] = []

        func tick() -> Timing {
            Timing.of { lists = selection.select(from: table, asOf: Timestamp(milliseconds: now)) }
        }
        func send() -> Timing {
            var plan: SentLists.Plan?
            let timing = Timing.of {
                plan = sent.plan(
                    lists,
                    model: model,
                    asOf: Timestamp(milliseconds: now),
                    foldOffset: offset,
                    // A refresh sends everything, and comes once a minute.
                    policy: PublishPolicy(refreshInterval: 0)
                )
            }
            if let plan { sent = plan.committed }
            return timing
        }

        let first = tick()
        var sweeps: [Timing] = []
        for run in 1...runs {
            tell("sweep \(run) of \(runs)")
            // As of an earlier instant nothing is known of any account.
            now -= 1
            sweeps.append(tick())
        }
        _ = send()
        var ticks: [Timing] = []
        var sends: [Timing] = []
        var idle: [Timing] = []
        for run in 1...runs {
            tell("tick \(run) of \(runs)")
            for _ in 0..<accounts / 100 {
                let outcome = table.fold(
                    signal(random.below(accounts), at: now, &random, offset),
                    offset: offset
                )
                if let index = outcome.account { selection.touch(index) }
                offset += 1
            }
            now += 1000
            ticks.append(tick())
            sends.append(send())
            now += 1000
            idle.append(tick())
        }
        tell("\(lists.count) lists of \(lists.reduce(0) { $0 + $1.candidates.count }) candidates")
        return [
            figure("first tick", [first]),
            figure("tick with a full sweep", sweeps, limit: 20),
            figure("tick, 1 % of accounts touched", ticks, limit: 10),
            figure("tick, nothing touched", idle),
            figure("its records", sends),
        ]
    }

    private func figure(_ name: String, _ timings: [Timing], limit: Double? = nil) -> Figure {
        let values = timings.map(\.processor).sorted()
        return Figure(
            name: name,
            value: values[values.count / 2] * 1e3,
            unit: "ms",
            goal: limit.map { Figure.Goal(isUpperLimit: true, value: $0) }
        )
    }

    /// The model with five kinds and twenty queues, three of them partitioned.
    private static func ticking(_ model: Model) -> Model {
        var scoring = model.scoring
        scoring.kinds = scoring.kinds.filter { kinds.contains($0.name) }
        let queues = (0..<20).map { number in
            let industry = industries[number % industries.count]
            return Queue(
                name: "queue-\(number)",
                conditions: number < 13
                    ? [Condition(field: "industry", test: .isIn([.string(industry)]))] : [],
                size: 200,
                minimumUrgency: 2000,
                require: .init(signals: number % 3),
                partitionBy: number >= 17 ? "region" : nil,
                hysteresis: 0.05
            )
        }
        return Model(
            digest: model.digest,
            foldFingerprint: model.foldFingerprint,
            scoring: scoring,
            queues: queues
        )
    }

    private func table(
        _ model: ScoringModel,
        _ random: inout SeededNumbers,
        _ offset: inout Int64
    ) -> AccountTable {
        var table = AccountTable(model: model)
        table.reserve(accounts)
        for number in 0..<accounts {
            if random.isOneIn(2) {
                table.fold(profile(of: number, &random, offset), offset: offset)
                offset += 1
            }
            for _ in 0..<1 + random.below(4) - (random.isOneIn(5) ? 1 : 0) {
                let age = Int64(random.below(90)) * Self.day
                table.fold(signal(number, at: Self.start - age, &random, offset), offset: offset)
                offset += 1
            }
        }
        return table
    }

    private func profile(of number: Int, _ random: inout SeededNumbers, _ offset: Int64) -> Event {
        let set: [(String, AttributeValue)] = [
            ("industry", .string(Self.industries[random.below(Self.industries.count)])),
            ("employees", .number(Double(20 + random.below(8000)))),
            ("region", .string(Self.regions[random.below(Self.regions.count)])),
        ]
        let change = ProfileChange(set: set.map { ProfileChange.Assignment(field: $0.0, value: $0.1) })
        return event(number, at: Self.start, .account(change), offset)
    }

    private func signal(
        _ number: Int,
        at time: Int64,
        _ random: inout SeededNumbers,
        _ offset: Int64
    ) -> Event {
        let kind = Self.kinds[random.isOneIn(50) ? 3 : [0, 1, 2, 4][random.below(4)]]
        let signal = Signal(
            kind: kind,
            attributes: [Attribute("amount_usd", .number(Double(100_000 * (1 + random.below(900)))))],
            person: kind == "engagement" ? "person-\(random.below(40))" : nil
        )
        return event(number, at: time - Int64(random.below(3_600_000)), .signal(signal), offset)
    }

    private func event(_ number: Int, at time: Int64, _ payload: Payload, _ offset: Int64) -> Event {
        Event(
            id: "event-\(offset)",
            source: "bench",
            account: AccountID(domain: "account-\(number).com"),
            time: Timestamp(milliseconds: time),
            recordedTime: Timestamp(milliseconds: time),
            payload: payload
        )
    }
}
