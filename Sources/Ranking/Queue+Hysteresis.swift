// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension Queue {
    /// The accounts of a list, chosen from its best so that small moves do not exchange its last ones.
    ///
    /// The members of the previous list that are still among the best stay, the first `size` of them. Each
    /// newcomer in order fills a gap, or takes the place of the last account m if `u > u_m + floor(h · u_m + 0.5)`;
    /// the first that does neither ends it. Without hysteresis (h = 0) nobody has a right to stay: the list is the
    /// first `size`, ties at its end included, whatever stood there before.
    ///
    /// - Parameters:
    ///   - best: the best `2 · size` accounts of all journal partitions, in ranking order.
    ///   - previous: the members of the list as it was last published.
    /// - Returns: the members of the list in ranking order, at most `size`.
    func members(of best: [Candidate], previous: [AccountID]) -> [Candidate] {
        guard hysteresis > 0, !previous.isEmpty else { return Array(best.prefix(size)) }
        let incumbents = Set(previous)
        var members = Array(best.lazy.filter { incumbents.contains($0.account) }.prefix(size))
        for newcomer in best where !incumbents.contains(newcomer.account) {
            if members.count >= size {
                guard let last = members.last, isAhead(newcomer, of: last) else { break }
                members.removeLast()
            }
            let place = members.firstIndex { newcomer.standing < $0.standing } ?? members.endIndex
            members.insert(newcomer, at: place)
        }
        return members
    }

    /// Whether `newcomer` is so far ahead that it takes the place of `member`.
    private func isAhead(_ newcomer: Candidate, of member: Candidate) -> Bool {
        let margin = (hysteresis * Double(member.urgency) + 0.5).rounded(.down)
        return Double(newcomer.urgency) > Double(member.urgency) + margin
    }
}
