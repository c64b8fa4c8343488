// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

/// What is told of the accounts in lists, kept from tick to tick: without an event only numbers change, and those seldom.
struct CandidateCards: Sendable {
    /// What is known of an account.
    fileprivate struct Card: Sendable {
        var candidate: Candidate
        let leading: LeadingSignals
        /// Which of the leading signals the reasons are; nil where they were found among all signals.
        var reasons: [Int]?
        /// The hundredths of the points of each kind.
        var points: [Int]
    }

    /// How many bytes of a name are kept.
    fileprivate static let nameLimit = 128

    private var cards: [Int: Card] = [:]
    private var score = AccountScore()
    private var reasons: [RankedSignal] = []

    /// An event of the account at `index` has come.
    mutating func remove(_ index: Int) {
        cards[index] = nil
    }

    /// Brings the cards of accounts, of which `urgencies` are, to `instant`.
    mutating func update(
        _ accounts: ArraySlice<Int32>,
        _ urgencies: Urgencies,
        in table: AccountTable,
        asOf instant: ScoringInstant
    ) {
        for (place, account) in accounts.enumerated() {
            let index = Int(account)
            table.score(at: index, place, of: urgencies, asOf: instant, into: &score)
            if let known = cards.index(forKey: index) {
                cards.values[known].update(index, score, in: table, asOf: instant, &reasons)
            } else {
                cards[index] = Card(index, score, in: table, asOf: instant, &reasons)
            }
        }
    }

    /// The cards of others than `members`, which are in order, go once there are as many of them.
    mutating func keepOnly(_ members: [Int32]) {
        guard cards.count > 2 * members.count else { return }
        let kept = Set(members)
        cards = cards.filter { kept.contains(Int32(truncatingIfNeeded: $0.key)) }
    }

    /// All that is told of the account at `index`, whose card is up to date.
    func candidate(of index: Int) -> Candidate? {
        cards[index]?.candidate
    }
}

extension CandidateCards.Card {
    /// The card of the account at `index`; `ranked` is room for its reasons.
    init(
        _ index: Int,
        _ score: AccountScore,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        leading = table.leadingSignals(at: index)
        points = score.intent.map(Published.hundredths)
        var name: String?
        if case .string(let text) = table.profile(at: index)[field: "name"], !text.isEmpty {
            name = CutText.prefix(of: text, bytes: CandidateCards.nameLimit)
        }
        candidate = Candidate(
            account: table.accountID(at: index),
            name: name,
            urgency: score.urgency,
            fit: Published.hundredths(score.fit),
            heat: Published.hundredths(score.heat),
            grade: score.grade,
            intent: Self.intent(points, kinds: table.model.kinds),
            persons: score.persons,
            latestSignal: score.latestSignal ?? instant.time,
            reasons: []
        )
        updateReasons(index, score, in: table, asOf: instant, &ranked)
    }

    /// Brings what changes with time to `instant`.
    mutating func update(
        _ index: Int,
        _ score: AccountScore,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        candidate.urgency = score.urgency
        candidate.heat = Published.hundredths(score.heat)
        candidate.grade = score.grade
        candidate.persons = score.persons
        var haveMoved = false
        for (kind, points) in score.intent.enumerated()
        where Published.hundredths(points) != self.points[kind] {
            self.points[kind] = Published.hundredths(points)
            haveMoved = true
        }
        if haveMoved { candidate.intent = Self.intent(points, kinds: table.model.kinds) }
        updateReasons(index, score, in: table, asOf: instant, &ranked)
    }

    private mutating func updateReasons(
        _ index: Int,
        _ score: AccountScore,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        guard table.rank(leading, at: index, score: score, asOf: instant, into: &ranked) else {
            candidate.reasons = table.reasons(at: index, asOf: instant).map(Candidate.Reason.init(_:))
            reasons = nil
            return
        }
        guard let reasons, reasons.elementsEqual(ranked.lazy.map(\.place)) else {
            candidate.reasons = ranked.map {
                Candidate.Reason(table.reason(leading, at: $0.place, points: $0.points))
            }
            reasons = ranked.map(\.place)
            return
        }
        for place in ranked.indices {
            let points = Published.hundredths(ranked[place].points)
            if candidate.reasons[place].points != points { candidate.reasons[place].points = points }
        }
    }

    private static func intent(_ points: [Int], kinds: [SignalKind]) -> [Candidate.KindPoints] {
        let intent = zip(kinds, points).map { Candidate.KindPoints(kind: $0.name, points: $1) }
        return intent.filter { $0.points != 0 }.sorted { left, right in
            if left.points != right.points { return left.points > right.points }
            return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8)
        }
    }
}

extension Candidate.Reason {
    fileprivate init(_ reason: Reason) {
        self.init(
            kind: reason.kind,
            time: reason.time,
            points: Published.hundredths(reason.points),
            id: reason.id,
            detail: reason.detail
        )
    }
}
