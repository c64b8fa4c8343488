// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Foundation
import Ingest
import Testing

/// Maps every row of the real data, which lies beside the repository on some machines and on most does not.
@Suite struct RealDataTests {
    /// A table and the mapping of `config/mappings` for it, in an order in which names are taught before they are
    /// needed.
    private static let tables: [(mapping: String, path: String)] = [
        ("yc-companies", "yc-hiring-headcount/companies.csv.gz"),
        ("oss-tech-adoption", "oss-tech-adoption/adoption_events.csv.gz"),
        ("oss-hiring-lists", "oss-hiring-lists/events.csv.gz"),
        ("yc-events", "yc-hiring-headcount/events.csv.gz"),
        ("oss-engagement", "oss-engagement/commit_events.csv.gz"),
        ("crunchbase-2013-companies", "crunchbase-oct2013/crunchbase-companies.utf8.csv.gz"),
        ("crunchbase-2013-rounds", "crunchbase-oct2013/crunchbase-rounds.utf8.csv.gz"),
    ]

    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

    private static func mapping(_ name: String) throws -> Mapping {
        let path = "\(root)/config/mappings/\(name).yaml"
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return try Mapping(file: path, bytes: bytes, name: name)
    }

    @Test(arguments: tables.map(\.mapping)) func `each example mapping can be read`(_ name: String) throws {
        do {
            #expect(try Self.mapping(name).name == name)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `every row of the real data is an event, ignored by design, or a dead letter`() throws {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["HOTLIST_TEST_DATA"] ?? "\(Self.root)/../shared/data"
        var mappings: [String: Mapping] = [:]
        for table in Self.tables { mappings[table.mapping] = try Self.mapping(table.mapping) }
        var ingestor = try Ingestor(mappings: mappings, resolver: IngestBench.resolver())
        var aliases = AliasTable()
        for table in Self.tables {
            guard let rows = CompressedTable.rows(path: "\(data)/\(table.path)") else {
                print("the real data is not at \(data): nothing was mapped")
                return
            }
            var share = Share()
            for (offset, row) in rows.enumerated() {
                let record = SourceRecord(
                    topic: table.mapping,
                    partition: 0,
                    offset: Int64(offset),
                    timestamp: IngestBench.now
                )
                let outcome = ingestor.process(
                    record,
                    value: row.span,
                    aliases: aliases,
                    now: IngestBench.now
                )
                for alias in outcome.aliases { aliases.apply(alias) }
                let isAccounted = share.add(outcome)
                #expect(isAccounted, "row \(offset) of \(table.path) is lost")
            }
            print("\(table.mapping): \(share.description)")
            // Crunchbase gives no domains: only companies that the others name are found.
            // One in seven links of the lists of employers leads to somebody else's site.
            let isLists = table.mapping == "oss-hiring-lists"
            let limit = table.mapping.hasPrefix("crunchbase") ? 0.99 : isLists ? 0.20 : 0.10
            #expect(share.refused < limit, "\(table.mapping)")
        }
        print("aliases: \(aliases.count)")
        #expect(aliases.count > 5_000)
    }

    /// What became of the rows of one table.
    private struct Share: CustomStringConvertible {
        private var rows = 0
        private var events = 0
        private var ignored = 0
        private var letters: [DeadLetterReason: Int] = [:]

        /// The share of rows that went to the dead letters.
        var refused: Double { Double(letters.values.reduce(0, +)) / Double(max(rows, 1)) }

        /// Counts a row; false if nothing became of it.
        mutating func add(_ outcome: IngestOutcome) -> Bool {
            rows += 1
            events += outcome.events.count
            if outcome.ignored > 0 { ignored += 1 }
            if let reason = outcome.reason { letters[reason, default: 0] += 1 }
            return !outcome.events.isEmpty || !outcome.aliases.isEmpty || outcome.ignored > 0
                || outcome.deadLetter != nil
        }

        var description: String {
            let reasons = letters.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                .map { "\($0.key.rawValue) \($0.value)" }
            let percent = (refused * 1000).rounded() / 10
            return "\(rows) rows, \(events) events, \(ignored) ignored, \(percent) % refused \(reasons)"
        }
    }
}
