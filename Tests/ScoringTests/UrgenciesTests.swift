// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// Scoring many accounts at once gives what scoring them one by one gives, and bounds that hold.
@Suite struct UrgenciesTests {
    /// Accounts with anything that a state can hold, most of them likely.
    private func table(_ model: ScoringModel, seed: UInt64, count: Int) -> AccountTable {
        var random = RandomState(seed: seed)
        var table = AccountTable(model: model)
        for number in 0..<count {
            var state = random.next()
            state.account = AccountID(domain: "a\(number).com")
            let isUnlikely = random.number(0...9) == 0
            state.accumulators = model.kinds.map { kind in
                guard random.number(0...2) > 0 else { return Accumulator() }
                let sums =
                    isUnlikely
                    ? [
                        0, .leastNonzeroMagnitude, 1e-300, 1e300, .greatestFiniteMagnitude,
                        kind.cap / kind.weight,
                    ]
                    : [0.3, 1, 2, Double(random.number(1...4000)) / 97]
                let recent = (now - Int64(random.number(-30...300)) * day) / kind.halfLife
                let extremes: [Int64] = [recent - 999, recent + 1001, 0, -1 << 39 + 1, 1 << 39 - 1]
                let landmarks = isUnlikely ? extremes : [recent]
                return Accumulator(
                    sum: abs(random.pick(sums)),
                    landmark: random.pick(landmarks),
                    counted: random.number(1...9)
                )
            }
            // Few, or more than the model's limit, as after a change of it.
            state.memory.committee = (0..<random.pick([0, 1, 2, 3, 9])).map { person in
                let age = Int64(random.number(-9...60)) * day
                return CommitteeMember(person: UInt64(person), lastSeen: Timestamp(milliseconds: now - age))
            }
            table.restore(state)
        }
        return table
    }

    private func urgencies(
        of accounts: [Int32],
        in table: AccountTable,
        at time: Int64,
        _ width: VectorWidth
    ) -> (values: [Int], bounds: [Int]) {
        var urgencies = Urgencies()
        let instant = ScoringInstant(Timestamp(milliseconds: time), model: table.model)
        table.score(accounts.span, asOf: instant, into: &urgencies, width: width)
        return (
            urgencies.values.prefix(accounts.count).map(Int.init),
            urgencies.bounds.prefix(accounts.count).map(Int.init)
        )
    }

    private func bounds(of accounts: [Int32], in table: AccountTable, at time: Int64, _ width: VectorWidth)
        -> [Int]
    {
        var urgencies = Urgencies()
        let instant = ScoringInstant(Timestamp(milliseconds: time), model: table.model)
        table.bound(accounts.span, asOf: instant, into: &urgencies, width: width)
        return urgencies.bounds.prefix(accounts.count).map(Int.init)
    }

    @Test(arguments: VectorWidth.allCases.filter(\.isSupported))
    func `every lane has the bits of the scalar path`(_ width: VectorWidth) {
        for seed in 0..<16 {
            var model = exampleModel()
            if seed % 4 == 1 { model.saturation = 1e-3 }
            if seed % 4 == 2 { model.kinds[0].halfLife = 1000 }
            if seed % 4 == 3 { (model.fitFloor, model.convergence.threshold) = (1, 20) }
            var random = RandomState(seed: UInt64(seed))
            let table = table(model, seed: UInt64(seed), count: 300)
            for time in [now, now - 400 * day, now + 7_654_321, Timestamp.latest.milliseconds] {
                let accounts = (0..<random.number(1...400)).map { _ in Int32(random.number(0...299)) }
                let expected = accounts.map { index in
                    table.score(at: Int(index), asOf: Timestamp(milliseconds: time)).urgency
                }
                let found = urgencies(of: accounts, in: table, at: time, width)
                #expect(found.values == expected, "seed \(seed), time \(time)")
                #expect(zip(found.bounds, expected).allSatisfy { $0 >= $1 }, "seed \(seed), time \(time)")
                let rough = bounds(of: accounts, in: table, at: time, width)
                #expect(
                    zip(rough, found.bounds).allSatisfy { $0 >= $1 || $1 > 10_000 },
                    "seed \(seed), time \(time)"
                )
            }
        }
    }

    @Test(arguments: VectorWidth.allCases.filter(\.isSupported))
    func `no account becomes more urgent than its bound`(_ width: VectorWidth) {
        var bounded = 0
        for seed in 0..<8 {
            let model = exampleModel()
            var random = RandomState(seed: UInt64(seed))
            let table = table(model, seed: UInt64(seed), count: 300)
            let accounts = (0..<300).map { Int32($0) }
            let start = now - Int64(random.number(0...40)) * day
            let bounds = urgencies(of: accounts, in: table, at: start, width).bounds
            bounded += bounds.count { $0 <= 10_000 }
            let rough = self.bounds(of: accounts, in: table, at: start, width)
            var time = start
            for step in 0..<30 {
                time += [1, 1000, 60_000, hour, day][step % 5] * Int64(random.number(1...9))
                let values = urgencies(of: accounts, in: table, at: time, width).values
                for (index, value) in values.enumerated() where value > min(bounds[index], rough[index]) {
                    Issue.record(
                        """
                        seed \(seed), account \(index): \(value) > \(bounds[index]), \(rough[index]) \
                        at \(time - start)
                        """
                    )
                }
            }
        }
        #expect(bounded > 8 * 250)
    }

    @Test func `counts beyond those that are packed are exact, and so are the widest landmarks`() {
        let model = exampleModel()
        var table = AccountTable(model: model)
        let most = 1 << 24 - 1
        for (number, count) in [0, 1, most - 1, most, most + 1, 1 << 40].enumerated() {
            let landmark: Int64 = [0, -62_167_219_200, 253_402_300_799][number % 3]
            let state = AccountState(
                account: AccountID(domain: "a\(number).com"),
                accumulators: model.kinds.map { _ in Accumulator(sum: 2, landmark: landmark, counted: count)
                },
                memory: AccountMemory()
            )
            table.restore(state)
            #expect(table.state(at: number) == state)
            #expect(table.score(at: number, asOf: Timestamp(milliseconds: now)).signals == 5 * count)
        }
        // Emptied again, the excess is forgotten.
        table.forget(AccountID(domain: "a5.com"))
        #expect(table.countedSignals(at: 5, kind: 0) == 0)
    }

    /// Just below the threshold of convergence a rounding error could lift the points over it, which is no decay.
    @Test func `an account just below the threshold of convergence has no bound`() {
        let kind = { SignalKind(name: $0, weight: 1, halfLife: day, cap: 10) }
        let model = ScoringModel(kinds: [kind("a"), kind("b")], convergence: Convergence(threshold: 3))
        var table = AccountTable(model: model)
        // 10 · (1 − e^(−x/10)) = 3 · (1 ∓ 1e-14) for the x of the second accumulator
        let level = 3.566749439387324
        for (domain, share) in [("below.com", 1 - 1e-14), ("far.com", 1 - 1e-6)] {
            var state = AccountState(
                account: AccountID(domain: domain),
                accumulators: [],
                memory: AccountMemory()
            )
            state.accumulators = [5, level * share].map {
                Accumulator(sum: $0, landmark: now / day, counted: 1)
            }
            table.restore(state)
        }
        let found = urgencies(of: [0, 1], in: table, at: now / day * day, .baseline)
        #expect(found.bounds[0] > 10_000)
        #expect(found.bounds[1] <= 10_000)
    }

    /// More than 1000 half-lives before its landmark a level is read as if it were 1000, and so rises again with each
    /// half-life that begins.
    @Test(arguments: VectorWidth.allCases.filter(\.isSupported))
    func `what lies too far in the future to fall is bounded by the cap`(_ width: VectorWidth) {
        let model = ScoringModel(kinds: [SignalKind(name: "a", weight: 1, halfLife: day, cap: 40)])
        var table = AccountTable(model: model)
        table.restore(
            AccountState(
                account: AccountID(domain: "far.com"),
                accumulators: [Accumulator(sum: 1e-300, landmark: now / day + 1010, counted: 1)],
                memory: AccountMemory()
            )
        )
        let late = now / day * day + day - 1
        let rough = bounds(of: [0], in: table, at: late, width)[0]
        let values = [late, late + 1].map { urgencies(of: [0], in: table, at: $0, width).values[0] }
        #expect(values[0] < values[1])
        #expect(values[1] <= rough && rough <= 10_000)
        #expect(urgencies(of: [0], in: table, at: late, width).bounds[0] > 10_000)
    }
}
