// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ranking
import Testing

@testable import hotlist

/// What commands say about models, without brokers.
@Suite struct ModelTextTests {
    private let shipped = DefaultModel.content

    private func status(active: [UInt8]?, marks: [(String, [UInt8])] = []) throws -> ModelStatus {
        var catalogue = ModelCatalogue()
        if let active {
            let digest = try Model.reading(active).get().digest
            let activation = ModelActivation(sequence: 4, model: digest, at: Timestamp(milliseconds: 0))
            try catalogue.apply(key: Array(digest.utf8), value: active)
            try catalogue.apply(key: Array("active".utf8), value: activation.encoded())
        }
        return ModelStatus(
            catalogue,
            local: (try Model.reading(shipped).get().digest, shipped),
            journalPartitions: 12,
            queuePartitions: 6
        )
    }

    @Test func `a weight needs a tick, a half-life a rebuild`() throws {
        let weight = try ModelComparison(
            from: shipped,
            to: ModelDeployment.changed("weight: 40", "weight: 41")
        )
        #expect(weight.lines == ["  ~ kinds.funding.weight: 40 -> 41"])
        #expect(weight.name == "next_tick")
        let halfLife = try ModelComparison(
            from: shipped,
            to: ModelDeployment.changed("half_life: 45d", "half_life: 46d")
        )
        #expect(halfLife.lines == ["  ~ kinds.funding.half_life: 45d -> 46d"])
        #expect(halfLife.name == "rebuild")
    }

    @Test func `comments and layout are no difference of meaning`() throws {
        let comparison = try ModelComparison(from: shipped, to: shipped + Array("# a comment\n".utf8))
        #expect(comparison.lines == [])
        #expect(comparison.name == "next_tick")
        #expect(comparison.sentence.contains("Only comments and layout differ"))
        #expect(try ModelComparison(from: shipped, to: shipped).name == "none")
    }

    @Test func `a model that cannot be read is compared as text`() throws {
        let (before, after) = (Array("kinds: {a: 1}".utf8), Array("kinds: {b: 2}".utf8))
        let comparison = try ModelComparison(from: before, to: after)
        #expect(comparison.lines == ["  - kinds.a: 1", "  + kinds.b: 2"])
        #expect(comparison.name == "unknown")
        #expect(throws: CommandFailure.self) { try ModelComparison(from: Array("[".utf8), to: shipped) }
    }

    @Test func `the list names the active model, the local one and what is next`() throws {
        let other = try ModelDeployment.changed("half_life: 45d", "half_life: 46d")
        let now = Timestamp(milliseconds: 7_200_000)
        let text = ModelListText(try status(active: other), file: "m.yaml", now: now).text
        #expect(text.contains("active since 1970-01-01T00:00:00.000Z (2 h ago, activation 4)"), "\(text)")
        #expect(text.contains("the local file, not stored"))
        #expect(text.contains("a rebuild"))
        #expect(text.contains("ready 0 of 12 partitions, merged 0 of 6"))
        #expect(text.contains("hotlist model diff"))
        let none = ModelListText(try status(active: nil), file: "m.yaml", now: now).text
        #expect(none.contains("No model is active"))
    }

    @Test func `a model is found by the beginning of its digest, if only one is meant`() throws {
        let status = try status(active: ModelDeployment.changed("weight: 40", "weight: 41"))
        for row in status.rows {
            #expect(try status.row(ModelStatus.short(row.digest)).digest == row.digest)
            #expect(try status.row(String(row.digest.dropFirst(7))).digest == row.digest)
        }
        #expect(throws: CommandFailure.self) { try status.row("sha256:") }
        #expect(throws: CommandFailure.self) { try status.row("sha256:xyz") }
    }
}
