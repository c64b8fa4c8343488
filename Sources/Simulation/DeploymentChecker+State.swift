// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import ReferenceModel

/// The numbers of the fields of `AccountState` (docs/records.md).
private enum Field {
    static let foldedThrough: UInt64 = 1
    static let counts: UInt64 = 4
    static let offsets: UInt64 = 6
    static let times: UInt64 = 7
    static let shapes: UInt64 = 9
    static let retractionOffsets: UInt64 = 29
    static let membersSeen: UInt64 = 31
    static let latestEvicted: UInt64 = 32
    static let dispositions: UInt64 = 37
    static let dispositionUntils: UInt64 = 40
    static let supersededBy: UInt64 = 41
}

extension DeploymentChecker {
    /// What a restore at the moment of `snapshot` would have come to is what the journal says.
    ///
    /// An account's state is folded to its own offset, and the journal from the group's offset on is folded upon it:
    /// so it must hold what the journal says up to the further of the two.
    mutating func check(_ snapshot: StateSnapshot) throws {
        for digest in snapshot.models.sorted() {
            guard let reference = try reference(digest), let model = SimulatedModel.model(digest) else {
                continue
            }
            let partition = Int(snapshot.partition)
            let last = Int64.max
            for account in reference.accounts(partition: partition, through: last).map(\.account) {
                let place =
                    "\(model.foldFingerprint)|\(account) of partition \(partition), at \(snapshot.moment)"
                let through = snapshot.committed - 1
                guard let record = snapshot.records["\(model.foldFingerprint)|\(account)"] else {
                    // An erasure that is still to be folded again leaves nothing, whatever there was before.
                    let isRight = reference.isEmpty(account, partition: partition, from: through)
                    expect(isRight, "\(place): missing, though folded to \(snapshot.committed)")
                    continue
                }
                let state = try ReferenceMessage(record)
                let folded = state.signed(Field.foldedThrough) ?? 0
                let standing = reference.account(account, partition: partition, through: max(through, folded))
                guard let standing else {
                    expect(false, "\(place): stands, though nothing is known of it")
                    continue
                }
                let wrong = try differences(state, standing, reference.rules)
                expect(
                    wrong.isEmpty,
                    "\(place): \(wrong) are wrong; it is folded to \(folded), the group to \(snapshot.committed)"
                )
            }
        }
    }

    /// What of an account's record is not as the journal says.
    private func differences(
        _ state: ReferenceMessage,
        _ standing: ReferenceStanding,
        _ rules: ReferenceRules
    ) throws -> [String] {
        var wrong: [String] = []
        func compare<Value: Equatable>(_ name: String, _ found: Value, _ expected: Value) {
            if found != expected { wrong.append("\(name): \(found), not \(expected)") }
        }
        let counts = try state.column(Field.counts)
        compare("counts", counts.map { Int($0 / 2) }, standing.counts(rules))
        let offsets = try state.sums(Field.offsets, isSigned: false)
        let times = try state.sums(Field.times, isSigned: true)
        // The kind, and the number of kinds as many times as flags say.
        let shapes = try state.column(Field.shapes).map {
            $0.quotientAndRemainder(dividingBy: UInt64(counts.count))
        }
        compare("remembered", offsets.count, standing.remembered)
        let counted = standing.counted.filter(\.isRemembered)
        let isCounted = shapes.map { $0.quotient / 16 == 0 }
        compare("offsets", zip(offsets, isCounted).filter(\.1).map(\.0), counted.map(\.offset))
        compare("times", zip(times, isCounted).filter(\.1).map(\.0), counted.map(\.time))
        compare("kinds", zip(shapes, isCounted).filter(\.1).map { Int($0.0.remainder) }, counted.map(\.kind))
        compare("retractions", try state.column(Field.retractionOffsets).count, standing.waitingRetractions)
        compare(
            "persons",
            try state.sums(Field.membersSeen, isSigned: true).sorted(),
            standing.persons.map(\.lastSeen).sorted()
        )
        compare("latest evicted", state.signed(Field.latestEvicted), standing.latestForgotten)
        compare("dispositions", try state.column(Field.dispositions).isEmpty, standing.hidings.isEmpty)
        compare(
            "until",
            try state.sums(Field.dispositionUntils, isSigned: true).sorted(),
            standing.hidings.compactMap(\.until).sorted()
        )
        compare("superseded", state.bytes[Field.supersededBy] != nil, standing.isSuperseded)
        return wrong
    }
}
