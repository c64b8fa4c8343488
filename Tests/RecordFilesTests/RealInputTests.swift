// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import RecordFiles

/// Reads the real records beside the project where they are.
@Suite struct `Real input` {
    /// `HOTLIST_DATA`, or the folder beside the repository.
    static let folder =
        ProcessInfo.processInfo.environment["HOTLIST_DATA"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../shared/data").standardizedFileURL.path

    @Test(arguments: [
        ("crunchbase-oct2013/crunchbase-rounds.utf8.csv.gz", 31_679),
        ("crunchbase-oct2013/crunchbase-companies.utf8.csv.gz", 17_727),
        ("crunchbase-oct2013/crunchbase-acquisitions.utf8.csv.gz", 6_185),
        ("oss-tech-adoption/adoption_events.csv.gz", 1_419),
        ("oss-hiring-lists/events.csv.gz", 2_771),
        ("oss-engagement/commit_events.csv.gz", 45_740),
        ("yc-hiring-headcount/events.csv.gz", 18_161),
        ("yc-hiring-headcount/companies.csv.gz", 5_777),
    ])
    func `every row is read and none is bad`(file: String, count: Int) throws {
        guard let path = Self.path(of: file) else { return }
        let read = ReadFile(path: path)
        #expect(read.failure == nil)
        #expect(read.records.count == count)
        #expect(read.records.filter { $0.fault != nil }.prefix(3).isEmpty)
    }

    @Test func `the export in Mac OS Roman with bare carriage returns equals its UTF-8 twin`() throws {
        let name = "crunchbase-oct2013/crunchbase-rounds.first200kB.macroman-cr.csv.gz"
        guard let piece = Self.path(of: name),
            let twin = Self.path(of: "crunchbase-oct2013/crunchbase-rounds.utf8.csv.gz")
        else { return }
        let read = ReadFile(path: piece, encoding: .macroman)
        #expect(read.failure == nil)
        #expect(read.records.count == 1_668)
        // The piece is cut at 200,000 bytes, within its last row.
        #expect(
            read.records.dropLast().elementsEqual(ReadFile(path: twin).records.prefix(read.records.count - 1))
        )
    }

    private static func path(of file: String) -> String? {
        let path = folder + "/" + file
        guard FileManager.default.isReadableFile(atPath: path) else {
            print("absent, not tested: \(path)")
            return nil
        }
        return path
    }
}
