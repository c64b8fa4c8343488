// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CScoring
internal import Events

/// The urgencies of several accounts, and how high they can be later.
///
/// What decays makes no account more urgent: without an event of the account (or a change of the model) its urgency at
/// a later instant is at most the bound. So whoever looks for the most urgent accounts again and again need not score
/// those that are bounded below what they look for.
public struct Urgencies: Sendable {
    /// The most accounts that are scored at once.
    public static let capacity = 1024
    /// How many accounts the kernel scores at once.
    private static let step = 16

    /// u of each account in turn: urgency in hundredths of a point, 0…10 000; not set by `bound`.
    public private(set) var values = [UInt16](repeating: 0, count: capacity)
    /// What u of each account in turn does not exceed at a later instant; far above 10 000 if that is not known.
    public private(set) var bounds = [UInt16](repeating: 0, count: capacity)
    /// H of each account in turn.
    fileprivate var heats = [Double](repeating: 0, count: capacity)
    /// S of each account in turn for the first kind, then for the second, and so on, `count` each.
    fileprivate var points: [Double] = []
    fileprivate var count = 0
    private var numbers = [Int32](repeating: 0, count: capacity)
    /// B of each account in turn, and what it does not exceed later.
    private var committees = [Double](repeating: 1, count: capacity)
    private var committeeBounds = [Double](repeating: 1, count: capacity)
    private var kinds: [cscoring_kind] = []

    /// Urgencies of none.
    public init() {}

    fileprivate mutating func bound(
        _ accounts: Span<Int32>,
        of table: borrowing AccountTable,
        asOf instant: ScoringInstant,
        width: VectorWidth
    ) {
        var formula = take(accounts, table.model, instant)
        // The kernel reads accumulators and summaries at `numbers`, and writes `count` bounds.
        unsafe cscoring_bound(
            width.native,
            &formula,
            kinds,
            kinds.count,
            table.accumulators.packed,
            table.summaries,
            MemoryLayout<AccountTable.Summary>.stride,
            AccountTable.Summary.personsOffset,
            numbers,
            count,
            &bounds
        )
    }

    fileprivate mutating func score(
        _ accounts: Span<Int32>,
        of table: borrowing AccountTable,
        asOf instant: ScoringInstant,
        width: VectorWidth
    ) {
        var formula = take(accounts, table.model, instant)
        let numbers = numbers
        table.prefetchScores(of: numbers.span.extracting(0..<count))
        for place in 0..<count {
            let factors = table.committeeFactors(at: Int(numbers[place]), asOf: instant.time)
            committees[place] = factors.now
            committeeBounds[place] = factors.bound
        }
        if points.count < kinds.count * Self.capacity {
            points = [Double](repeating: 0, count: kinds.count * Self.capacity)
        }
        // The kernel reads accumulators and summaries at `numbers`, and writes `count` results of each sort.
        unsafe cscoring_score(
            width.native,
            &formula,
            kinds,
            kinds.count,
            table.accumulators.packed,
            table.summaries,
            MemoryLayout<AccountTable.Summary>.stride,
            numbers,
            count,
            committees,
            committeeBounds,
            &values,
            &bounds,
            &heats,
            &points
        )
    }

    /// Takes in what is to be scored, and how.
    private mutating func take(
        _ accounts: Span<Int32>,
        _ model: ScoringModel,
        _ instant: ScoringInstant
    ) -> cscoring_formula {
        precondition(accounts.count <= Self.capacity, "So many accounts are not scored at once")
        count = (accounts.count + Self.step - 1) / Self.step * Self.step
        for place in accounts.indices { numbers[place] = accounts[place] }
        // Those beyond the last are any that there are.
        for place in accounts.count..<count { numbers[place] = accounts[0] }
        kinds.removeAll(keepingCapacity: true)
        for (kind, reading) in zip(model.kinds, instant.readings) {
            kinds.append(
                cscoring_kind(
                    weight: kind.weight,
                    cap: kind.cap,
                    // Rounding errors are a few 2^−52 of the cap.
                    slack: kind.cap * 0x1p-40,
                    decay: reading.decay,
                    share: kind.weight * reading.decay / kind.cap,
                    number: reading.number
                )
            )
        }
        return cscoring_formula(
            threshold: model.convergence.threshold,
            bonus: model.convergence.bonus,
            saturation: model.saturation,
            fit_floor: model.fitFloor,
            committee_bonus: model.committee.bonus,
            committee_most: Double(model.committee.limit - 1)
        )
    }
}

extension AccountTable {
    /// Puts the urgencies of `accounts`, at most `Urgencies.capacity` indices, and their bounds into `urgencies`; each
    /// urgency is the same, to the bit, as scoring the account by itself gives.
    ///
    /// `instant` must have been made with this table's model; it serves all accounts.
    public func score(
        _ accounts: Span<Int32>,
        asOf instant: ScoringInstant,
        into urgencies: inout Urgencies,
        width: VectorWidth = .widest
    ) {
        if !accounts.isEmpty { urgencies.score(accounts, of: self, asOf: instant, width: width) }
    }

    /// Puts only bounds of `accounts` into `urgencies`: not as tight, but found in a fraction of the time.
    public func bound(
        _ accounts: Span<Int32>,
        asOf instant: ScoringInstant,
        into urgencies: inout Urgencies,
        width: VectorWidth = .widest
    ) {
        if !accounts.isEmpty { urgencies.bound(accounts, of: self, asOf: instant, width: width) }
    }

    /// Puts the score of the account at `index`, which stands at `place` among those of `urgencies`, into `score`.
    ///
    /// The table and `instant` must be those that `urgencies` are of.
    public func score(
        at index: Int,
        _ place: Int,
        of urgencies: Urgencies,
        asOf instant: ScoringInstant,
        into score: inout AccountScore
    ) {
        score.intent.removeAll(keepingCapacity: true)
        score.signals = 0
        for kind in 0..<instant.readings.count {
            score.intent.append(urgencies.points[kind * urgencies.count + place])
            score.signals += countedSignals(at: index, kind: kind)
        }
        score.urgency = Int(urgencies.values[place])
        score.heat = urgencies.heats[place]
        score.persons = persons(at: index, asOf: instant.time)
        finish(&score, at: index)
    }

    /// B of the account at `index`, and what it does not exceed later: persons seen after `time` count in the bound.
    fileprivate func committeeFactors(at index: Int, asOf time: Timestamp) -> (now: Double, bound: Double) {
        // Of one person it is 1, which saves looking.
        guard summaries[index].persons > 1 else { return (1, 1) }
        var (persons, mostPersons) = (0, 0)
        for member in accounts[index].memory.committee {
            if isWithinWindow(member, asOf: time) { persons += 1 }
            if member.lastSeen > time || isWithinWindow(member, asOf: time) { mostPersons += 1 }
        }
        return (model.committee.factor(persons: persons), model.committee.factor(persons: mostPersons))
    }
}
