// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import Foundation
import Ranking
import Testing

@testable import hotlist

/// Models on brokers: what is stored, and how one becomes the active one.
@Suite(.serialized) struct ModelActivationTests {
    private let tick: [UInt8]
    private let rebuild: [UInt8]

    init() throws {
        tick = try ModelDeployment.changed("weight: 40", "weight: 41")
        rebuild = try ModelDeployment.changed("half_life: 45d", "half_life: 46d")
    }

    private func digest(_ document: [UInt8]) throws -> String { try Model.reading(document).get().digest }

    @Test func `an empty topic has no active model, only the local one`() throws {
        let deployment = try ModelDeployment()
        let status = try deployment.status()
        #expect(status.activation == nil)
        #expect(status.rows.map(\.digest) == [deployment.setup.model.digest])
        #expect(status.rows.map(\.isStored) == [false])
        #expect(!status.isComplete)
    }

    @Test func `activations are numbered, and each stores its document`() throws {
        let deployment = try ModelDeployment()
        try deployment.activate(tick, at: 1_000)
        try deployment.activate(rebuild, at: 2_000)
        try deployment.activate(tick, at: 3_000)
        let status = try deployment.status()
        #expect(
            status.activation
                == ModelActivation(sequence: 3, model: try digest(tick), at: Timestamp(milliseconds: 3_000))
        )
        let stored = Dictionary(uniqueKeysWithValues: status.rows.map { ($0.digest, $0.document) })
        #expect(stored[try digest(tick)] == tick)
        #expect(stored[try digest(rebuild)] == rebuild)
        #expect(status.rows.map(\.isStored) == [true, false, true])
        #expect(status.rows[0].isActive && status.rows[1].isLocal)
    }

    @Test func `activating the active model writes nothing`() throws {
        let deployment = try ModelDeployment()
        try deployment.activate(tick)
        let outcome = try deployment.activate(tick, at: 9_000)
        guard case .unchanged(let activation) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(activation.sequence == 1)
        #expect(try deployment.status().activation?.at.milliseconds == 1_000)
    }

    @Test func `what another activation wrote in the meantime is not overwritten`() throws {
        let deployment = try ModelDeployment()
        let early = try deployment.topic()
        try deployment.activate(tick)
        // Whoever decided with `early` did not know of it.
        let activator = ModelActivator(setup: deployment.setup, topic: early)
        let (other, now) = (try digest(rebuild), Timestamp(milliseconds: 2_000))
        #expect(throws: CommandFailure.self) { try activator.activate(rebuild, digest: other, at: now) }
        #expect(try deployment.status().activation?.model == (try digest(tick)))
        // Now it does.
        let outcome = try activator.activate(rebuild, digest: other, at: now)
        guard case .activated(let activation, let before) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(activation.sequence == 2)
        #expect(before?.model == (try digest(tick)))
    }

    @Test func `the first start activates its own model, every later start uses the active one`() throws {
        let deployment = try ModelDeployment()
        let first = try ModelAtStart(deployment.setup)
        #expect(first.isFirst)
        #expect(first.activation.sequence == 1)
        #expect(first.activation.model == deployment.setup.model.digest)
        #expect(first.warnings == [])
        #expect(try !ModelAtStart(deployment.setup).isFirst)
        try deployment.activate(tick)
        let other = try ModelAtStart(deployment.setup)
        #expect(!other.isFirst)
        #expect(other.activation.model == (try digest(tick)))
        let warning = try #require(other.warnings.first)
        #expect(other.warnings.count == 1)
        for part in [
            deployment.setup.model.digest, try digest(tick), "hotlist model diff", "hotlist model activate",
        ] {
            #expect(warning.contains(part))
        }
    }

    @Test func `processes that start at once agree on one model`() async throws {
        let deployment = try ModelDeployment()
        let made = try await withThrowingTaskGroup(of: ModelActivation.self) { group in
            for _ in 0..<2 { group.addTask { try ModelAtStart(deployment.setup).activation } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(made.count == 2)
        #expect(Set(made.map(\.model)) == [deployment.setup.model.digest])
        #expect(try deployment.status().activation?.model == deployment.setup.model.digest)
    }

    @Test func `marks of the active activation count as progress, others do not`() throws {
        let deployment = try ModelDeployment()
        try deployment.activate(tick)
        try deployment.activate(rebuild)
        let mark = ModelMark(model: try digest(rebuild)).encoded()
        let old = ModelMark(model: try digest(tick)).encoded()
        try deployment.append([
            ("ready|1|0", old), ("ready|2|1", mark), ("ready|2|2", old), ("ready|2|9", mark),
            ("merged|2|0", mark),
        ])
        var status = try deployment.status()
        #expect(status.ready == [1])
        #expect(status.merged == [0])
        #expect(status.progress == "ready 1 of 3 partitions, merged 1 of 2")
        #expect(!status.isComplete)
        try deployment.append([("ready|2|0", mark), ("ready|2|2", mark), ("merged|2|1", mark)])
        status = try deployment.status()
        #expect(status.isComplete)
        try deployment.append([("ready|2|0", nil)])
        #expect(try deployment.status().ready == [1, 2])
    }

    @Test func `what cannot be read is told and stops nothing`() throws {
        let deployment = try ModelDeployment()
        try deployment.activate(tick)
        let strange = "sha256:" + String(repeating: "0", count: 64)
        try deployment.append([("nonsense", [1]), (strange, Array("kinds: {}".utf8))])
        let topic = try deployment.topic()
        #expect(topic.faults.count == 1)
        #expect(!topic.isActiveUnreadable)
        let status = ModelStatus(topic, deployment.setup)
        let row = try #require(status.rows.first { $0.digest == strange })
        guard case .failure = row.model else {
            Issue.record("the document of \(strange) was read")
            return
        }
        let text = ModelListText(status, file: "m.yaml", now: Timestamp(milliseconds: 61_000)).text
        #expect(text.contains("cannot be read by this version"))
    }

    @Test func `an unreadable active record stops a start, and a new activation mends it`() throws {
        let deployment = try ModelDeployment()
        try deployment.append([("active", Array("{}".utf8))])
        #expect(try deployment.topic().isActiveUnreadable)
        #expect(throws: CommandFailure.self) { try ModelAtStart(deployment.setup) }
        try deployment.activate(tick)
        #expect(try !deployment.topic().isActiveUnreadable)
        #expect(try ModelAtStart(deployment.setup).activation.model == (try digest(tick)))
    }

    @Test func `the commands run on files and on digests`() async throws {
        let deployment = try ModelDeployment()
        let new = try deployment.write(rebuild, "new.yaml")
        let config = ["--config", deployment.path]
        try await run(["activate"] + config)
        try await run(["activate", new] + config)
        #expect(try deployment.status().activation?.sequence == 2)
        try await run(["list"] + config)
        try await run(["list", "--format", "json"] + config)
        try await run(["diff", new, "--against", deployment.setup.model.digest] + config)
        try await run(["diff", "--format", "json"] + config)
        // Back to the first, by the beginning of its digest, as it is stored.
        try await run(["activate", ModelStatus.short(deployment.setup.model.digest)] + config)
        let status = try deployment.status()
        #expect(status.activation?.sequence == 3)
        #expect(status.activation?.model == deployment.setup.model.digest)
        await #expect(throws: CommandFailure.self) { try await run(["activate", "sha256:ffff"] + config) }
        let wrong = try deployment.write(Array("kinds: {a: {}}".utf8), "wrong.yaml")
        await #expect(throws: CommandFailure.self) { try await run(["activate", wrong] + config) }
        #expect(try deployment.status().activation?.sequence == 3)
    }

    private func run(_ arguments: [String]) async throws {
        var command = try Hotlist.parseAsRoot(["model"] + arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    @Test func `waiting ends when every partition has followed`() async throws {
        let deployment = try ModelDeployment()
        try deployment.activate(tick)
        let mark = ModelMark(model: try digest(rebuild)).encoded()
        let new = try deployment.write(rebuild, "new.yaml")
        // The stages' marks may be there before the command looks.
        try deployment.append(
            ["ready|2|0", "ready|2|1", "ready|2|2", "merged|2|0", "merged|2|1"].map { ($0, mark) }
        )
        try await run(["activate", new, "--wait", "--config", deployment.path])
        #expect(try deployment.status().isComplete)
    }
}
