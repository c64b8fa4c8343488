// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct MergeStateTests {
    @Test func `a queue is published when every journal partition has sent its head`() throws {
        var merge = MergeFixture()
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        #expect(merge.publish() == [])
        try merge.head(0, send: 1, ["q"])
        #expect(merge.publish() == [])
        #expect(merge.state.blockage(of: "q", models: merge.models) == .headsMissing(partitions: [1]))
        try merge.list("q", 1, send: 1, [.of("b.com", 6000)])
        #expect(merge.publish() == [])
        try merge.head(1, send: 1, ["q"], at: nine + 250)
        #expect(merge.state.blockage(of: "q", models: merge.models) == nil)
        #expect(
            merge.publish() == [
                "queues q", "entries q|b.com", "entries q|a.com", "changes q|b.com", "changes q|a.com",
            ]
        )
        #expect(try merge.members() == ["b.com", "a.com"])
        #expect(merge.publish() == [])
    }

    @Test func `an empty list counts as of the head, a full one as of itself`() throws {
        var merge = MergeFixture()
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q"])
        try merge.head(0, send: 3, ["q"], at: nine + 500)
        try merge.head(1, send: 7, [], at: nine + 250)
        let list = try #require(merge.plan.lists.first)
        #expect(
            list.positions == [
                PublishedList.Position(partition: 0, offset: 100, asOf: moment(nine)),
                PublishedList.Position(partition: 1, offset: 700, asOf: moment(nine + 250)),
            ]
        )
        #expect(list.asOf == moment(nine + 250))
        #expect(list.sequence == 1)
        #expect(list.previous == PublishedList.Previous(sequence: 0, members: []))
    }

    @Test func `a queue of one list is published when it is empty, a partitioned one has no lists then`()
        throws
    {
        var merge = MergeFixture(
            partitions: 1,
            [Queue(name: "q", size: 2), Queue(name: "p", size: 2, partitionBy: "o")]
        )
        try merge.head(0, send: 1, [])
        try merge.head(0, send: 1, [], of: "p")
        #expect(merge.publish() == ["queues q"])
        #expect(try merge.members() == [])
    }

    @Test func `records of earlier transactions are dropped`() throws {
        var merge = MergeFixture(partitions: 1)
        #expect(try merge.list("q", 0, send: 5, [.of("a.com", 5000)]) == .held)
        #expect(try merge.list("q", 0, send: 4, [.of("old.com", 5000)]) == .outdated)
        #expect(try merge.head(0, send: 5, ["q"]) == .applied)
        #expect(try merge.list("q", 0, send: 4, [.of("old.com", 5000)]) == .outdated)
        #expect(try merge.head(0, send: 4, []) == .outdated)
        _ = merge.publish()
        #expect(try merge.members() == ["a.com"])
    }

    @Test func `a transaction that is read again changes nothing`() throws {
        var merge = MergeFixture(partitions: 1)
        for _ in 1...2 {
            try merge.list("q", 0, send: 5, [.of("a.com", 5000)])
            try merge.head(0, send: 5, ["q"])
        }
        #expect(merge.publish().count == 3)
        try merge.list("q", 0, send: 5, [.of("a.com", 5000)])
        try merge.head(0, send: 5, ["q"])
        #expect(merge.publish() == [])
    }

    @Test func `lists count together, when the head of their transaction comes`() throws {
        var merge = MergeFixture(partitions: 1, [Queue(name: "q", size: 2, partitionBy: "o")])
        try merge.list("q/x", 0, send: 1, [.of("a.com", 5000)])
        try merge.list("q/y", 0, send: 1, [.of("b.com", 5000)])
        try merge.head(0, send: 1, ["q/x", "q/y"])
        _ = merge.publish()
        // a.com goes from x to y.
        try merge.tombstone("q/x|0")
        try merge.list("q/y", 0, send: 2, [.of("a.com", 5000), .of("b.com", 5000)])
        #expect(merge.publish() == [])
        try merge.head(0, send: 2, ["q/y"])
        _ = merge.publish()
        #expect(try merge.members("q/x") == [])
        #expect(try merge.members("q/y") == ["a.com", "b.com"])
    }

    @Test func `a list that a head names but nobody has read blocks the queue`() throws {
        var merge = MergeFixture(partitions: 1, [Queue(name: "q", size: 2, partitionBy: "o")])
        // Compaction took q/x of send 1, because send 2 holds a newer one.
        try merge.head(0, send: 1, ["q/x"])
        #expect(merge.publish() == [])
        let missing = MergeBlockage.listMissing(ListName(queue: "q", value: "x"), partition: 0)
        #expect(merge.state.blockage(of: "q", models: merge.models) == missing)
        try merge.list("q/x", 0, send: 2, [.of("a.com", 5000)])
        try merge.head(0, send: 2, ["q/x"])
        #expect(merge.publish().first == "queues q/x")
    }

    @Test func `heads of different models block, and so does a model that is not known`() throws {
        var merge = MergeFixture()
        try merge.head(0, send: 1, [])
        try merge.head(1, send: 1, [])
        #expect(merge.publish() == ["queues q"])
        try merge.list("q", 0, send: 2, [.of("a.com", 5000)], model: "sha256:two")
        try merge.head(0, send: 2, ["q"], model: "sha256:two")
        #expect(merge.publish() == [])
        #expect(merge.state.blockage(of: "q", models: merge.models) == .modelsDiffer)
        try merge.head(1, send: 2, [], model: "sha256:two")
        #expect(merge.publish() == [])
        #expect(merge.state.blockage(of: "q", models: merge.models) == .unknownModel(digest: "sha256:two"))
        // The same records, once the model is known here, too.
        merge.model.digest = "sha256:two"
        #expect(merge.publish().first == "queues q")
        #expect(try merge.members() == ["a.com"])
    }

    @Test func `an earlier model's lists are served as long as the active one is being prepared`() throws {
        var merge = MergeFixture()
        merge.others = [merge.model]
        merge.model = Model.of([Queue(name: "other", size: 1)], digest: "sha256:two")
        try merge.head(0, send: 1, [], model: "sha256:one")
        try merge.list("q", 1, send: 1, [.of("a.com", 5000)], model: "sha256:one")
        try merge.head(1, send: 1, ["q"], model: "sha256:one")
        #expect(merge.publish().first == "queues q")
        // One partition goes over, which takes its head back; only when all have is the queue gone.
        try merge.tombstone("q|#0")
        #expect(merge.publish() == [])
        try merge.tombstone("q|#1")
        #expect(merge.publish().first == "-queues q")
    }

    @Test func `a list of an older model than its head's is not used`() throws {
        var merge = MergeFixture(partitions: 1)
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)], model: "sha256:zero")
        try merge.head(0, send: 2, ["q"])
        #expect(merge.publish() == [])
    }

    @Test func `another model is published although the list is the same`() throws {
        var merge = MergeFixture(partitions: 1)
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q"])
        _ = merge.publish()
        merge.model.digest = "sha256:two"
        try merge.list("q", 0, send: 2, [.of("a.com", 5000)])
        try merge.head(0, send: 2, ["q"])
        #expect(merge.publish() == ["queues q"])
    }

    @Test func `a list is published when a member, grade, reason or half a point changes`() throws {
        var merge = MergeFixture(partitions: 1)
        var send: Int64 = 0
        func next(_ candidates: [Candidate]) throws -> Bool {
            send += 1
            try merge.list("q", 0, send: send, candidates, at: nine + send)
            try merge.head(0, send: send, ["q"], at: nine + send)
            return merge.publish().contains("queues q")
        }
        #expect(try next([.of("a.com", 5000), .of("b.com", 4000)]))
        #expect(try !next([.of("a.com", 4951), .of("b.com", 4049)]))
        // Half a point since it was published, in small steps.
        #expect(try next([.of("a.com", 4951), .of("b.com", 4050)]))
        #expect(try next([.of("a.com", 4951, grade: .of(0, 1)), .of("b.com", 4050)]))
        let page = Candidate.Reason.page("/pricing")
        #expect(try next([.of("a.com", 4951, grade: .of(0, 1), reasons: [page]), .of("b.com", 4050)]))
        let older = Candidate.Reason.page("/pricing", points: 20)
        #expect(try !next([.of("a.com", 4951, grade: .of(0, 1), reasons: [older]), .of("b.com", 4050)]))
        #expect(try next([.of("a.com", 4951, grade: .of(0, 1), reasons: [older])]))
        // An account that is not in the list after the cut is no change.
        let two = [Candidate.of("a.com", 4951, grade: .of(0, 1), reasons: [older]), .of("b.com", 4050)]
        #expect(try next(two))
        #expect(try !next(two + [.of("c.com", 4049)]))
    }

    @Test func `a refresh publishes once all journal partitions have come to it`() throws {
        var merge = MergeFixture()
        func send(_ partition: Int, _ send: Int64, at time: Int64) throws -> [String] {
            try merge.list("q", partition, send: send, [.of("\(partition).com", 5000)], at: time)
            try merge.head(partition, send: send, ["q"], at: time)
            return merge.publish()
        }
        _ = try send(0, 1, at: nine)
        _ = try send(1, 1, at: nine)
        #expect(try send(0, 2, at: nine + 60_000) == [])
        // Partition 0 has gone on when partition 1 comes to the refresh.
        #expect(try send(0, 3, at: nine + 60_250) == [])
        #expect(try send(1, 2, at: nine + 60_000) == ["queues q"])
        #expect(try send(1, 3, at: nine + 60_500) == [])
        let list = try #require(merge.state.lists.first)
        #expect(list.sequence == 2)
        #expect(
            list.previous
                == PublishedList.Previous(sequence: 1, members: [account("0.com"), account("1.com")])
        )
    }

    @Test func `entries are rewritten only when it matters to their reader`() throws {
        var merge = MergeFixture(partitions: 1, [Queue(name: "q", size: 30)])
        var send: Int64 = 0
        func next(_ candidates: [Candidate]) throws -> [String] {
            send += 1
            try merge.list("q", 0, send: send, candidates, at: nine + send)
            try merge.head(0, send: send, ["q"], at: nine + send)
            return merge.publish().filter { $0.hasPrefix("entries") || $0.hasPrefix("-entries") }
        }
        let ten = (0..<10).map { Candidate.of("a\($0).com", 5000) }
        _ = try next(ten)
        // One more in front: all ranks shift, one account goes from the first ten into the second.
        #expect(try next([.of("n.com", 6000)] + ten) == ["entries q|n.com", "entries q|a9.com"])
        // Half a point since the entry was written, in two steps that are published for another account's sake.
        let other = ten.dropLast() + [.of("a9.com", 5000, grade: .of(0, 1))]
        #expect(try next([.of("n.com", 5951)] + other) == ["entries q|a9.com"])
        #expect(try next([.of("n.com", 5950)] + ten) == ["entries q|n.com", "entries q|a9.com"])
        #expect(try next([.of("n.com", 5950, grade: .of(1, 0))] + ten) == ["entries q|n.com"])
        let reasoned = Candidate.of("n.com", 5950, grade: .of(1, 0), reasons: [.page("/pricing")])
        #expect(try next([reasoned] + ten) == ["entries q|n.com"])
        #expect(try next(ten) == ["entries q|a9.com", "-entries q|n.com"])
    }

    @Test func `an entry is written as documented`() throws {
        var merge = MergeFixture(partitions: 1, [Queue(name: "q", size: 30, partitionBy: "o")])
        var candidate = Candidate.of("a.com", 5025, grade: .of(0, 1), reasons: [.page("/pricing")])
        candidate.name = "A"
        candidate.persons = 2
        try merge.list("q/x", 0, send: 1, [candidate], at: nine + 250)
        try merge.head(0, send: 1, ["q/x"], at: nine + 250)
        let record = try #require(merge.plan.records.first { $0.topic == .entries })
        #expect(
            record.text == """
                {"queue":"q","list":"q/x","account":"a.com","name":"A","rank":1,"urgency":50.25,"grade":"A2",\
                "fit":1,"heat":50.25,"persons":2,"why_1":"viewed /pricing","why_2":null,"why_3":null,\
                "entered_at":"2026-11-20T09:00:00.250Z","last_signal_at":"2026-11-20T09:00:00.000Z",\
                "as_of":"2026-11-20T09:00:00.250Z","as_of_ms":1795165200250,"model":"sha256:one","revision":1}
                """
        )
        #expect(record.queue == "q")
        let entry = try QueueEntry(encoded: try #require(record.value))
        #expect(entry.encoded() == record.value)
        #expect(entry.key.description == "q/x|a.com")
    }

    @Test func `a list that became empty stays published, and goes on with its numbers`() throws {
        var merge = MergeFixture(partitions: 1, [Queue(name: "q", size: 2, partitionBy: "o")])
        try merge.list("q/x", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q/x"])
        _ = merge.publish()
        try merge.tombstone("q/x|0")
        try merge.head(0, send: 2, [])
        #expect(merge.publish() == ["queues q/x", "-entries q/x|a.com", "changes q/x|a.com"])
        try merge.list("q/x", 0, send: 3, [.of("a.com", 5000)])
        try merge.head(0, send: 3, ["q/x"])
        _ = merge.publish()
        #expect(merge.state.lists.first?.sequence == 3)
        #expect(merge.state.lists.first?.previous == PublishedList.Previous(sequence: 2, members: []))
    }

    @Test func `a queue that left the model is taken back once all journal partitions have let go`() throws {
        var merge = MergeFixture()
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q"])
        try merge.head(1, send: 1, [])
        _ = merge.publish()
        merge.model = Model.of([], digest: "sha256:two")
        #expect(merge.publish() == [])
        try merge.tombstone("q|0")
        try merge.tombstone("q|#0")
        #expect(merge.publish() == [])
        try merge.tombstone("q|#1")
        #expect(merge.publish() == ["-queues q", "-entries q|a.com", "changes q|a.com"])
        #expect(merge.queues.keys == [])
        #expect(merge.entries.keys == [])
        #expect(merge.changes.last?.text?.hasPrefix(#"{"change":"left""#) == true)
        #expect(merge.state.queues == [])
        #expect(merge.publish() == [])
    }

    @Test func `a list of a queue that no model knows yet waits for its head`() throws {
        var merge = MergeFixture(partitions: 1)
        let known = merge.model
        merge.model = Model.of([], digest: "sha256:two")
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)], model: known.digest)
        #expect(merge.publish() == [])
        merge.model = known
        try merge.head(0, send: 1, ["q"])
        #expect(merge.publish() == ["queues q", "entries q|a.com", "changes q|a.com"])
    }

    @Test func `a queue that becomes partitioned takes back its one list`() throws {
        var merge = MergeFixture(partitions: 1)
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q"])
        _ = merge.publish()
        merge.model = Model.of([Queue(name: "q", size: 2, partitionBy: "o")], digest: "sha256:two")
        try merge.list("q/x", 0, send: 2, [.of("a.com", 5000)])
        try merge.head(0, send: 2, ["q/x"])
        #expect(
            merge.publish() == [
                "-queues q", "-entries q|a.com", "changes q|a.com", "queues q/x", "entries q/x|a.com",
                "changes q/x|a.com",
            ]
        )
    }

    @Test func `after an abort the same is planned again, and more if more has come`() throws {
        var merge = MergeFixture(partitions: 1)
        try merge.list("q", 0, send: 1, [.of("a.com", 5000)])
        try merge.head(0, send: 1, ["q"])
        let aborted = merge.plan.records
        #expect(merge.plan.records == aborted)
        try merge.list("q", 0, send: 2, [.of("b.com", 5000)])
        try merge.head(0, send: 2, ["q"])
        _ = merge.publish()
        #expect(try merge.members() == ["b.com"])
        #expect(merge.state.lists.first?.sequence == 1)
    }

    @Test func `records that rank cannot have written are refused and change nothing`() throws {
        var merge = MergeFixture()
        #expect(throws: CandidateError.key("q")) { try merge.tombstone("q") }
        #expect(throws: CandidateError.partition(2, journalPartitions: 2)) { try merge.tombstone("q|#2") }
        let head = QueueHead(
            queue: "p",
            partition: 0,
            send: 1,
            model: "m",
            foldOffset: 0,
            asOf: moment(nine),
            lists: []
        )
        #expect(throws: CandidateError.keyMismatch(key: "q|#0", value: "p|#0")) {
            try merge.state.apply(key: Array("q|#0".utf8), value: head.encoded())
        }
        #expect(throws: PublishedRecordError.key("Q", form: "queue or queue/value")) {
            try merge.state.restoreList(key: Array("Q".utf8), value: nil)
        }
        #expect(throws: PublishedRecordError.self) {
            try merge.state.restoreEntry(key: Array("q|a.com".utf8), value: Array("{}".utf8))
        }
        #expect(merge.state.queues == [])
    }

    @Test func `an entry without a place in its list is taken back after a restore`() throws {
        var merge = MergeFixture(partitions: 1)
        var other = MergeFixture(partitions: 1)
        try other.list("q", 0, send: 1, [.of("a.com", 5000), .of("b.com", 4000)])
        try other.head(0, send: 1, ["q"])
        _ = other.publish()
        for record in other.entries.records {
            try merge.state.restoreEntry(key: record.key, value: record.value)
        }
        try merge.list("q", 0, send: 2, [.of("a.com", 5000)])
        try merge.head(0, send: 2, ["q"])
        #expect(merge.publish() == ["queues q", "-entries q|b.com", "changes q|a.com"])
    }
}
