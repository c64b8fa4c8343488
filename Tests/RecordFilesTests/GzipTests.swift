// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import RecordFiles

@Suite struct `Compressed files` {
    private let lines = (0..<20_000).map { "{\"n\":\($0)}" }

    private var text: [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    @Test(arguments: [1, 1000, 256 * 1024])
    func `several members are one stream, also padded with zeros`(chunk: Int) throws {
        let half = text.count / 2
        let plain = try TemporaryFile(
            named: "a.ndjson.gz",
            members: [Array(text[..<half]), [], Array(text[half...])]
        )
        let padded = try TemporaryFile(named: "a.ndjson.gz", plain.bytes + [UInt8](repeating: 0, count: 700))
        for file in [plain, padded] {
            let read = ReadFile(file, chunk: chunk)
            #expect(read.texts == lines)
            #expect(read.failure == nil)
            #expect(read.progress.bytesRead == read.progress.totalBytes)
        }
    }

    @Test func `gzip is known by its bytes, not by its name`() throws {
        let compressed = try TemporaryFile(named: "a.ndjson", members: [text])
        #expect(ReadFile(compressed).texts == lines)
        let plain = try TemporaryFile(named: "a.ndjson.gz", text)
        #expect(ReadFile(plain).texts == lines)
    }

    @Test func `a truncated file gives the records before the cut and then says where it ends`() throws {
        let whole = try TemporaryFile(named: "a.ndjson.gz", members: [text]).bytes
        for cut in [whole.count - 1, whole.count / 2, 20, 3] {
            let file = try TemporaryFile(named: "a.ndjson.gz", Array(whole[..<cut]))
            let read = ReadFile(file)
            #expect(read.failure == .truncatedGzip(path: file.path, position: Int64(cut)))
            #expect(read.texts.elementsEqual(lines.prefix(read.texts.count)))
            if cut == whole.count / 2 { #expect(read.texts.count > 1000) }
        }
    }

    @Test func `damage is reported with its position after the records before it`() throws {
        var bytes = try TemporaryFile(named: "a.ndjson.gz", members: [text]).bytes
        let middle = bytes.count / 2
        for index in middle..<middle + 64 { bytes[index] = 0xFF }
        let file = try TemporaryFile(named: "a.ndjson.gz", bytes)
        let read = ReadFile(file, chunk: 512)
        guard case .corruptGzip(file.path, let position, _) = read.failure else {
            Issue.record("\(String(describing: read.failure))")
            return
        }
        #expect((Int64(middle)..<Int64(bytes.count)).contains(position))
        #expect(read.texts.count > 1000)
    }

    @Test func `bytes that are no member after the last one are damage`() throws {
        let whole = try TemporaryFile(named: "a.ndjson.gz", members: [text]).bytes
        let file = try TemporaryFile(named: "a.ndjson.gz", whole + Array("garbage".utf8))
        let read = ReadFile(file)
        #expect(read.texts == Array(lines.dropLast()))
        guard case .corruptGzip = read.failure else {
            Issue.record("\(String(describing: read.failure))")
            return
        }
    }
}
