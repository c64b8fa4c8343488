// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Ranking

/// Where an account stood on the published lists at an instant, by the publications that are still in the log.
public struct PublishedPlaces: Sendable {
    /// What is known of one list.
    public struct Place: Hashable, Sendable {
        /// The list.
        public var list: ListName
        /// The publication that stood then; nil if it is not in the log any more.
        public var sequence: Int64?
        /// `as_of` of that publication.
        public var asOf: Timestamp?
        /// The account's rank in it, from 1; nil if it was not in it.
        public var rank: Int?
        /// How many accounts were in it.
        public var count = 0
    }

    /// The lists of whose publication then the account was a member, and those of which it is not known; by name.
    public private(set) var places: [Place] = []

    /// The places of `account` at `instant`.
    ///
    /// A publication stands until the next one. Where compaction has removed one in between, nothing is known.
    ///
    /// - Parameters:
    ///   - account: the account.
    ///   - instant: the instant.
    ///   - lists: the records of `<id>.queues`, each partition's in their order.
    public init(of account: AccountID, at instant: Timestamp, lists: [TopicRecord]) {
        var publications: [ListName: [PublishedList]] = [:]
        for record in lists {
            guard let name = ListName(parsing: String(decoding: record.key, as: UTF8.self)) else { continue }
            // What stood before a list was taken back is not told apart from what stood after.
            guard let value = record.value, let list = try? PublishedList(encoded: value) else {
                publications[name] = nil
                continue
            }
            publications[name, default: []].append(list)
        }
        for (name, history) in publications.sorted(by: { $0.key < $1.key }) {
            guard let place = Self.place(of: account, at: instant, in: name, history) else { continue }
            places.append(place)
        }
    }

    private static func place(
        of account: AccountID,
        at instant: Timestamp,
        in name: ListName,
        _ history: [PublishedList]
    ) -> Place? {
        let next = history.firstIndex { $0.asOf > instant } ?? history.count
        guard next > 0 else {
            // Of a list whose first publication came later, it is known that the account was not in it.
            return history.first?.sequence == 1 ? nil : Place(list: name)
        }
        let standing = history[next - 1]
        guard next == history.count || history[next].sequence == standing.sequence + 1 else {
            return Place(list: name)
        }
        guard let index = standing.entries.firstIndex(where: { $0.account == account }) else { return nil }
        return Place(
            list: name,
            sequence: standing.sequence,
            asOf: standing.asOf,
            rank: index + 1,
            count: standing.entries.count
        )
    }
}
