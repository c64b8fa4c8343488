// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Testing

@Suite struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas stand between values and nowhere else`() {
        let written = text { writer in
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.integer(1)
            writer.beginArray()
            writer.endArray()
            writer.beginObject()
            writer.endObject()
            writer.null()
            writer.endArray()
            writer.key("b")
            writer.boolean(true)
            writer.key("c")
            writer.raw("{\"x\":1}".utf8.span)
            writer.key("d")
            writer.string("e")
            writer.key("f")
            writer.boolean(false)
            writer.endObject()
        }
        #expect(written == #"{"a":[1,[],{},null],"b":true,"c":{"x":1},"d":"e","f":false}"#)
    }

    @Test func `only quotes, backslashes and control characters are escaped`() {
        #expect(text { $0.string("\"\\/é\u{7F}\u{2028}") } == "\"\\\"\\\\/é\u{7F}\u{2028}\"")
        #expect(
            text { $0.string("\0\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}") }
                == #""\u0000\u0001\b\t\n\u000b\f\r\u001f""#
        )
        #expect(text { $0.string("") } == "\"\"")
    }

    @Test func `a quote is found wherever it stands`() {
        for length in 1...24 {
            for place in 0..<length {
                let (before, after) = (
                    String(repeating: "a", count: place), String(repeating: "z", count: length - place - 1)
                )
                #expect(text { $0.string(before + "\"" + after) } == "\"\(before)\\\"\(after)\"")
            }
        }
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-12.0, "-12"), (0.1, "0.1"), (1.0 / 3.0, "0.3333333333333333"),
        (9_007_199_254_740_991.0, "9007199254740991"), (9_007_199_254_740_992.0, "9007199254740992.0"),
        (1e16, "1e+16"), (1e300, "1e+300"), (-2.5e-7, "-2.5e-07"), (.leastNonzeroMagnitude, "5e-324"),
        (123.456, "123.456"),
        (.infinity, "null"), (.nan, "null"),
    ])
    func `a number is written in its shortest form`(value: Double, expected: String) {
        #expect(text { $0.number(value) } == expected)
    }

    @Test(
        arguments: [
            (0, "0"), (7, "7"), (-1, "-1"), (100, "100"), (.max, "9223372036854775807"),
            (.min, "-9223372036854775808"),
        ] as [(Int64, String)]
    )
    func `an integer is written exactly`(value: Int64, expected: String) {
        #expect(text { $0.integer(value) } == expected)
    }

    @Test func `the largest unsigned integer is written exactly`() {
        #expect(text { $0.unsigned(.max) } == "18446744073709551615")
    }

    @Test func `a writer is used again`() {
        var writer = JSONWriter(capacity: 16)
        writer.integer(1)
        writer.reset()
        writer.integer(2)
        #expect(writer.bytes == Array("2".utf8))
    }
}
