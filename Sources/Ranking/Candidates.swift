// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// The selection of the best accounts of one journal partition for every list.
public enum Candidates {
    /// The best `2 · size` accounts of every list that has any, in the order of the lists' names.
    ///
    /// One pass over the accounts: each is scored once, and a list keeps no more than it needs. Names, intents and
    /// reasons are only worked out for the accounts that are left.
    ///
    /// - Parameters:
    ///   - table: the accounts.
    ///   - queues: the model's queues.
    ///   - time: the instant of the scores.
    /// - Returns: the lists that hold at least one account.
    public static func select(from table: AccountTable, queues: [Queue], asOf time: Timestamp) -> [RankedList]
    {
        let instant = ScoringInstant(time, model: table.model)
        var selections = queues.map(QueueSelection.init)
        var score = AccountScore()
        for index in 0..<table.count {
            table.score(at: index, asOf: instant, into: &score)
            guard let latest = score.latestSignal else { continue }
            let contender = Contender(
                standing: Standing(
                    urgency: score.urgency,
                    latestSignal: latest,
                    account: table.accountID(at: index)
                ),
                index: index
            )
            for place in selections.indices {
                selections[place].offer(contender, score: score, from: table, asOf: time)
            }
        }

        var details: [Int: Candidate] = [:]
        let lists = selections.flatMap(\.lists).sorted { $0.name < $1.name }
        return lists.map { list in
            RankedList(
                name: list.name,
                candidates: list.contenders.map { contender in
                    if let known = details[contender.index] { return known }
                    let candidate = Candidate(contender, in: table, asOf: instant)
                    details[contender.index] = candidate
                    return candidate
                }
            )
        }
    }
}

/// An account that may enter a list.
struct Contender: Comparable {
    let standing: Standing
    /// The account's index in the table.
    let index: Int

    static func < (left: Contender, right: Contender) -> Bool {
        left.standing < right.standing
    }
}

/// The best accounts of one queue's lists so far.
private struct QueueSelection {
    let queue: Queue
    /// Where a list's name stands in `names` and `best`.
    private var places: [ListName: Int] = [:]
    private var names: [ListName] = []
    private var best: [FirstElements<Contender>] = []

    init(_ queue: Queue) {
        self.queue = queue
        if queue.partitionBy == nil { _ = place(of: ListName(queue: queue.name)) }
    }

    var lists: [(name: ListName, contenders: [Contender])] {
        zip(names, best).map { (name: $0, contenders: $1.sorted()) }.filter { !$0.contenders.isEmpty }
    }

    mutating func offer(
        _ contender: Contender,
        score: AccountScore,
        from table: AccountTable,
        asOf time: Timestamp
    ) {
        // With one list, most accounts are too far back whatever the conditions say.
        if queue.partitionBy == nil, let last = best[0].barrier, !(contender < last) { return }
        guard queue.admits(contender.index, in: table, score: score, asOf: time) else { return }
        guard queue.partitionBy != nil else {
            best[0].insert(contender)
            return
        }
        let name = ListName(of: queue, for: table.profile(at: contender.index))
        best[place(of: name)].insert(contender)
    }

    private mutating func place(of name: ListName) -> Int {
        if let place = places[name] { return place }
        let place = names.count
        places[name] = place
        names.append(name)
        best.append(FirstElements(capacity: queue.candidateCount))
        return place
    }
}

extension Queue {
    /// How many accounts of a list are looked at before hysteresis chooses: twice the size.
    var candidateCount: Int {
        let (count, overflows) = size.multipliedReportingOverflow(by: 2)
        return overflows ? Int.max : max(count, 0)
    }
}

extension Candidate {
    /// How many bytes of a name are kept.
    private static let nameLimit = 128

    /// All that is told of `contender`.
    fileprivate init(_ contender: Contender, in table: AccountTable, asOf instant: ScoringInstant) {
        var score = AccountScore()
        table.score(at: contender.index, asOf: instant, into: &score)
        var name: String?
        if case .string(let text) = table.profile(at: contender.index)[field: "name"], !text.isEmpty {
            name = CutText.prefix(of: text, bytes: Self.nameLimit)
        }
        self.init(
            account: contender.standing.account,
            name: name,
            urgency: score.urgency,
            fit: Published.hundredths(score.fit),
            heat: Published.hundredths(score.heat),
            grade: score.grade,
            intent: Self.intent(score.intent, kinds: table.model.kinds),
            persons: score.persons,
            latestSignal: contender.standing.latestSignal,
            reasons: table.reasons(at: contender.index, asOf: instant).map { reason in
                Reason(
                    kind: reason.kind,
                    time: reason.time,
                    points: Published.hundredths(reason.points),
                    id: reason.id,
                    detail: reason.detail
                )
            }
        )
    }

    private static func intent(_ points: [Double], kinds: [SignalKind]) -> [KindPoints] {
        let intent = zip(kinds, points).map { KindPoints(kind: $0.name, points: Published.hundredths($1)) }
        return intent.filter { $0.points != 0 }.sorted { left, right in
            if left.points != right.points { return left.points > right.points }
            return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8)
        }
    }
}
