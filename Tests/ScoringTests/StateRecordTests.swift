// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// The bytes of account states: what is written is read, and nothing else.
@Suite struct StateRecordTests {
    private func state(_ bytes: [UInt8]) throws(StateRecordError) -> AccountState {
        try AccountState(account: acme, encoded: bytes)
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
                set: [.init(field: "employees", value: .number(125)), .init(field: "crm", value: .string("x"))],
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

    private static let smallRecord = ""

    @Test func `a record of a later version says so`() {
        var bytes = small.encoded()
        bytes[bytes.count - 1] = 2
        #expect(throws: StateRecordError.unsupportedVersion(2)) { try state(bytes) }
        #expect(StateRecordError.unsupportedVersion(2).description.contains("has version 2"))
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
                use(state, seed: UInt64(seed))
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

    /// Folds into the state and scores it: neither may stop the process.
    private func use(_ state: AccountState, seed: UInt64) {
        var stream = RandomStream(seed: seed)
        var table = AccountTable(model: exampleModel(accountMemory: 4))
        guard let index = table.restore(state) else { return }
        let first = min(state.memory.foldedThrough, Int64.max - 20)
        for number in 0..<12 { table.fold(stream.event(number), offset: first + Int64(number) + 1) }
        let time = Timestamp(milliseconds: now)
        _ = table.score(at: index, asOf: time)
        _ = table.reasons(at: index, asOf: time)
        _ = table.explanation(of: acme, at: time)
    }
}
