// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// How far an account has moved in a list.
enum RankMove: Hashable {
    case unchanged
    /// Towards the top, by so many ranks.
    case up(Int)
    case down(Int)
    case entered

    /// An arrow with the number of ranks.
    var text: String {
        switch self {
        case .unchanged: ""
        case .up(let ranks): "▲\(ranks)"
        case .down(let ranks): "▼\(ranks)"
        case .entered: "new"
        }
    }
}

/// Remembers where accounts stood, so that moves can be seen for a while and not only in the moment they happen.
struct RankMoves {
    private struct Moment {
        var time: Int64
        var ranks: [AccountID: Int]
    }

    /// For how long a move is shown, in milliseconds.
    let span: Int64
    /// The oldest is what ranks are compared with.
    private var moments: [Moment] = []

    /// Shows moves of the last `span` milliseconds.
    init(span: Int64) {
        self.span = span
    }

    /// Takes the accounts as they stand at `time`, in ranking order.
    mutating func observe(_ accounts: [AccountID], at time: Int64) {
        let ranks = Dictionary(zip(accounts, 1...)) { first, _ in first }
        if moments.last?.ranks != ranks { moments.append(Moment(time: time, ranks: ranks)) }
        // Of those that are too old the newest stays: it was still true when the span began.
        while moments.count > 1, moments[1].time <= time - span { moments.removeFirst() }
    }

    /// How `account`, which is at `rank` now, has moved within the span.
    func move(of account: AccountID, at rank: Int) -> RankMove {
        guard moments.count > 1, let before = moments.first else { return .unchanged }
        guard let old = before.ranks[account] else { return .entered }
        if old == rank { return .unchanged }
        return old > rank ? .up(old - rank) : .down(rank - old)
    }
}
