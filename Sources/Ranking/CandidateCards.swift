// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

/// What is told of the accounts in lists, kept from tick to tick: without an event only numbers change, and those seldom.
struct CandidateCards: Sendable {
    /// What is known of an account.
    struct Card: Sendable {
        /// The account's index in the table.
        let index: Int32
        private(set) var candidate: Candidate
        /// The score, but for the points of each kind.
        private(set) var score: AccountScore
        /// What the urgency does not exceed later.
        private(set) var bound: UInt16
        /// Until when nothing of it changes without an event.
        fileprivate(set) var nextChange: Timestamp
        /// In how many lists it stands.
        fileprivate(set) var lists = 0
        /// Whether an event has come for the account.
        fileprivate var isOutdated = false
        private var leading: LeadingSignals
        /// Which of the leading signals the reasons are; nil where they were found among all signals.
        private var reasons: [Int]?
        /// The hundredths of the points of each kind.
        private var points: [Int]
    }

    /// How many bytes of a name are kept.
    fileprivate static let nameLimit = 128

    private var cards: [Card] = []
    /// Where the card of each account is in `cards`, by the account's index.
    private var places: [Int32: Int] = [:]
    private var score = AccountScore()
    private var reasons: [RankedSignal] = []
    private var writer = WireWriter()
    /// Accounts that have left their last list since `takeUnlisted`, some to enter another.
    private var left: [Int32] = []

    /// An event of the account at `index` has come.
    mutating func outdate(_ index: Int32) {
        if let place = places[index] { cards[place].isOutdated = true }
    }

    /// The instant is before that of the last tick: all numbers may be others.
    mutating func forget() {
        for place in cards.indices { cards[place].nextChange = .earliest }
    }

    /// The cards that still hold at `time`.
    func current(asOf time: Timestamp) -> some Sequence<Card> {
        cards.lazy.filter { $0.nextChange > time && !$0.isOutdated }
    }

    /// Brings the cards of those of `accounts`, each of which stands in its place of `urgencies`, to `instant`.
    mutating func update(
        _ accounts: ArraySlice<Int32>,
        _ urgencies: Urgencies,
        in table: AccountTable,
        asOf instant: ScoringInstant
    ) {
        for (place, account) in accounts.enumerated() {
            let index = Int(account)
            table.score(at: index, place, of: urgencies, asOf: instant, into: &score)
            let bound = urgencies.bounds[place]
            if let known = places[account], !cards[known].isOutdated {
                cards[known].update(score, bound, in: table, asOf: instant, &reasons)
                cards[known].keepEncoding(&writer)
            } else {
                var card = Card(account, score, bound, in: table, asOf: instant, &reasons)
                card.keepEncoding(&writer)
                if let known = places[account] {
                    card.lists = cards[known].lists
                    cards[known] = card
                } else {
                    places[account] = cards.count
                    cards.append(card)
                }
            }
        }
    }

    /// Whether the card of the account at `index` holds at `time`.
    func isCurrent(_ index: Int32, asOf time: Timestamp) -> Bool {
        guard let place = places[index] else { return false }
        return cards[place].nextChange > time && !cards[place].isOutdated
    }

    /// Where the card of the account at `index` is until there are others; nil if it has none.
    func place(of index: Int32) -> Int? { places[index] }

    /// The card at `place`.
    subscript(place: Int) -> Card { cards[place] }

    /// The account whose card is at `place`, and is up to date, stands in one more list.
    mutating func enter(_ place: Int) {
        cards[place].lists += 1
    }

    /// The account at `index` stands in one list less.
    mutating func leave(_ index: Int32) {
        guard let place = places[index] else { return }
        cards[place].lists -= 1
        if cards[place].lists == 0 { left.append(index) }
    }

    /// Takes out the accounts that stand in no list any more; answers the bounds of those whose cards hold at `time`.
    mutating func takeUnlisted(asOf time: Timestamp) -> [(index: Int32, bound: UInt16)] {
        defer { left.removeAll(keepingCapacity: true) }
        return left.compactMap { index in
            // Some have entered another list since.
            guard let place = places[index], cards[place].lists == 0 else { return nil }
            let bound = isCurrent(index, asOf: time) ? cards[place].bound : nil
            // The last one takes its place.
            places[cards[cards.count - 1].index] = place
            places[index] = nil
            cards.swapAt(place, cards.count - 1)
            cards.removeLast()
            return bound.map { (index, $0) }
        }
    }

    /// The accounts that have cards.
    var accounts: some Sequence<Int32> { cards.lazy.map(\.index) }
}

extension CandidateCards.Card {
    /// The card of the account at `index`; `ranked` is room for its reasons.
    fileprivate init(
        _ account: Int32,
        _ score: AccountScore,
        _ bound: UInt16,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        let index = Int(account)
        self.index = account
        self.score = score
        self.bound = bound
        nextChange = instant.time
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
        finish(score, in: table, asOf: instant, &ranked)
    }

    /// Brings what changes with time to `instant`.
    fileprivate mutating func update(
        _ score: AccountScore,
        _ bound: UInt16,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        self.bound = bound
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
        finish(score, in: table, asOf: instant, &ranked)
    }

    /// Has what is sent of the candidate written once for all lists and ticks until it changes.
    fileprivate mutating func keepEncoding(_ writer: inout WireWriter) {
        candidate.keepEncoding(&writer)
    }

    /// Puts in the reasons, and until when everything holds.
    private mutating func finish(
        _ score: AccountScore,
        in table: AccountTable,
        asOf instant: ScoringInstant,
        _ ranked: inout [RankedSignal]
    ) {
        let index = Int(index)
        self.score = score
        // The candidate has them; this memory is the caller's, to be used again.
        self.score.intent = []
        var isRanked = table.rank(leading, at: index, score: score, asOf: instant, into: &ranked)
        if !isRanked, !leading.areTold {
            table.tell(&leading, at: index)
            isRanked = table.rank(leading, at: index, score: score, asOf: instant, into: &ranked)
        }
        guard isRanked else {
            candidate.reasons = table.reasons(at: index, asOf: instant).map(Candidate.Reason.init(_:))
            reasons = nil
            nextChange = instant.time
            return
        }
        nextChange = table.nextChange(
            at: index,
            score: score,
            leading: leading,
            reasons: ranked,
            asOf: instant
        )
        guard let reasons, reasons.elementsEqual(ranked.lazy.map(\.place)) else {
            table.tell(&leading, at: index, of: ranked)
            candidate.reasons = ranked.compactMap {
                table.reason(leading, at: $0.place, points: $0.points).map(Candidate.Reason.init(_:))
            }
            reasons = ranked.map(\.place)
            return
        }
        let points = ranked.lazy.map { Published.hundredths($0.points) }
        // Asked before anything is changed: the compiler would make a copy to change in front of a loop that only may.
        guard !points.elementsEqual(candidate.reasons.lazy.map(\.points)) else { return }
        for (place, points) in points.enumerated() { candidate.reasons[place].points = points }
    }

    private static func intent(_ points: [Int], kinds: [SignalKind]) -> [Candidate.KindPoints] {
        var intent: [Candidate.KindPoints] = []
        // By place, since copies of whole kinds cost more than all else here.
        for place in points.indices where points[place] != 0 {
            intent.append(Candidate.KindPoints(kind: kinds[place].name, points: points[place]))
        }
        return intent.sorted { left, right in
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
