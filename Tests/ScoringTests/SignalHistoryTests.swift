// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@testable import Scoring

@Suite struct SignalHistoryTests {
    private func terms(
        identity: UInt64 = 0,
        person: UInt64? = nil,
        group: Int64? = nil,
        status: RememberedSignal.Status = .counted
    ) -> SignalTerms {
        SignalTerms(
            identity: identity,
            offset: Int64(truncatingIfNeeded: identity),
            time: Timestamp(milliseconds: now),
            strength: 0.3,
            person: person,
            groupKey: group.map { UInt64(bitPattern: $0) },
            group: group,
            kind: 3,
            status: status
        )
    }

    private func history(_ terms: [SignalTerms]) -> SignalHistory {
        SignalHistory(
            terms.map {
                RememberedSignal(terms: $0, id: "\($0.identity)", detail: SignalDetail())
            }
        )
    }

    @Test func `signals whose marks are alike are told apart by their words`() {
        // Marks are made of the lowest 16 bits, and of bits 32 to 47 of a person.
        let alike: UInt64 = 1 << 20
        let identities = history([terms(identity: 7), terms(identity: 7 + alike)])
        #expect(identities.slot(ofIdentity: 7 + alike) == 1)
        #expect(identities.slot(ofIdentity: 7 + 2 * alike) == nil)

        let (one, other) = (terms(person: 7), terms(person: 7 + alike))
        #expect(one.placeMark & 0xFFFF == other.placeMark & 0xFFFF)
        let persons = history([one, one, other])
        #expect(persons.areHeld(2, placesSharedBy: one, mayCollapse: false))
        #expect(persons.areHeld(1, placesSharedBy: other, mayCollapse: false))
        #expect(!persons.areHeld(2, placesSharedBy: other, mayCollapse: false))
        let heirs = history([
            one, terms(person: 7, status: .overCap), terms(person: 7 + alike, status: .overCap),
        ])
        #expect(heirs.heir(of: other) == 2)

        let groups = history([terms(group: 7), terms(group: 7 + 256)])
        #expect(groups.best(ofGroup: 7 + 256) == 1)
        #expect(groups.best(ofGroup: 7 + 512) == nil)
    }

    @Test func `a person whose key is 0 is not the same as none`() {
        let persons = history([terms(person: 0), terms()])
        #expect(persons.areHeld(1, placesSharedBy: terms(person: 0), mayCollapse: false))
        #expect(!persons.areHeld(2, placesSharedBy: terms(person: 0), mayCollapse: false))
        #expect(!persons.areHeld(2, placesSharedBy: terms(), mayCollapse: false))
        #expect(persons.map(\.person) == [0, nil])
    }

    @Test func `a signal in a group holds its person's place as any other`() {
        let person: UInt64 = 7
        // What would be the second mark of their place is a mark of the group in two of three.
        let history = history([
            terms(person: person, group: 41), terms(person: person), terms(person: person, group: 42),
        ])
        #expect(history.areHeld(3, placesSharedBy: terms(person: person), mayCollapse: true))
        #expect(history.areHeld(3, placesSharedBy: terms(person: person, group: 43), mayCollapse: true))
        #expect(!history.areHeld(4, placesSharedBy: terms(person: person), mayCollapse: true))
        let heirs = self.history([
            terms(person: person), terms(person: person, group: 41, status: .overCap),
        ])
        #expect(heirs.heir(of: terms(person: person)) == 1)
    }
}
