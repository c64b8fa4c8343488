// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@Suite struct DocumentTests {
    private let repository = Repository()

    @Test func `every relative link in the documents leads somewhere`() throws {
        for file in try repository.files(in: "", suffix: ".md") {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            for link in links(in: file.text) {
                let path = String(link.prefix { $0 != "#" })
                if path.isEmpty { continue }
                #expect(
                    repository.exists(folder.isEmpty ? path : "\(folder)/\(path)"),
                    "\(file.path): \(link)"
                )
            }
        }
    }

    @Test func `every metric named in the sources is in the catalogue`() throws {
        let catalogue = "Sources/Operations/Metrics/MetricCatalogue.swift"
        let known = try metricNames(in: repository.text(of: catalogue))
        for file in try repository.files(in: "Sources", suffix: ".swift") where file.path != catalogue {
            let unknown = metricNames(in: file.text).subtracting(known)
            #expect(unknown.isEmpty, "\(file.path): describe \(unknown.sorted()) in \(catalogue)")
        }
    }

    @Test func `links are found, those in code and those elsewhere are not`() {
        let text = """
            [a](b.md) and [c](docs/d.md#e), ![picture](f.png) [web](https://example.org) [here](#there)
            ```
            [no](g.md)
            ```
            a `[x](y.md)` in code
            """
        #expect(links(in: text) == ["b.md", "docs/d.md#e", "f.png", "#there"])
    }

    /// The targets of the links in Markdown that lie in the repository.
    private func links(in text: String) -> [String] {
        var isFenced = false
        var links: [String] = []
        for line in text.split(separator: "\n") {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isFenced.toggle()
                continue
            }
            if isFenced { continue }
            let prose = String(line).replacing(#/`[^`]*`/#, with: "")
            for match in prose.matches(of: #/\]\(([^)\s]+)\)/#) {
                let link = String(match.output.1)
                if !link.contains("://"), !link.hasPrefix("mailto:") { links.append(link) }
            }
        }
        return links
    }

    /// The string literals of `source` that are whole metric names.
    private func metricNames(in source: String) -> Set<String> {
        Set(source.matches(of: #/"(hotlist_[a-z0-9_]+)"/#).map { String($0.output.1) })
    }
}
