// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Testing

@Suite struct TopicPlanTests {
    static func plan(_ extra: String = "") throws -> TopicPlan {
        TopicPlan(try DaemonFileTests.read("application_id: x\n" + DaemonFileTests.smallest + extra))
    }

    /// The brokers' description of a plan that was carried out to the letter.
    static func described(_ plan: TopicPlan) -> [TopicDescription] {
        plan.topics.map {
            TopicDescription(
                name: $0.name,
                partitions: $0.partitions,
                replicationFactor: $0.replicationFactor ?? 1,
                settings: $0.settings.merging(["unclean.leader.election.enable": "false"]) { own, _ in own }
            )
        }
    }

    @Test func `the topics are those of the design`() throws {
        let plan = try Self.plan()
        #expect(
            plan.topics.map { "\($0.name) \($0.partitions) \($0.isCompacted)" } == [
                "x.aliases 1 true", "x.journal 12 false", "x.dead-letters 12 false", "x.state 12 true",
                "x.candidates 4 true", "x.queues 4 true", "x.entries 4 true", "x.changes 4 false",
                "x.models 1 true",
            ]
        )
        #expect(
            plan.topics[1].settings == [
                "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
                "message.timestamp.type": "LogAppendTime", "max.message.bytes": "2097152",
            ]
        )
        #expect(
            plan.topics[3].settings == [
                "cleanup.policy": "compact", "segment.bytes": "67108864", "segment.ms": "600000",
                "min.cleanable.dirty.ratio": "0.1", "message.timestamp.type": "LogAppendTime",
                "max.message.bytes": "2097152",
            ]
        )
        #expect(plan.topics[5].settings["min.compaction.lag.ms"] == "600000")
        #expect(plan.topics[6].settings["min.compaction.lag.ms"] == nil)
        #expect(plan.topics[7].settings["retention.ms"] == "2592000000")
    }

    @Test func `a plan that was carried out has no drift`() throws {
        for extra in ["", "topics: {replication_factor: 3, retention: {journal: 90d, changes: forever}}"] {
            let plan = try Self.plan(extra)
            #expect(plan.drift(of: Self.described(plan)) == [])
        }
    }

    @Test func `topics that are not there are made`() throws {
        let plan = try Self.plan()
        let drift = plan.drift(of: [])
        #expect(drift.count == 9)
        #expect(drift.allSatisfy { $0.aspect == .missing && $0.isBlocking })
        #expect(drift[0].description == "x.aliases: is not there; `hotlist topics --create` makes it")
    }

    @Test func `topics that work together need equal numbers of partitions`() throws {
        let plan = try Self.plan()
        var described = Self.described(plan)
        described[3].partitions = 6
        described[5].partitions = 8
        #expect(
            plan.drift(of: described).map(\.description) == [
                "x.state: needs as many partitions as the topics that it works with (x.journal 12, x.state 6); "
                    + "stop all processes, delete x.state and make it again with 12: it is rebuilt from the journal",
                "x.queues: needs as many partitions as the topics that it works with "
                    + "(x.candidates 4, x.queues 8, x.entries 4); stop all processes, delete these topics and make "
                    + "them again with one number: they are rebuilt from the state",
            ]
        )
        #expect(plan.drift(of: described).allSatisfy { $0.isBlocking && $0.aspect == .coPartitioning })
    }

    @Test func `equal numbers of partitions that differ from the configuration do not stop it`() throws {
        let plan = try Self.plan()
        var described = Self.described(plan)
        described[1].partitions = 24
        described[3].partitions = 24
        let drift = plan.drift(of: described)
        #expect(drift.map(\.topic) == ["x.journal", "x.state"])
        #expect(drift.allSatisfy { $0.aspect == .partitions && !$0.isBlocking })
        #expect(drift[0].text == "has 24 partitions instead of 12")
    }

    @Test func `the models' topic has one partition`() throws {
        let plan = try Self.plan()
        var described = Self.described(plan)
        described[8].partitions = 2
        #expect(plan.drift(of: described).map(\.isBlocking) == [true])
    }

    @Test func `settings are compared, and a larger record is no drift`() throws {
        let plan = try Self.plan("topics: {replication_factor: 3}")
        var described = Self.described(plan)
        described[1].settings["retention.ms"] = "604800000"
        described[1].settings["max.message.bytes"] = "99999999"
        described[2].settings["max.message.bytes"] = "1000012"
        described[3].settings["min.cleanable.dirty.ratio"] = "0.10"
        described[4].settings["segment.ms"] = nil
        described[5].settings["cleanup.policy"] = "delete"
        described[6].replicationFactor = 1
        #expect(
            plan.drift(of: described).map { "\($0.topic): \($0.text) \($0.isBlocking)" } == [
                "x.journal: has retention.ms=604800000 instead of -1 false",
                "x.dead-letters: has max.message.bytes=1000012 instead of 2097152 true",
                "x.candidates: has segment.ms=(not set) instead of 600000 false",
                "x.queues: has cleanup.policy=delete instead of compact true",
                "x.entries: has 1 copies of each partition instead of 3 false",
            ]
        )
    }
}
