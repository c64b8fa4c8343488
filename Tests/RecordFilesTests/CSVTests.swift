// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import RecordFiles

@Suite struct `Separated values` {
    @Test func `a row becomes an object of strings under the names of the first row`() throws {
        let file = try TemporaryFile(named: "a.csv", "id,name\n1,Acme\n2,\n")
        #expect(
            ReadFile(file).records == [
                ReadRecord(2, #"{"id":"1","name":"Acme"}"#), ReadRecord(3, #"{"id":"2","name":""}"#),
            ]
        )
    }

    @Test func `quotes hold separators, quotes and line ends, and lines are still counted`() throws {
        let text = "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"one\r\ntwo\nthree\",z\r\nlast,row"
        let file = try TemporaryFile(named: "a.csv", text)
        for chunk in [1, 2, 3, 5, 1000] {
            #expect(
                ReadFile(file, chunk: chunk).records == [
                    ReadRecord(2, #"{"a":"x,y","b":"say \"hi\""}"#),
                    ReadRecord(3, #"{"a":"one\r\ntwo\nthree","b":"z"}"#),
                    ReadRecord(6, #"{"a":"last","b":"row"}"#),
                ]
            )
        }
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `every line end is understood`(end: String) throws {
        let lines = ["", "a,b", "1,2", "", "3,4"]
        let file = try TemporaryFile(named: "a.csv", lines.joined(separator: end))
        #expect(
            ReadFile(file, chunk: 2).records == [
                ReadRecord(3, #"{"a":"1","b":"2"}"#), ReadRecord(5, #"{"a":"3","b":"4"}"#),
            ]
        )
    }

    @Test func `a quote within a field is text`() throws {
        let file = try TemporaryFile(named: "a.csv", "a,b\n5\" disk,\"x\"y\n")
        #expect(ReadFile(file).texts == [#"{"a":"5\" disk","b":"xy"}"#])
    }

    @Test func `a row with too few or too many fields is reported as it stands`() throws {
        let file = try TemporaryFile(named: "a.csv", "a,b\n1\n1,2,3\n1,2\n")
        #expect(
            ReadFile(file).records == [
                ReadRecord(2, "1", .raggedRow(expected: 2, found: 1)),
                ReadRecord(3, "1,2,3", .raggedRow(expected: 2, found: 3)),
                ReadRecord(4, #"{"a":"1","b":"2"}"#),
            ]
        )
    }

    @Test func `names that are missing or used twice get names of their own`() throws {
        let file = try TemporaryFile(named: "a.csv", "\u{FEFF}a,,a,a_2\n1,2,3,4\n")
        #expect(ReadFile(file).texts == [#"{"a":"1","column_2":"2","a_2":"3","a_2_2":"4"}"#])
    }

    @Test func `tabs separate in a file of that ending`() throws {
        let file = try TemporaryFile(named: "a.tsv", "a\tb\n1,5\t\"x\ty\"\n")
        #expect(ReadFile(file).texts == [#"{"a":"1,5","b":"x\ty"}"#])
    }

    @Test func `text in another encoding than stated is reported, and read when it is stated`() throws {
        let row: [UInt8] = [0x5A, 0x9F, 0x72, 0x69, 0x63, 0x68]
        let file = try TemporaryFile(named: "a.csv", Array("city\n".utf8) + row + Array("\nBern\n".utf8))
        let read = ReadFile(file)
        #expect(read.records.map(\.fault) == [.invalidText, nil])
        #expect(ReadFile(file, encoding: .macroman).texts == [#"{"city":"Zürich"}"#, #"{"city":"Bern"}"#])
        #expect(ReadFile(file, encoding: .latin1).texts[0] == "{\"city\":\"Z\u{9F}rich\"}")
    }

    @Test func `the upper half of Mac OS Roman and of Latin 1 is the one of their tables`() throws {
        let file = try TemporaryFile(named: "a.ndjson", [0x80, 0xCA, 0xDB, 0xF0, 0xFF])
        #expect(ReadFile(file, encoding: .macroman).texts == ["Ä\u{A0}€\u{F8FF}ˇ"])
        #expect(ReadFile(file, encoding: .latin1).texts == ["\u{80}ÊÛðÿ"])
        #expect(TextEncoding.macroman.upperHalf?.count == 128 && TextEncoding.latin1.upperHalf?.count == 128)
    }

    @Test func `a row of names that is not text makes every row bad`() throws {
        let file = try TemporaryFile(named: "a.csv", [0x9F] + Array(",b\n1,2\n".utf8))
        #expect(ReadFile(file).records.map(\.fault) == [.invalidText, .invalidText])
    }

    @Test func `a quote that is never closed costs the rows up to the limit, not the rest of the file`()
        throws
    {
        let rows = (0..<100).map { "row,\($0)\n" }.joined()
        let file = try TemporaryFile(named: "a.csv", "a,b\nx,\"oops\n" + rows)
        let read = ReadFile(file, maximum: 64)
        // 8 bytes of the first row, 54 of rows 0 to 8, and row 9, within which the 65th byte lies.
        #expect(read.records.count == 91)
        #expect(read.records[0] == ReadRecord(2, "", .tooLong(bytes: 67)))
        #expect(read.records[1] == ReadRecord(13, #"{"a":"row","b":"10"}"#))
        #expect(ReadFile(file).records.map(\.fault) == [.unfinished])
    }
}
