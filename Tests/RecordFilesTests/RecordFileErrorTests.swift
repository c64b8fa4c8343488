// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import RecordFiles

@Suite struct `Files that cannot be read` {
    @Test func `a path without a file, a folder and an unknown ending each have their error`() throws {
        #expect(ReadFile(path: "/nowhere/a.csv").failure == .notFound(path: "/nowhere/a.csv"))
        let folder = FileManager.default.temporaryDirectory.path
        #expect(
            ReadFile(path: folder, format: .csv).failure
                == .notReadable(path: folder, reason: "it is a directory")
        )
        let file = try TemporaryFile(named: "a.parquet", "1\n")
        #expect(ReadFile(file).failure == .unknownFormat(path: file.path))
        #expect(ReadFile(file, format: .ndjson).texts == ["1"])
    }

    @Test func `the sentence says what to do`() {
        #expect(
            "\(RecordFileError.unknownFormat(path: "a.xml"))"
                == "a.xml: its ending names no known format; state one of ndjson, json, csv, tsv"
        )
        #expect(
            "\(RecordFileError.truncatedGzip(path: "a.gz", position: 12))"
                == "a.gz: ends at byte 12 in the middle of its gzip data; fetch the file again"
        )
    }

    @Test(arguments: [
        ("a.csv", RecordFormat.csv), ("/x/a.CSV.gz", .csv), ("a.b.jsonl", .ndjson), ("a.ndjson.gz", .ndjson),
        ("a.json", .json), ("a.tsv", .tsv), ("csv", nil), ("a.gz", nil), ("/x.csv/a", nil), ("", nil),
    ])
    func `the ending names the format`(path: String, format: RecordFormat?) {
        #expect(RecordFormat(path: path) == format)
    }
}
