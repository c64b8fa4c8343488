// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import RecordFiles

@Suite struct `Lines of JSON` {
    @Test func `each line is a record, with either line end, and the last without one`() throws {
        let file = try TemporaryFile(named: "a.ndjson", "{\"a\":1}\r\n{\"a\":2}\n\n   \r\n{\"a\":\"\\n\"}")
        let read = ReadFile(file)
        #expect(
            read.records == [
                ReadRecord(1, #"{"a":1}"#), ReadRecord(2, #"{"a":2}"#), ReadRecord(5, #"{"a":"\n"}"#),
            ]
        )
        #expect(read.failure == nil)
        #expect(read.progress == FileProgress(bytesRead: 33, totalBytes: 33))
    }

    @Test func `a byte order mark is not part of the first record, however the chunks are cut`() throws {
        let file = try TemporaryFile(named: "a.jsonl", "\u{FEFF}[1]\n[2]\n")
        for chunk in 1...5 { #expect(ReadFile(file, chunk: chunk).texts == ["[1]", "[2]"]) }
    }

    @Test func `a line that is too long is one bad record, and the lines around it are read`() throws {
        let long = String(repeating: "x", count: 10_000_000)
        let file = try TemporaryFile(named: "a.ndjson", "1\n\"\(long)\"\n2\n")
        let read = ReadFile(file)
        #expect(
            read.records == [
                ReadRecord(1, "1"), ReadRecord(2, "", .tooLong(bytes: 10_000_002)), ReadRecord(3, "2"),
            ]
        )
        let whole = ReadFile(file, maximum: 10_000_002)
        #expect(whole.records.map(\.fault) == [nil, nil, nil])
        #expect(whole.texts[1].utf8.count == 10_000_002)
    }

    @Test func `a record of exactly the limit is read and one byte more is too long`() throws {
        let file = try TemporaryFile(named: "a.ndjson", "1234\n12345\n123456")
        let faults: [FileRecordFault?] = [nil, .tooLong(bytes: 5), .tooLong(bytes: 6)]
        for chunk in [1, 3, 100] {
            #expect(ReadFile(file, maximum: 4, chunk: chunk).records.map(\.fault) == faults)
        }
    }

    @Test func `a batch holds at most as many records as asked for`() throws {
        let file = try TemporaryFile(named: "a.ndjson", "1\n2\n3\n4\n5\n")
        var reader = try RecordFileReader(.path(file.path))
        var sizes: [Int] = []
        while let batch = try reader.nextBatch(limit: 2) { sizes.append(batch.records.count) }
        #expect(sizes == [2, 2, 1])
        #expect(try reader.nextBatch() == nil)
    }

    @Test func `a pipe is read to its end and has no known size`() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("1\n2\n".utf8))
        try pipe.fileHandleForWriting.close()
        let read = ReadFile(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)", format: .ndjson)
        #expect(read.texts == ["1", "2"])
        #expect(read.progress == FileProgress(bytesRead: 4, totalBytes: nil))
    }

    @Test func `an empty file has no records`() throws {
        for name in ["a.ndjson", "a.json", "a.csv", "a.tsv"] {
            let read = ReadFile(try TemporaryFile(named: name, ""))
            #expect(read.records.isEmpty && read.failure == nil)
        }
    }
}
