// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@Suite struct LayeringTests {
    private let repository = Repository()

    @Test func `every target imports only what the table allows`() throws {
        for target in try repository.folders(in: "Sources") {
            for file in try repository.files(in: "Sources/\(target)", suffix: ".swift") {
                let forbidden = Layering.forbiddenImports(
                    in: file.text,
                    of: target,
                    generated: file.isGenerated
                )
                #expect(forbidden == [], "\(file.path): see Tests/ArchitectureTests/Layering.swift")
            }
        }
    }

    @Test func `every target is in the table`() throws {
        for target in try repository.folders(in: "Sources") {
            #expect(Layering.table[target] != nil, "Sources/\(target) is not in the table of Layering.swift")
        }
    }

    @Test func `the table has no import that leads upward`() {
        // A target may import another only if that one does not, over any number of steps, import it.
        func reaches(_ start: String, _ goal: String) -> Bool {
            var seen: Set<String> = []
            var open = [start]
            while let target = open.popLast() {
                for next in Layering.table[target] ?? [] where seen.insert(next).inserted {
                    if next == goal { return true }
                    open.append(next)
                }
            }
            return false
        }
        for target in Layering.table.keys.sorted() {
            #expect(!reaches(target, target), "\(target) imports itself over others")
        }
    }

    @Test func `neither the core nor Kafka's client reaches the shell`() {
        let shell: Set = [
            "ConfigurationFiles", "Operations", "KafkaTransport", "ReferenceModel", "SimulatedTransport",
            "Simulation", "hotlist", "simulator",
        ]
        for target in Layering.core + ["KafkaClient", "KafkaMockCluster"] {
            #expect(Layering.table[target]?.isDisjoint(with: shell) == true, "\(target)")
        }
        let system: Set = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization"]
        for target in Layering.core {
            // Partitions, which have nothing in common, are worked on side by side.
            let allowed: Set = target == "Pipeline" ? ["Dispatch"] : []
            let denied = system.subtracting(allowed)
            #expect(Layering.table[target]?.isDisjoint(with: denied) == true, "\(target)")
            #expect(Layering.table[target]?.contains("KafkaClient") == false, "\(target)")
        }
    }

    @Test func `a forbidden import is found however it is written`() {
        let source = """
            @preconcurrency public import Foundation
            internal import struct Glibc.timespec
            // import Dispatch
            let text = "import Yams"
            import JSON
            """
        #expect(Layering.forbiddenImports(in: source, of: "Events") == ["Foundation", "Glibc"])
        #expect(Layering.forbiddenImports(in: "import JSON", of: "Nonsense") == nil)
    }
}
