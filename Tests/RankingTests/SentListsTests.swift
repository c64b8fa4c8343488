// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct SentListsTests {
    private static let model = Model.of([
        Queue(name: "q", size: 5), Queue(name: "p", size: 5, partitionBy: "owner"),
    ])
    private static let policy = PublishPolicy(delta: 50, refreshInterval: 60_000)

    private var sent = SentLists(partition: 2)

    /// The plan for lists given as `name: candidates`, a quarter of a second after a full minute.
    private func plan(
        _ lists: [(String, [Candidate])],
        model: Model = model,
        at time: Int64 = nine + 250
    ) -> SentLists.Plan {
        let ranked = lists.compactMap { name, candidates in
            ListName(parsing: name).map { RankedList(name: $0, candidates: candidates) }
        }
        return sent.plan(ranked, model: model, asOf: moment(time), foldOffset: 70, policy: Self.policy)
    }

    private func summary(_ plan: SentLists.Plan) -> [String] { plan.records.map(\.summary) }

    /// A state that has sent q with two accounts.
    private mutating func begin() {
        sent = plan([("q", [.of("a.com", 5000), .of("b.com", 4000)])]).committed
    }

    @Test func `the first plan of an assignment sends everything, and a head of every queue`() throws {
        let plan = plan([("p/x", [.of("c.com", 1)]), ("q", [.of("a.com", 5000)])])
        #expect(
            summary(plan) == ["candidates p/x|2", "candidates p|#2", "candidates q|2", "candidates q|#2"]
        )
        #expect(plan.records.map(\.queue) == ["p", "p", "q", "q"])
        let list = try CandidateList(encoded: try #require(plan.records[2].value))
        #expect(
            list
                == CandidateList(
                    list: ListName(queue: "q"),
                    partition: 2,
                    send: 1,
                    model: "sha256:one",
                    foldOffset: 70,
                    asOf: moment(nine + 250),
                    candidates: [.of("a.com", 5000)]
                )
        )
        let head = try QueueHead(encoded: try #require(plan.records[1].value))
        #expect(head.lists == [ListName(queue: "p", value: "x")])
        #expect(head.send == 1)
        #expect(
            plan.record
                == PartitionRecord(
                    send: 1,
                    foldOffset: 70,
                    asOf: moment(nine + 250),
                    model: "sha256:one",
                    fingerprint: "sha256:fold",
                    founded: moment(nine + 250),
                    lists: [ListName(queue: "p", value: "x"), ListName(queue: "q")],
                    queues: ["p", "q"]
                )
        )
    }

    @Test func `a partition without accounts is heard, too`() {
        #expect(summary(plan([])) == ["candidates p|#2", "candidates q|#2"])
    }

    @Test mutating func `nothing is sent when nothing changed, but the partition's record goes on`() {
        begin()
        let plan = plan([("q", [.of("a.com", 5000), .of("b.com", 4000)])])
        #expect(plan.records == [])
        #expect(plan.record.send == 2)
    }

    @Test mutating func `an urgency counts from half a point on, since it was last sent`() {
        begin()
        let near: [(String, [Candidate])] = [("q", [.of("a.com", 4951), .of("b.com", 4000)])]
        #expect(summary(plan(near)) == [])
        sent = plan(near).committed
        // 49 and then 1 hundredth: half a point since it was sent.
        #expect(
            summary(plan([("q", [.of("a.com", 4950), .of("b.com", 4000)])])) == [
                "candidates q|2", "candidates q|#2",
            ]
        )
    }

    @Test mutating func `membership, order, grades and reasons count`() {
        let page = Candidate.Reason.page("/pricing")
        sent = plan([("q", [.of("a.com", 5000, reasons: [page]), .of("b.com", 5000)])]).committed
        let all = ["candidates q|2", "candidates q|#2"]
        #expect(summary(plan([("q", [.of("a.com", 5000, reasons: [page])])])) == all)
        #expect(summary(plan([("q", [.of("b.com", 5000), .of("a.com", 5000, reasons: [page])])])) == all)
        #expect(
            summary(
                plan([("q", [.of("a.com", 5000, grade: .of(0, 1), reasons: [page]), .of("b.com", 5000)])])
            ) == all
        )
        for other in [
            [], [Candidate.Reason.page("/docs")], [.page("/pricing", id: "2")], [.page("/pricing", at: 1)],
        ] {
            #expect(summary(plan([("q", [.of("a.com", 5000, reasons: other), .of("b.com", 5000)])])) == all)
        }
        let decayed = Candidate.Reason.page("/pricing", points: 99)
        #expect(summary(plan([("q", [.of("a.com", 5000, reasons: [decayed]), .of("b.com", 5000)])])) == [])
    }

    @Test mutating func `an empty list is tombstoned and its head no longer names it`() throws {
        sent =
            plan([("p/x", [.of("c.com", 1)]), ("p/y", [.of("d.com", 1)]), ("q", [.of("a.com", 1)])]).committed
        let plan = plan([("p/y", [.of("d.com", 1)]), ("q", [.of("a.com", 1)])])
        #expect(summary(plan) == ["-candidates p/x|2", "candidates p|#2"])
        let head = try QueueHead(encoded: try #require(plan.records[1].value))
        #expect(head.lists.map(\.text) == ["p/y"])
        #expect(plan.record.lists.map(\.text) == ["p/y", "q"])
    }

    @Test mutating func `a multiple of the refresh interval sends everything, once`() {
        begin()
        let same: [(String, [Candidate])] = [("q", [.of("a.com", 5000), .of("b.com", 4000)])]
        let refresh = plan(same, at: nine + 60_000)
        #expect(summary(refresh) == ["candidates p|#2", "candidates q|2", "candidates q|#2"])
        sent = refresh.committed
        // The clock is held back at the multiple.
        #expect(summary(plan(same, at: nine + 60_000)) == [])
        #expect(summary(plan(same, at: nine + 60_250)) == [])
        #expect(summary(plan(same, at: nine + 120_000)).count == 3)
    }

    @Test mutating func `another model sends everything and takes back the queues it does not have`() {
        sent = plan([("p/x", [.of("c.com", 1)]), ("q", [.of("a.com", 1)])]).committed
        let next = Model.of([Queue(name: "q", size: 5), Queue(name: "r", size: 5)], digest: "sha256:two")
        let plan = plan([("q", [.of("a.com", 1)])], model: next)
        #expect(
            summary(plan) == [
                "-candidates p/x|2", "-candidates p|#2", "candidates q|2", "candidates q|#2",
                "candidates r|#2",
            ]
        )
        #expect(plan.record.queues == ["q", "r"])
        #expect(plan.record.model == "sha256:two")
    }

    @Test mutating func `a restored partition goes on with its numbers and takes back what is gone`() {
        let record = PartitionRecord(
            send: 7,
            foldOffset: 50,
            asOf: moment(nine),
            model: "sha256:zero",
            fingerprint: "sha256:fold",
            founded: moment(nine),
            lists: [ListName(queue: "gone"), ListName(queue: "p", value: "x"), ListName(queue: "q")],
            queues: ["empty", "gone", "p", "q"]
        )
        sent = SentLists(partition: 2, restoring: record)
        let plan = plan([("q", [.of("a.com", 1)])])
        #expect(
            summary(plan) == [
                "-candidates empty|#2", "-candidates gone|2", "-candidates gone|#2", "-candidates p/x|2",
                "candidates p|#2", "candidates q|2", "candidates q|#2",
            ]
        )
        #expect(plan.record.send == 8)
    }

    @Test mutating func `after an abort the same plan is made again`() {
        begin()
        let lists: [(String, [Candidate])] = [("q", [.of("a.com", 6000)])]
        let aborted = plan(lists)
        #expect(plan(lists) == aborted)
    }

    @Test mutating func `after an unknown outcome everything goes again under a higher number`() {
        sent = plan([("p/x", [.of("c.com", 1)])]).committed
        // Whether p/x still stands or p/y already does, nobody knows.
        sent = plan([("p/y", [.of("c.com", 1)])]).unknown
        let plan = plan([("p/z", [.of("c.com", 1)])])
        #expect(
            summary(plan) == [
                "-candidates p/x|2", "-candidates p/y|2", "candidates p/z|2", "candidates p|#2",
                "candidates q|#2",
            ]
        )
        #expect(plan.record.send == 3)
    }

    @Test(arguments: SeededGenerator.seeds)
    func `a reader of the topic knows the lists to half a point, and exactly at a refresh`(seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        var topic = CompactedTopic()
        var sent = SentLists(partition: 0)
        let model = Model.of([Queue(name: "a", size: 3, partitionBy: "x"), Queue(name: "b", size: 3)])
        for tick in 1...120 {
            let time = nine + Int64(tick) * 20_000
            var ranked: [RankedList] = []
            for name in ["a/x", "a/y", "b"] where Int.random(in: 0..<5, using: &random) > 0 {
                let candidates = (0..<4).filter { _ in Bool.random(using: &random) }.map { index in
                    Candidate.of(
                        "\(index).com",
                        1000 * (4 - index) + Int.random(in: 0..<80, using: &random),
                        grade: .of(0, UInt8.random(in: 0...1, using: &random))
                    )
                }
                guard !candidates.isEmpty, let list = ListName(parsing: name) else { continue }
                ranked.append(RankedList(name: list, candidates: candidates))
            }
            let plan = sent.plan(
                ranked,
                model: model,
                asOf: moment(time),
                foldOffset: Int64(tick),
                policy: Self.policy
            )
            switch Int.random(in: 0..<6, using: &random) {
            case 0: continue
            case 1:
                if Bool.random(using: &random) { topic.write(plan.records, to: .candidates) }
                sent = plan.unknown
                continue
            case 2:
                topic.write(plan.records, to: .candidates)
                sent = SentLists(partition: 0, restoring: plan.record)
            default:
                topic.write(plan.records, to: .candidates)
                sent = plan.committed
            }

            var named: [ListName] = []
            var held: [ListName: CandidateList] = [:]
            for (key, value) in topic.records {
                switch try #require(CandidateKey(parsing: String(decoding: key, as: UTF8.self))) {
                case .list(let name, _): held[name] = try CandidateList(encoded: value)
                case .head: named += try QueueHead(encoded: value).lists
                }
            }
            #expect(named == ranked.map(\.name))
            #expect(held.keys.sorted() == ranked.map(\.name))
            for list in ranked {
                let known = try #require(held[list.name]).candidates
                #expect(known.map(\.account) == list.candidates.map(\.account))
                #expect(known.map(\.grade) == list.candidates.map(\.grade))
                let error = zip(known, list.candidates).map { abs($0.urgency - $1.urgency) }.max() ?? 0
                #expect(error < (time % 60_000 == 0 ? 1 : 50))
            }
        }
    }
}
