// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import Scoring

extension PublishedList {
    /// The share of one journal partition in a list.
    public struct Share: Hashable, Sendable {
        /// Where the partition stood.
        public var position: Position
        /// Its best accounts in ranking order, at most twice the queue's size.
        public var candidates: [Candidate]

        /// The `candidates` of the partition at `position`.
        public init(position: Position, candidates: [Candidate]) {
            self.position = position
            self.candidates = candidates
        }
    }

    /// Merges the shares of all journal partitions into the list that is published.
    ///
    /// The best `2 · size` of all, the queue's hysteresis against the members before, cut to `size`. It asks for
    /// nothing else, so that a proof repeats it from the journal.
    ///
    /// - Parameters:
    ///   - shares: one for each journal partition, in order.
    ///   - list: the list's name.
    ///   - queue: the list's queue, as the model has it.
    ///   - model: the digest of the model.
    ///   - previous: the list as it was published before.
    ///   - enteredAt: since when a member of the list before has been in it.
    public init(
        merging shares: [Share],
        into list: ListName,
        of queue: Queue,
        model: String,
        previous: Previous,
        enteredAt: (AccountID) -> Timestamp?
    ) {
        let asOf = shares.map(\.position.asOf).max() ?? Timestamp(milliseconds: 0)
        let best = Self.best(queue.candidateCount, of: shares.map(\.candidates))
        let members = queue.members(of: best, previous: previous.members)
        let incumbents = Set(previous.members)
        self.init(
            list: list,
            asOf: asOf,
            model: model,
            sequence: previous.sequence + 1,
            positions: shares.map(\.position),
            previous: previous,
            entries: members.map { candidate in
                let since = incumbents.contains(candidate.account) ? enteredAt(candidate.account) : nil
                return Entry(candidate, enteredAt: since ?? asOf)
            }
        )
    }

    /// The first `count` of several lists that are each in ranking order.
    private static func best(_ count: Int, of lists: [[Candidate]]) -> [Candidate] {
        var next = Array(repeating: 0, count: lists.count)
        var best: [Candidate] = []
        while best.count < count {
            var first: (list: Int, standing: Standing)?
            for list in lists.indices where next[list] < lists[list].count {
                let standing = lists[list][next[list]].standing
                if let leader = first, !(standing < leader.standing) { continue }
                first = (list, standing)
            }
            guard let first else { break }
            best.append(lists[first.list][next[first.list]])
            next[first.list] += 1
        }
        return best
    }
}

extension PublishedList.Entry {
    init(_ candidate: Candidate, enteredAt: Timestamp) {
        self.init(
            account: candidate.account,
            name: candidate.name,
            urgency: candidate.urgency,
            grade: candidate.grade,
            fit: candidate.fit,
            heat: candidate.heat,
            intent: candidate.intent,
            persons: candidate.persons,
            enteredAt: enteredAt,
            lastSignalAt: candidate.latestSignal,
            reasons: candidate.reasons.map { reason in
                PublishedList.Reason(
                    kind: reason.kind,
                    text: ReasonText.render(kind: reason.kind, detail: reason.detail),
                    at: reason.time,
                    points: reason.points
                )
            }
        )
    }
}

extension PublishedList {
    /// Whether it is worth publishing after `last`.
    ///
    /// It is if the model is another one or a refresh has come on every position; if the accounts or their order
    /// differ; and if a member's grade, a reason (but for its points) or its urgency, by the policy's delta, does.
    func isChanged(from last: PublishedList, under policy: PublishPolicy) -> Bool {
        guard model == last.model, refresh(under: policy) == last.refresh(under: policy),
            entries.count == last.entries.count
        else { return true }
        return !zip(entries, last.entries).allSatisfy { entry, before in
            entry.account == before.account && entry.grade == before.grade
                && !policy.isMove(from: before.urgency, to: entry.urgency)
                && entry.reasons.count == before.reasons.count
                && zip(entry.reasons, before.reasons).allSatisfy { $0.isSameSignal(as: $1) }
        }
    }

    /// The refresh that every position has come to.
    private func refresh(under policy: PublishPolicy) -> Int64? {
        positions.map { policy.refresh(at: $0.asOf) }.min()
    }
}

extension PublishedList.Reason {
    /// Whether it says the same, whatever its points have decayed to.
    fileprivate func isSameSignal(as other: PublishedList.Reason) -> Bool {
        kind == other.kind && text == other.text && at == other.at
    }
}
