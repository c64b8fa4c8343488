// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@Suite struct BannedWordsTests {
    private let repository = Repository()

    /// Words that end the process, or that say a thing is not finished.
    private let everywhere = ["fatalError(", "preconditionFailure(", "try!", "as!"]

    /// What would make two runs over one journal differ, and a fused multiply-add, which rounds otherwise.
    private let inTheCore = [
        "ContinuousClock", "SuspendingClock", "Task.sleep", "Task {", "Task.detached", ".random(",
        "randomElement(",
        ".shuffled()", ".shuffle()", "SystemRandomNumberGenerator", ".hashValue", "Hasher()",
        ".addingProduct(",
        ".addProduct(",
    ]

    /// Files of the core that may: where an account lies among others follows from its hash, and nothing else does.
    private let hashTables = [
        "Sources/Ingest/Accounts/KnownHosts.swift", "Sources/Events/AccountID+Hash.swift",
    ]

    @Test func `no source ends the process`() throws {
        for file in try repository.files(in: "Sources", suffix: ".swift") where !file.isGenerated {
            #expect(found(everywhere, in: SourceText.code(of: file.text)) == [], "\(file.path)")
        }
    }

    @Test func `no file is left unfinished`() throws {
        // Spelled so that this file does not find itself.
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for folder in ["Sources", "Tests"] {
            for file in try repository.files(in: folder, suffix: ".swift") where !file.isGenerated {
                #expect(found(marks, in: file.text) == [], "\(file.path)")
            }
        }
    }

    @Test(arguments: Layering.core) func `the core has neither clock nor chance`(target: String) throws {
        guard try repository.folders(in: "Sources").contains(target) else { return }
        for file in try repository.files(in: "Sources/\(target)", suffix: ".swift")
        where !file.isGenerated && !hashTables.contains(file.path) {
            #expect(found(inTheCore, in: SourceText.code(of: file.text)) == [], "\(file.path)")
        }
    }

    @Test func `a word is found in code and nowhere else`() {
        let source = """
            // try! in a comment /* and fatalError( in it */
            let a = "try!" + #"a "quoted" try!"# + "an escaped \\" try!"
            let b = \"\"\"
                fatalError( in a text
                \"\"\"
            /* outer /* inner try! */ still try! */
            let c = fatalError(a)
            """
        #expect(found(everywhere, in: SourceText.code(of: source)) == ["7: fatalError("])
    }

    /// The words that occur in `text`, each with the number of its line.
    private func found(_ words: [String], in text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
            words.filter { line.contains($0) }.map { "\(number + 1): \($0)" }
        }
    }
}
