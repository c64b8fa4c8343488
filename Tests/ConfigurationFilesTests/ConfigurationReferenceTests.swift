// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking
import Scoring
import Testing

@testable import ConfigurationFiles

/// docs/configuration.md is the reference of both files.
@Suite struct ConfigurationReferenceTests {
    /// The keys that the reader of model files asks for.
    static func modelKeys() throws -> Set<String> {
        // A criterion and a condition of each kind, so that what only goes with one test is asked for as well.
        let text = ModelFaultTests.model
        let reading = ConfigurationReading(file: "m.yaml")
        let document = try ConfigurationDocument(file: "m.yaml", bytes: Array(text.utf8))
        try document.read(noting: reading) { root in
            _ = Queue.queues(root, scoring: ScoringModel(root))
        }
        return reading.knownKeys
    }

    /// The keys that the reader of daemon files asks for.
    static func daemonKeys() throws -> Set<String> {
        let reading = ConfigurationReading(file: "h.yaml")
        let document = try ConfigurationDocument(file: "h.yaml", bytes: Array(DaemonFileTests.full.utf8))
        try document.read(noting: reading) { root in
            _ = DaemonConfiguration(root, DaemonFileTests.surroundings)
        }
        return reading.knownKeys
    }

    /// The keys in the first column of the tables below a heading of the reference.
    static func documentedKeys(_ heading: String) throws -> Set<String> {
        let text = try ConfigurationFiles.text("docs/configuration.md")
        let section = text.split(separator: "\n## ").first { $0.hasPrefix(heading) } ?? ""
        var keys: Set<String> = []
        var isKeyTable = false
        for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("| key |") { isKeyTable = true }
            if !line.hasPrefix("|") { isKeyTable = false }
            guard isKeyTable, line.hasPrefix("| `"), let cell = line.split(separator: "|").first else {
                continue
            }
            let quoted = cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            keys.formUnion(quoted.filter { $0.offset % 2 == 1 }.map { String($0.element) })
        }
        return keys
    }

    @Test func `the reference has every key of the model file and no other`() throws {
        let documented = try Self.documentedKeys("The model file")
        let known = try Self.modelKeys()
        #expect(known.subtracting(documented).sorted() == [])
        #expect(documented.subtracting(known).sorted() == [])
    }

    @Test func `the reference has every key of the daemon file and no other`() throws {
        let documented = try Self.documentedKeys("The daemon file")
        let known = try Self.daemonKeys()
        #expect(known.subtracting(documented).sorted() == [])
        #expect(documented.subtracting(known).sorted() == [])
    }

    @Test func `the reference names every property that is refused`() throws {
        let text = try ConfigurationFiles.text("docs/configuration.md")
        let missing = KafkaPropertyRule.refusedNames.filter { !text.contains("`\($0)`") }
        #expect(missing == [])
    }
}
