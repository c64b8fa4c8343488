// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// What a restore does: states of any age, then the journal from any offset that none of them is behind.
@Suite struct StateRestoreTests {
    private static let accounts = ["a.com", "b.com", "c.com", "d.com"].map(AccountID.init(domain:))

    private func events(_ stream: inout RandomStream) -> [Event] {
        (0..<120).map { number in
            var event = stream.event(number)
            event.account = stream.pick(Self.accounts)
            if Int.random(in: 0..<30, using: &stream.generator) == 0 { event.payload = .erase }
            return event
        }
    }

    /// What a checkpoint writes of the account: nil, a tombstone, if it holds nothing.
    private func record(of account: AccountID, in table: AccountTable) -> [UInt8]? {
        table.index(of: account).flatMap { table.isVacant(at: $0) ? nil : table.state(at: $0).encoded() }
    }

    private func fold(_ events: [Event], _ range: Range<Int>, into table: inout AccountTable) {
        for offset in range { table.fold(events[offset], offset: Int64(offset)) }
    }

    @Test func `records of any age and the journal from before them give the uninterrupted table`() throws {
        for seed in 0..<150 {
            var stream = RandomStream(seed: UInt64(seed))
            let model = RandomStream.model(accountMemory: stream.pick([1, 3, 8, 512]))
            let events = events(&stream)
            var whole = AccountTable(model: model)
            fold(events, 0..<events.count, into: &whole)

            var restored = AccountTable(model: model)
            var oldest = events.count
            for account in Self.accounts.shuffled(using: &stream.generator) {
                let newer = Int.random(in: 0...events.count, using: &stream.generator)
                let older = Int.random(in: 0...newer, using: &stream.generator)
                oldest = min(oldest, newer)
                for position in [older, newer] {
                    var table = AccountTable(model: model)
                    fold(events, 0..<position, into: &table)
                    if let record = record(of: account, in: table) {
                        #expect(
                            restored.restore(try AccountState(account: account, encoded: record.span)) != nil
                        )
                    } else {
                        restored.forget(account)
                    }
                }
            }
            let start = Int.random(in: 0...oldest, using: &stream.generator)
            fold(events, start..<events.count, into: &restored)
            for account in Self.accounts {
                let same = record(of: account, in: restored) == record(of: account, in: whole)
                #expect(same, "seed \(seed), \(account), from \(start)")
            }
        }
    }

    @Test func `an erased account is vacant, and a forgotten one is as though it had never been`() {
        var journal = Journal(exampleModel())
        journal.signal("funding", round())
        #expect(!journal.table.isVacant(at: 0))
        journal.other(.erase)
        #expect(journal.table.isVacant(at: 0))
        #expect(journal.state.memory.foldedThrough == 1)
        journal.signal("funding", id: "again", round())
        var table = journal.table
        table.forget(acme)
        table.forget(AccountID(domain: "nobody.com"))
        #expect(table.count == 1)
        #expect(table.isVacant(at: 0))
        #expect(table.state(at: 0).memory == AccountMemory())
        #expect(table.score(at: 0, asOf: Timestamp(milliseconds: now)).urgency == 0)
        #expect(table.fold(journal.events[0], offset: 0).effect == .counted)
    }

    @Test func `an account with a profile, a disposition, a person or a retraction alone is not vacant`() {
        let changes: [Payload] = [
            .account(ProfileChange(set: [.init(field: "name", value: nil)])),
            .disposition(Disposition(action: .worked)),
            .superseded(by: AccountID(domain: "other.com")),
            .retract(Retraction(source: "s", id: "i")),
        ]
        for change in changes {
            var journal = Journal(exampleModel())
            journal.other(change)
            #expect(!journal.table.isVacant(at: 0), "\(change)")
        }
    }
}
