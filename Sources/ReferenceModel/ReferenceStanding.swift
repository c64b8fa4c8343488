// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What an account holds once the journal has been folded up to some offset.
package struct ReferenceStanding: Sendable {
    /// A signal that counts.
    package struct Signal: Sendable {
        /// The place of its kind in the rules.
        package var kind: Int
        package var id: String
        package var offset: Int64
        package var time: Int64
        package var strength: Double
        package var text: String
        package var isRemembered: Bool
    }

    package struct Person: Hashable, Sendable {
        package var id: String
        package var lastSeen: Int64
    }

    package struct Hiding: Hashable, Sendable {
        package var queue: String?
        package var until: Int64?
    }

    package var account: String
    /// The offset of the last event folded.
    package var foldedThrough: Int64
    /// The signals that count, remembered or not, in order of offset.
    package var counted: [Signal]
    /// How many identities are remembered, of signals that count and of those that do not.
    package var remembered: Int
    /// How many retractions wait for their signals.
    package var waitingRetractions: Int
    /// The newest persons, newest first.
    package var persons: [Person]
    /// The latest time of a signal that counts and is not remembered.
    package var latestForgotten: Int64?
    package var profile: [String: ReferenceValue]
    /// The disposition in force for each queue (nil: all of them).
    package var hidings: [Hiding]
    package var isSuperseded: Bool

    /// How many signals count, for each kind in the order of the rules.
    package func counts(_ rules: ReferenceRules) -> [Int] {
        rules.kinds.indices.map { kind in counted.count { $0.kind == kind } }
    }

    /// Whether the account holds nothing: no event ever came, or it was erased since.
    package var isEmpty: Bool {
        remembered == 0 && counted.isEmpty && waitingRetractions == 0 && persons.isEmpty && profile.isEmpty
            && hidings.isEmpty && !isSuperseded
    }
}

extension ReferenceAccount {
    /// What the account holds now.
    package func standing(_ account: String, foldedThrough: Int64) -> ReferenceStanding {
        var hidings: [ReferenceStanding.Hiding] = []
        for queue in Set(dispositions.map(\.queue)).sorted(by: { $0 ?? "" < $1 ?? "" }) {
            let newest = dispositions.filter { $0.queue == queue }
                .max { ($0.time, $0.offset) < ($1.time, $1.offset) }
            hidings.append(.init(queue: queue, until: newest?.until))
        }
        let persons = seen.map { ReferenceStanding.Person(id: $0.key, lastSeen: $0.value) }
            .sorted { ($1.lastSeen, $0.id) < ($0.lastSeen, $1.id) }
        return ReferenceStanding(
            account: account,
            foldedThrough: foldedThrough,
            counted: items.filter(\.counts).map { item in
                ReferenceStanding.Signal(
                    kind: rules.kinds.firstIndex { $0.name == item.kind.name } ?? 0,
                    id: item.id,
                    offset: item.offset,
                    time: item.time,
                    strength: item.strength,
                    text: item.text,
                    isRemembered: !item.isForgotten
                )
            },
            remembered: items.count { !$0.isForgotten },
            waitingRetractions: retractions.count,
            persons: Array(persons.prefix(rules.committeeLimit)),
            latestForgotten: latestForgotten,
            profile: profile,
            hidings: hidings,
            isSuperseded: isSuperseded
        )
    }
}
