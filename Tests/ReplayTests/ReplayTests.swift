// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Pipeline
import Ranking
import Scoring
import Testing

@Suite struct ReplayTests {
    private static let noon = ReplayFixture.time("2026-11-20T12:00:00Z")

    @Test func `records of a vendor give the list that the formula gives by hand`() throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        // The worked examples of docs/scoring.md: a fresh $42M round, a job post with a boost, one without.
        for record in [
            #"{"id":"1","time":"2026-11-20T12:00:00Z","kind":"job_post","title":"Cook","domain":"plain.com"}"#,
            #"{"id":"2","time":"2026-11-20T12:00:00Z","kind":"job_post","title":"Data Engineer","url":"https://www.boosted.io/jobs"}"#,
            """
            {"id":"3","time":"2026-11-20T12:00:00Z","kind":"funding","round":"series_b","amount_usd":42000000,\
            "email":"ann@acme.com"}
            """,
        ] {
            #expect(replay.receive(record) == nil)
        }
        let list = try #require(replay.ranking.lists(asOf: Self.noon).first)
        #expect(list.members.map(\.domain) == ["acme.com", "boosted.io", "plain.com"])
        #expect(list.entries.map(\.urgency) == [5980, 2922, 1695])
        #expect(list.entries.first?.reasons.map(\.text) == ["Series B, $42M"])
        #expect(replay.tally.records == 3)
        #expect(replay.tally.effects == [.counted: 3])
    }

    @Test func `what happened after the instant is left out`() throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        _ = replay.receive(#"{"id":"1","time":"2026-11-20T12:00:00Z","kind":"job_post","domain":"now.com"}"#)
        _ = replay.receive(
            #"{"id":"2","time":"2026-11-20T12:00:00.001Z","kind":"job_post","domain":"later.com"}"#
        )
        #expect(replay.ranking.lists(asOf: Self.noon).first?.members.map(\.domain) == ["now.com"])
        #expect(replay.tally.later == 1)
        #expect(Self.index(of: "later.com", in: replay.ranking) == nil)
    }

    @Test func `an event of a journal is cut by when it was recorded`() throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        for (id, recorded) in [("a", "2026-11-20T12:00:00.000Z"), ("b", "2026-11-20T12:00:01.000Z")] {
            let event = """
                {"specversion":"1.0","type":"hotlist.signal.v1","id":"\(id)","source":"x",\
                "subject":"\(id).com","time":"2026-11-20T11:00:00.000Z","recordedtime":"\(recorded)","data":{"kind":"job_post"}}
                """
            let bytes = Array(event.utf8)
            #expect(replay.receive(journal: [bytes.indices], of: bytes).isEmpty)
        }
        #expect(replay.ranking.lists(asOf: Self.noon).first?.members.map(\.domain) == ["a.com"])
        #expect(replay.tally.later == 1)
    }

    @Test func `each unusable record is counted by its reason and given back`() throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        let refusals = [
            #"{"id":"1""#,
            #"{"id":"2","time":"2026-11-20","kind":"job_post","email":"ann@gmail.com"}"#,
            #"{"id":"3","time":"2026-11-20","kind":"job_post","company":"Nobody knows"}"#,
            #"{"id":"4","time":"yesterday","kind":"job_post","domain":"acme.com"}"#,
        ].map { replay.receive($0)?.reason }
        #expect(refusals == ["json_malformed", "account_free_mail", "account_unresolved", "bad_time"])
        let event = Array(#"{"specversion":"1.0"}"#.utf8)
        let refused = replay.receive(journal: [event.indices], of: event)
        #expect(refused.mapValues(\.reason) == [0: "event_member_missing"])
        replay.receive(unreadable: ReplayRefusal(reason: "file_ragged_row", message: "2 under 3 names"))
        #expect(replay.tally.records == 6)
        #expect(
            replay.tally.deadLetters == [
                "json_malformed": 1, "account_free_mail": 1, "account_unresolved": 1, "bad_time": 1,
                "event_member_missing": 1, "file_ragged_row": 1,
            ]
        )
        #expect(replay.ranking.accountCount == 0)
    }

    @Test func `a name is found once an earlier record has taught it`() throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        let round = #"{"id":"1","time":"2026-11-20","kind":"funding","company":"Acme, Inc."}"#
        #expect(replay.receive(round)?.reason == "account_unresolved")
        #expect(replay.receive(#"{"id":"2","type":"alias","domain":"acme.com","alias_name":"ACME"}"#) == nil)
        #expect(replay.receive(round) == nil)
        #expect(replay.aliases.count == 1)
        #expect(Self.index(of: "acme.com", in: replay.ranking) != nil)
    }

    @Test func `an account retires at the time of the record that says so`() throws {
        let mapping = """
            source: test
            rules:
              - profile: {set: {former_domain: /before}}
                id: /id
                time: /time
                account: {domain: /after}
                aliases: {domain: /before}
            """
        var replay = try ReplayFixture.replay(upTo: Self.noon, mapping: mapping)
        _ = replay.receive(#"{"id":"1","time":"2026-11-01T00:00:00Z","before":"old.com","after":"new.com"}"#)
        _ = replay.receive(
            #"{"id":"2","time":"2026-11-21T00:00:00Z","before":"early.com","after":"new.com"}"#
        )
        let table = replay.ranking.table(of: AccountID(domain: "old.com"))
        let old = try #require(table.index(of: AccountID(domain: "old.com")))
        #expect(table.supersededBy(at: old) == AccountID(domain: "new.com"))
        // The second change had not happened yet, but its alias is known.
        #expect(Self.index(of: "early.com", in: replay.ranking) == nil)
        #expect(replay.aliases.count == 2)
        #expect(replay.tally.events == ["hotlist.account.v1": 2, "hotlist.superseded.v1": 2])
        #expect(replay.tally.later == 2)
    }

    @Test(arguments: [1, 20_261_120, 77] as [UInt64])
    func `lists of accounts in partitions are those of all accounts in one`(seed: UInt64) throws {
        let model = try ReplayFixture.model()
        var ranking = OfflineRanking(model: model)
        var table = AccountTable(model: model.scoring)
        var random = SeededGenerator(seed: seed)
        for number in 0..<3000 {
            let event = random.signal(number, before: Self.noon)
            ranking.fold(event)
            table.fold(event, offset: Int64(number))
        }
        #expect(ranking.tables.count { $0.count > 3 } > 1)
        #expect(ranking.accountCount == table.count)
        let position = PublishedList.Position(partition: 0, offset: 3000, asOf: Self.noon)
        let lists = Candidates.select(from: table, queues: model.queues, asOf: Self.noon)
        let whole = PublishedList(
            merging: [
                PublishedList.Share(position: position, candidates: lists.first?.candidates ?? [])
            ],
            into: ListName(queue: "all"),
            of: model.queues[0],
            model: model.digest,
            previous: PublishedList.Previous(),
            enteredAt: { _ in nil }
        )
        #expect(whole.entries.count == model.queues[0].size)
        #expect(ranking.lists(asOf: Self.noon) == [whole], "seed \(seed)")
    }

    @Test(arguments: [2, 20_261_122] as [UInt64])
    func `a journal gives what its events give one by one`(seed: UInt64) throws {
        var replay = try ReplayFixture.replay(upTo: Self.noon)
        var ranking = OfflineRanking(model: try ReplayFixture.model())
        var random = SeededGenerator(seed: seed)
        var writer = JSONWriter()
        var (bytes, records, refused): ([UInt8], [Range<Int>], [Int]) = ([], [], [])
        for number in 0..<2000 {
            let event = random.signal(number, before: Self.noon)
            writer.reset()
            EventCodec.encode(event, into: &writer)
            var record = writer.bytes
            switch number % 10 {
            case 3: record.insert(UInt8(ascii: " "), at: 1)
            case 7:
                record.removeLast()
                refused.append(number)
            default: break
            }
            if number % 10 != 7 { ranking.fold(event) }
            records.append(bytes.count..<bytes.count + record.count)
            bytes += record
        }
        let refusals = replay.receive(journal: records, of: bytes)
        #expect(refusals.keys.sorted() == refused, "seed \(seed)")
        #expect(refusals.values.allSatisfy { $0.reason == "json_malformed" })
        #expect(replay.tally.deadLetters == ["json_malformed": 200])
        #expect(replay.tally.events == ["hotlist.signal.v1": 1800])
        #expect(replay.ranking.accountCount == ranking.accountCount)
        let lists = [replay.ranking, ranking].map { $0.lists(asOf: Self.noon).map(\.entries) }
        #expect(lists[0] == lists[1], "seed \(seed)")
    }

    private static func index(of domain: String, in ranking: OfflineRanking) -> Int? {
        let account = AccountID(domain: domain)
        return ranking.table(of: account).index(of: account)
    }
}
