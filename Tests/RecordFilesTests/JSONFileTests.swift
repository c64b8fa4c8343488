// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import RecordFiles

@Suite struct `Files of one JSON array` {
    @Test func `the elements are the records, whatever their strings hold`() throws {
        let text = """
            [ {"a": "]},[", "b": [1, {"c": "\\"]"}]},
              {"a": 2}
            , 3, "four, [", true, [5] ]
            """
        let file = try TemporaryFile(named: "a.json", text)
        for chunk in [1, 2, 7, 1000] {
            #expect(
                ReadFile(file, chunk: chunk).records == [
                    ReadRecord(1, #"{"a": "]},[", "b": [1, {"c": "\"]"}]}"#), ReadRecord(2, #"{"a": 2}"#),
                    ReadRecord(3, "3"), ReadRecord(3, #""four, [""#), ReadRecord(3, "true"),
                    ReadRecord(3, "[5]"),
                ]
            )
        }
    }

    @Test func `documents one after the other are records too`() throws {
        let file = try TemporaryFile(named: "a.json", "{\n \"a\": 1\n}\n{\"b\":2}{\"c\":3} 4")
        #expect(
            ReadFile(file).records == [
                ReadRecord(1, "{\n \"a\": 1\n}"), ReadRecord(4, #"{"b":2}"#), ReadRecord(4, #"{"c":3}"#),
                ReadRecord(4, "4"),
            ]
        )
    }

    @Test(arguments: [
        ("[{\"a\":1},{\"a\":", 2), ("[{\"a\":1},", 2), ("[{\"a\":1}", 2), ("[\"a", 1), ("[1, 2", 2),
        ("{\"a\":1}{", 2),
    ])
    func `a file that breaks off says so once`(text: String, count: Int) throws {
        let read = ReadFile(try TemporaryFile(named: "a.json", text))
        #expect(read.records.count == count)
        #expect(read.records.last?.fault == .unfinished)
        #expect(read.records.dropLast().allSatisfy { $0.fault == nil })
    }

    @Test func `an element that is too long is skipped to its own end`() throws {
        let long = String(repeating: "[\"]\"],", count: 100)
        let file = try TemporaryFile(named: "a.json", "[1,[\(long)1],{\"a\":2}]")
        #expect(
            ReadFile(file, maximum: 50, chunk: 16).records == [
                ReadRecord(1, "1"), ReadRecord(1, "", .tooLong(bytes: 603)), ReadRecord(1, #"{"a":2}"#),
            ]
        )
    }
}
