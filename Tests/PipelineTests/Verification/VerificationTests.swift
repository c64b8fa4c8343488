// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Pipeline
import Ranking
import Testing

/// What verification notices, one alteration at a time.
@Suite struct VerificationTests {
    private func kinds(_ made: HandMadeJournal) -> Set<VerificationFinding.Kind> {
        Set(made.findings().map(\.kind))
    }

    @Test func `what the stages publish holds`() {
        let made = HandMadeJournal()
        #expect(made.findings().isEmpty)
        #expect(made.lists.count == 2)
        #expect(made.changes.isEmpty == false)
    }

    @Test func `every altered byte of a published list is noticed`() throws {
        let made = HandMadeJournal()
        for place in made.lists.indices {
            let bytes = try #require(made.lists[place].value)
            for index in bytes.indices {
                for bit: UInt8 in [0x01, 0x02, 0x10] {
                    var altered = made
                    altered.lists[place].value?[index] ^= bit
                    let findings = altered.findings()
                    #expect(
                        findings.isEmpty == false && findings.allSatisfy { !$0.problem.isEmpty },
                        "byte \(index) of \(String(decoding: bytes, as: UTF8.self))"
                    )
                }
            }
        }
    }

    @Test func `an altered byte of the journal that a list depends on is noticed`() throws {
        let made = HandMadeJournal()
        let text = String(decoding: try #require(made.journal[0][2].value), as: UTF8.self)
        // The account, the kind, when it happened, what it says, and that it is JSON at all.
        for part in [#""subject":"acme.com""#, #""kind":"visit""#, "{", "2026-11-20T05:00", "pricing"] {
            let range = try #require(text.range(of: part))
            let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
            for index in start..<start + part.utf8.count {
                var altered = made
                altered.journal[0][2].value?[index] ^= 1
                #expect(altered.findings().isEmpty == false, "byte \(index), in \(part)")
            }
        }
        for index in made.journal[0][2].key.indices {
            var altered = made
            altered.journal[0][2].key[index] ^= 1
            #expect(kinds(altered) == [.journal])
        }
    }

    @Test func `the first difference says where, what is published and what the journal gives`() throws {
        var made = HandMadeJournal()
        let value = try #require(made.lists[1].value)
        var list = try PublishedList(encoded: value)
        let urgency = list.entries[1].urgency
        list.entries[1].urgency += 7
        made.lists[1].value = list.encoded()
        let finding = try #require(made.findings().first { $0.kind == .differs })
        #expect(finding.subject == "all")
        #expect(finding.sequence == 2)
        #expect(finding.path == "entries[1].urgency")
        #expect(finding.published.flatMap(Double.init) == Double(urgency + 7) / 100)
        #expect(finding.expected.flatMap(Double.init) == Double(urgency) / 100)
    }

    @Test func `a model that is missing, unreadable or another one is no proof`() {
        var made = HandMadeJournal()
        made.documents = [:]
        #expect(kinds(made) == [.model])
        made.documents = [HandMadeJournal.model.digest: Array("no model".utf8)]
        #expect(made.findings().first?.problem.contains("line 1: no model") == true)
    }

    @Test func `positions beyond the journal's end are refused`() {
        var made = HandMadeJournal()
        made.extents = [0..<4]
        #expect(made.findings().map(\.kind) == [.positions])
        #expect(made.findings().first?.path == "positions[0].offset")
        made.extents = [0..<5, 0..<0]
        made.journal.append([])
        #expect(kinds(made) == [.positions])
    }

    @Test
    func `what has been deleted from the journal can be proved no more, which is not the same as wrong`() {
        var made = HandMadeJournal()
        made.extents = [1..<5]
        #expect(made.findings().map(\.kind) == [.expired, .expired])
    }

    @Test func `a record of the journal that is missing, unreadable, without value or twice is noticed`() {
        var made = HandMadeJournal()
        made.journal[0].remove(at: 3)
        #expect(kinds(made) == [.differs])
        made = HandMadeJournal()
        made.journal[0][1].value = nil
        #expect(kinds(made) == [.differs, .journal])
        made = HandMadeJournal()
        made.journal[0].insert(made.journal[0][2], at: 3)
        #expect(kinds(made) == [.journal])
    }

    @Test func `a publication that comes twice is noticed`() {
        var made = HandMadeJournal()
        made.lists.append(made.lists[1])
        #expect(kinds(made) == [.history])
    }

    @Test func `an entry that is missing, left over, altered or of no publication is noticed`() throws {
        var made = HandMadeJournal()
        made.entries.append(TopicRecord(partition: 0, offset: 9, key: made.entries[0].key, value: nil))
        #expect(kinds(made) == [.entries])

        made = HandMadeJournal()
        var entry = try QueueEntry(encoded: try #require(made.entries[0].value))
        entry.account = AccountID(domain: "gone.com")
        made.entries.append(
            TopicRecord(partition: 0, offset: 9, key: Array("all|gone.com".utf8), value: entry.encoded())
        )
        #expect(kinds(made) == [.entries])

        for alter: (inout QueueEntry) -> Void in [
            { $0.rank += 1 }, { $0.urgency += 100 }, { $0.grade = "D4" }, { $0.why = [] },
            { $0.revision = 0 },
            { $0.enteredAt = Timestamp(milliseconds: 0) },
        ] {
            made = HandMadeJournal()
            let last = made.entries.count - 1
            entry = try QueueEntry(encoded: try #require(made.entries[last].value))
            alter(&entry)
            made.entries[last].value = entry.encoded()
            #expect(kinds(made) == [.entries], "\(entry)")
        }
    }

    @Test func `an entry of a later publication than the lists that were read is no fault`() throws {
        var made = HandMadeJournal()
        made.lists.removeLast()
        #expect(made.findings().isEmpty)
    }

    @Test func `an account that has left since the lists were read is no fault`() throws {
        var made = HandMadeJournal()
        let list = try PublishedList(encoded: try #require(made.lists[1].value))
        var next = list
        next.sequence += 1
        next.entries.removeLast()
        let left = ListChange.between(list, and: next)
        #expect(left.map(\.kind) == [.left])
        made.entries.append(
            TopicRecord(partition: 0, offset: 9, key: Array(left[0].key.description.utf8), value: nil)
        )
        #expect(kinds(made) == [.entries])
        made.changes.append(
            TopicRecord(
                partition: 0,
                offset: 9,
                key: Array(left[0].key.description.utf8),
                value: left[0].encoded()
            )
        )
        #expect(made.findings().isEmpty)
    }

    @Test func `a change that is missing, twice, altered or too much is noticed`() {
        for index in HandMadeJournal().changes.indices {
            var made = HandMadeJournal()
            made.changes.remove(at: index)
            #expect(kinds(made) == [.changes], "without change \(index)")
            made = HandMadeJournal()
            made.changes.insert(made.changes[index], at: index)
            #expect(kinds(made) == [.changes], "change \(index) twice")
            made = HandMadeJournal()
            made.changes.append(made.changes[index])
            #expect(kinds(made) == [.changes], "change \(index) again at the end")
        }
    }

    @Test func `changes of which the beginning was deleted still have to fit`() {
        var made = HandMadeJournal()
        made.changesBegin = 2
        made.changes = []
        #expect(made.findings().isEmpty)
    }

    @Test func `a value that is no list, no entry or no change is noticed`() {
        var made = HandMadeJournal()
        made.lists[1].value = Array("{".utf8)
        #expect(made.findings().contains { $0.kind == .unreadable && $0.problem.contains("not JSON") })
        made = HandMadeJournal()
        made.entries[0].value = Array("[]".utf8)
        made.entries.removeLast(2)
        #expect(kinds(made).contains(.entries))
        made = HandMadeJournal()
        made.changes[0].value = Array("{}".utf8)
        #expect(kinds(made).contains(.unreadable))
    }
}
