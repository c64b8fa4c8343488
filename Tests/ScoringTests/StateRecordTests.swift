// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// The bytes of account states: what is written is read, and nothing else.
@Suite struct StateRecordTests {
    private func state(_ bytes: [UInt8]) throws(StateRecordError) -> AccountState {
        try AccountState(account: acme, encoded: bytes.span)
    }

    @Test func `a state that was written is read as it was, to the bit`() throws {
        for seed in 0..<2000 {
            var random = RandomState(seed: UInt64(seed))
            let written = random.next()
            let bytes = written.encoded()
            let read = try state(bytes)
            guard read == written, read.encoded() == bytes, written.encoded() == bytes else {
                Issue.record("seed \(seed): \(read), not \(written)")
                return
            }
        }
    }

    @Test func `states of folded streams are read as they were`() throws {
        for seed in 0..<50 {
            var stream = RandomStream(seed: UInt64(seed))
            var journal = Journal(RandomStream.model(accountMemory: 20))
            for number in 0..<150 {
                journal.append(stream.event(number))
                guard number % 10 == 9 else { continue }
                #expect(try state(journal.state.encoded()) == journal.state, "seed \(seed), event \(number)")
            }
        }
    }

    /// An account with a round, a page view, a profile and a disposition.
    private var small: AccountState {
        var journal = Journal(exampleModel())
        journal.offset = 7
        journal.signal("funding", id: "r1", round())
        journal.signal("engagement", id: "v1", age: hour, person: "p", [Attribute("page", .string("/"))])
        journal.profile(
            ProfileChange(
                set: [
                    .init(field: "employees", value: .number(125)), .init(field: "crm", value: .string("x")),
                ],
                add: [.init(field: "technologies", words: ["kafka"])]
            )
        )
        journal.other(.disposition(Disposition(action: .snoozed, until: Timestamp(milliseconds: now + day))))
        return journal.state
    }

    @Test func `a small record has these bytes`() throws {
        let hex = small.encoded().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        #expect(hex.joined() == Self.smallRecord)
        #expect(try state(small.encoded()) == small)
    }

    @Test func `a record of version 1 is read`() throws {
        let digits = Array(Self.smallRecordOfVersion1.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
        }
        #expect(try state(bytes) == small)
    }

    private static let smallRecord =
        "08141210392579571c42f23f03e8f0da6107f83f1a04b02e9a07220503030000002a103611d538ecc3d573440cde"
        + "1d0f6049e9320207013a0a80faf882bf68ffb9b7034208eae70484da2fed3f4a0247055208a6b1e74ef58ee2d45a"
        + "08e1fba2fdc24c04ef6201006a0202027207020008090130017a0800000000f4068441820101028a0108e1fba2fd"
        + "c24c04ef920101079a010680faf882bf68f20108a6b1e74ef58ee2d4fa010680c0c1ffbe688a020bd30103010015"
        + "00b001010b9202080000000000405f409a020880faf882bf680000a20203090000aa02010cb2020680faf882bf68"
        + "ba02010ac2020680eaabd5bf68d2021672317365726965735f6276312f63726d786b61666b61c03e02"

    private static let smallRecordOfVersion1 =
        "08141228392579571c42f23f03e8f0da6107f83f0000000000000000000000000000000000000000000000001a07"
        + "b02e9a07000000220501010000002a103611d538ecc3d573440cde1d0f6049e9320207013a0a80faf882bf68ffb9"
        + "b7034210eae70484da2fed3f000000000000f03f4a0223045208a6b1e74ef58ee2d45a08e1fba2fdc24c04ef6201"
        + "006a0202027207020008090130017a0800000000f4068441820101028a0108e1fba2fdc24c04ef920101079a0106"
        + "80faf882bf68f20108a6b1e74ef58ee2d4fa010680c0c1ffbe688a020bd3010301001500b001010b920208000000"
        + "0000405f409a020880faf882bf680000a20203090000aa02010cb2020680faf882bf68ba02010ac2020680eaabd5"
        + "bf68d2021672317365726965735f6276312f63726d786b61666b61c03e01"

    @Test func `a record of a later version says so`() {
        var bytes = small.encoded()
        bytes[bytes.count - 1] = 3
        #expect(throws: StateRecordError.unsupportedVersion(3)) { try state(bytes) }
        #expect(StateRecordError.unsupportedVersion(3).description.contains("has version 3"))
    }

    @Test func `a record cut off anywhere is an error`() {
        for seed in 0..<40 {
            var random = RandomState(seed: UInt64(seed))
            let bytes = random.next().encoded()
            for length in bytes.indices {
                #expect(throws: StateRecordError.self, "seed \(seed), length \(length)") {
                    try state(Array(bytes[..<length]))
                }
            }
        }
    }

    @Test func `damaged records are errors or states that can be worked with`() {
        var refused = 0
        for seed in 0..<150 {
            var random = RandomState(seed: UInt64(seed))
            let bytes = random.next().encoded()
            for _ in 0..<20 {
                var damaged = bytes
                for _ in 0..<random.number(1...3) {
                    damaged[random.number(0...damaged.count - 1)] = UInt8(random.number(0...255))
                }
                guard let state = try? state(damaged) else {
                    refused += 1
                    continue
                }
                use(state, encodedAs: damaged, seed: UInt64(seed))
            }
        }
        #expect(refused > 1000)
    }

    @Test func `garbage is an error`() {
        for seed in 0..<3000 {
            var random = RandomState(seed: UInt64(seed))
            let bytes = (0..<random.number(0...80)).map { _ in UInt8(random.number(0...255)) }
            #expect(throws: StateRecordError.self, "seed \(seed)") { try state(bytes) }
        }
    }

    /// Folds into the state and scores it: neither may stop the process, nor depend on whether the account was at
    /// rest in the record.
    private func use(_ state: AccountState, encodedAs record: [UInt8], seed: UInt64) {
        var stream = RandomStream(seed: seed)
        var table = AccountTable(model: exampleModel(accountMemory: 4))
        guard let index = table.restore(state) else { return }
        var rested = AccountTable(model: exampleModel(accountMemory: 4))
        let id = Array(state.account.domain.utf8)
        #expect(throws: Never.self) { try rested.restore(id.span, record: record.span) }
        let first = min(state.memory.foldedThrough, Int64.max - 20)
        for number in 0..<12 {
            let event = stream.event(number)
            table.fold(event, offset: first + Int64(number) + 1)
            rested.fold(event, offset: first + Int64(number) + 1)
        }
        #expect(rested.record(at: 0) == table.record(at: 0), "seed \(seed)")
        let time = Timestamp(milliseconds: now)
        _ = table.score(at: index, asOf: time)
        _ = table.reasons(at: index, asOf: time)
        _ = table.explanation(of: acme, at: time)
    }
}
