// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A person of an account's buying committee.
public struct CommitteeMember: Hashable, Sendable {
    /// The hash of the person.
    public var person: UInt64
    /// When the person was last seen.
    public var lastSeen: Timestamp

    /// The `person` as last seen.
    public init(person: UInt64, lastSeen: Timestamp) {
        self.person = person
        self.lastSeen = lastSeen
    }

    /// Puts a person seen at `time` into `members`, which are in order of `lastSeen` and at most `limit`.
    ///
    /// Who was seen at the same time as others comes after them; the first goes when there are too many.
    static func see(_ person: UInt64, at time: Timestamp, in members: inout [CommitteeMember], limit: Int) {
        guard let known = members.firstIndex(where: { $0.person == person }) else {
            let place = members.lastIndex { $0.lastSeen <= time }.map { $0 + 1 } ?? 0
            members.insert(CommitteeMember(person: person, lastSeen: time), at: place)
            if members.count > limit { members.removeFirst() }
            return
        }
        guard time >= members[known].lastSeen else { return }
        members[known].lastSeen = time
        var place = known
        while place + 1 < members.count, members[place + 1].lastSeen <= time {
            members.swapAt(place, place + 1)
            place += 1
        }
    }
}
