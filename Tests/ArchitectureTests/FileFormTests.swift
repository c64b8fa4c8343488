// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@Suite struct FileFormTests {
    private let repository = Repository()
    private let header = "// SPDX-License-Identifier: Apache-2.0\n// Copyright the hotlist authors\n"

    @Test func `every Swift file begins with the licence`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try repository.files(in: folder, suffix: ".swift") where !file.isGenerated {
                #expect(file.text.hasPrefix(header), "\(file.path)")
            }
        }
        // The manifest's first line must be the version of the tools.
        let manifest = try repository.text(of: "Package.swift")
        #expect(manifest.drop { $0 != "\n" }.dropFirst().hasPrefix(header), "Package.swift")
    }

    @Test func `no source file is longer than can be read at once`() throws {
        for file in try repository.files(in: "Sources", suffix: ".swift") where !file.isGenerated {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 450, "\(file.path) has \(lines) lines: give a part of it a file of its own")
        }
    }

    @Test func `no file is a drawer for what has no place`() throws {
        let drawers: Set = ["Utilities", "Utils", "Helpers", "Common", "Misc", "Extensions"]
        for file in try repository.files(in: "Sources", suffix: ".swift") {
            let parts = file.path.split { "/.+".contains($0) }.map(String.init)
            #expect(drawers.isDisjoint(with: parts), "\(file.path)")
        }
    }
}
