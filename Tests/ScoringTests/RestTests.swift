// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// Accounts at rest: nothing that can be asked of a table depends on it.
@Suite struct RestTests {
    private static let accounts = ["a.com", "b.com", "c.com", "a-long-name-of-a-company.com"]
        .map(AccountID.init(domain:))

    /// Lets the account rest as a checkpoint does.
    private func rest(_ index: Int, in table: inout AccountTable) {
        if let record = table.record(at: index) { table.rest(index, in: record) }
    }

    private func expectSame(_ rested: AccountTable, _ awake: AccountTable, _ place: String) {
        #expect(rested.count == awake.count, "\(place)")
        for account in Self.accounts {
            guard let index = awake.index(of: account) else {
                #expect(rested.index(of: account) == nil, "\(place), \(account)")
                continue
            }
            #expect(rested.index(of: account) == index, "\(place), \(account)")
            #expect(rested.accountID(at: index) == account, "\(place)")
            #expect(rested.state(at: index) == awake.state(at: index), "\(place), \(account)")
            #expect(rested.record(at: index) == awake.record(at: index), "\(place), \(account)")
            #expect(rested.isVacant(at: index) == awake.isVacant(at: index), "\(place), \(account)")
            for hours: Int64 in [-40, 0, 30] {
                let time = Timestamp(milliseconds: now + hours * hour)
                #expect(
                    rested.explanation(of: account, at: time) == awake.explanation(of: account, at: time),
                    "\(place), \(account)"
                )
                #expect(
                    rested.reasons(at: index, asOf: time) == awake.reasons(at: index, asOf: time),
                    "\(place), \(account)"
                )
            }
        }
    }

    @Test func `a table of which accounts rest and wake at any time is the same as one that is always awake`()
    {
        for seed in 0..<60 {
            var stream = RandomStream(seed: UInt64(seed))
            let model = RandomStream.model(accountMemory: stream.pick([1, 3, 8, 512]))
            var awake = AccountTable(model: model)
            var rested = AccountTable(model: model)
            for number in 0..<150 {
                var event = stream.event(number)
                event.account = stream.pick(Self.accounts)
                let outcome = awake.fold(event, offset: Int64(number))
                #expect(rested.fold(event, offset: Int64(number)) == outcome, "seed \(seed), event \(number)")
                if number % 40 == 39 {
                    let account = stream.pick(Self.accounts)
                    awake.forget(account)
                    rested.forget(account)
                }
                for index in 0..<rested.count where stream.pick([true, false, false]) {
                    rest(index, in: &rested)
                }
                if number % 10 == 0 { expectSame(rested, awake, "seed \(seed), event \(number)") }
            }
        }
    }

    @Test
    func `records in adopted memory, newer ones behind older ones and tombstones among them, are restored`()
        throws
    {
        for seed in 0..<60 {
            var stream = RandomStream(seed: UInt64(seed))
            let model = RandomStream.model(accountMemory: 8)
            var awake = AccountTable(model: model)
            var bytes: [UInt8] = []
            var places: [(id: Range<Int>, record: Range<Int>?)] = []
            func append(_ piece: [UInt8]) -> Range<Int> {
                bytes += piece
                return bytes.count - piece.count..<bytes.count
            }
            for number in 0..<80 {
                var event = stream.event(number)
                event.account = stream.pick(Self.accounts)
                awake.fold(event, offset: Int64(number))
                guard let index = awake.index(of: event.account) else { continue }
                let id = append(Array(event.account.domain.utf8))
                if number % 13 == 12 { awake.forget(event.account) }
                places.append((id, awake.record(at: index).map(append)))
            }
            var restored = AccountTable(model: model)
            let adopted = restored.adopt(bytes)
            for place in places { try restored.restore(place.id, record: place.record, of: adopted) }
            for account in Self.accounts {
                let restoredRecord = restored.index(of: account).flatMap { restored.record(at: $0) }
                let record = awake.index(of: account).flatMap { awake.record(at: $0) }
                #expect(restoredRecord == record, "seed \(seed), \(account)")
            }
        }
    }

    @Test
    func
        `an account that adopted memory has no record of is known, so that its erasure is one of an account`()
        throws
    {
        var table = AccountTable(model: exampleModel())
        let adopted = table.adopt(Array(acme.domain.utf8))
        try table.restore(0..<acme.domain.utf8.count, record: nil, of: adopted)
        #expect(table.index(of: acme) == 0)
        #expect(table.isVacant(at: 0))
        let erasure = Event(
            id: "1",
            source: "s",
            account: acme,
            time: Timestamp(milliseconds: now),
            recordedTime: Timestamp(milliseconds: now),
            payload: .erase
        )
        #expect(table.fold(erasure, offset: 3) == FoldOutcome(effect: .erased, account: 0))
    }

    @Test func `gaps that old records leave are closed, and everything is still there`() throws {
        var stream = RandomStream(seed: 1)
        var awake = AccountTable(model: RandomStream.model(accountMemory: 512))
        for number in 0..<400 {
            var event = stream.event(number)
            event.account = stream.pick(Self.accounts)
            awake.fold(event, offset: Int64(number))
        }
        var rested = awake
        // Several megabytes of records, of which a few kilobytes are left.
        for _ in 0..<1_000 {
            for index in 0..<rested.count { rest(index, in: &rested) }
        }
        expectSame(rested, awake, "after many rests")
    }

    @Test func `a thousand accounts are found again, however they are spelled`() {
        var table = AccountTable(model: exampleModel())
        for number in 0..<1_000 {
            table.fold(
                Event(
                    id: "e\(number)",
                    source: "s",
                    account: AccountID(domain: "\(number).com"),
                    time: Timestamp(milliseconds: now),
                    recordedTime: Timestamp(milliseconds: now),
                    payload: .signal(Signal(kind: "engagement"))
                ),
                offset: Int64(number)
            )
        }
        #expect(table.count == 1_000)
        for number in 0..<1_000 {
            #expect(table.index(of: AccountID(domain: "\(number).com")) == number)
            #expect(table.index(of: AccountID(domain: "\(number).org")) == nil)
        }
    }

    @Test func `an account at rest takes its record, and its signals no memory of their own`() {
        var journal = Journal(exampleModel())
        journal.signal("funding", id: "a", round())
        journal.signal("job_post", id: "b")
        var table = journal.table
        let awake = table.footprint
        #expect(awake.signalCount == 2)
        #expect(awake.ids == acme.domain.utf8.count)
        #expect(awake.records == 0)
        #expect(awake.signals > 0 && awake.texts > 0)
        rest(0, in: &table)
        let rested = table.footprint
        #expect(rested.records == table.record(at: 0)?.count)
        #expect(rested.signalCount == 0 && rested.signals == 0 && rested.texts == 0)
        #expect(rested.fixed > 0 && rested.fixed == awake.fixed)
    }

    @Test func `a record that cannot be read leaves the table as it was`() {
        var journal = Journal(exampleModel())
        journal.signal("funding", round())
        var table = journal.table
        let id = Array(acme.domain.utf8)
        for (id, record) in [(id, [1, 2, 3]), (Array("new.com".utf8), [])] as [([UInt8], [UInt8])] {
            #expect(throws: StateRecordError.self) { try table.restore(id.span, record: record.span) }
        }
        #expect(table.count == 1)
        #expect(table.state(at: 0) == journal.state)
    }
}
