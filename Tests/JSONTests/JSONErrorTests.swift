// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Testing

@Suite struct JSONErrorTests {
    private func refusal(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONError? {
        var document = JSONDocument(limits: limits)
        do throws(JSONError) {
            try document.parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ text: String, _ limits: JSONLimits = JSONLimits()) -> JSONError? {
        refusal(Array(text.utf8), limits)
    }

    @Test(arguments: [
        ("{", 1), ("}", 0), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":}", 5), ("{\"a\":1,}", 7),
        ("{a:1}", 1),
        ("nul", 0), ("[tru]", 1), ("[falsy]", 1), ("TRUE", 0), ("NaN", 0), ("Infinity", 0), ("+1", 0),
        ("01", 0),
        ("-", 0), ("[-01]", 1), ("1.", 0), (".5", 0), ("1e", 0), ("1e+", 0), ("'a'", 0),
        ("\"a", 2),
        ("[\"a\\q\"]", 3), ("\"\\u12g4\"", 1), ("\"\\u12", 1), ("\"a\nb\"", 2), ("[1", 2), ("{\"a\":[1}", 7),
        ("/**/1", 0),
    ])
    func `what is not JSON is refused at the byte`(text: String, offset: Int) {
        #expect(refusal(text) == JSONError(.malformed, offset: offset))
    }

    @Test(arguments: [("1 2", 2), ("0x10", 1), ("[1] x", 4), ("{}{}", 2), ("\"a\"\"b\"", 3), ("null\0", 4)])
    func `bytes behind the value are refused`(text: String, offset: Int) {
        #expect(refusal(text) == JSONError(.trailingBytes, offset: offset))
    }

    @Test(arguments: ["", " ", "\n\t \r"])
    func `white space alone is refused`(text: String) {
        #expect(refusal(text)?.reason == .empty)
    }

    @Test(
        arguments: [
            ([0x22, 0x80, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0xC0, 0xAF, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0x5B, 0x31, 0xFF, 0x5D], 2),
        ] as [([UInt8], Int)]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8], offset: Int) {
        #expect(refusal(bytes) == JSONError(.invalidUTF8, offset: offset))
    }

    @Test func `a byte order mark is refused`() {
        #expect(refusal([0xEF, 0xBB, 0xBF, 0x7B, 0x7D]) == JSONError(.malformed, offset: 0))
    }

    @Test(arguments: [
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"",
        "\"\\ude00\\ud83d\"",
    ])
    func `half a surrogate pair is refused`(text: String) {
        #expect(refusal(text) == JSONError(.loneSurrogate, offset: 1))
    }

    @Test func `the same name twice is refused at the second, escaped or not`() {
        #expect(refusal(#"{"a":1,"a":2}"#) == JSONError(.duplicateMember, offset: 7))
        #expect(
            refusal(#"{"x":"a","y":["q",1.5],"a":1,"\u0061":2}"#) == JSONError(.duplicateMember, offset: 29)
        )
        #expect(refusal(#"[{"b":1},{"b":1,"c":{"b":1,"d":{"e":0,"e":0}}}]"#)?.offset == 38)
        #expect(refusal(#"{"a":{"a":{"a":1}},"b":{"a":1}}"#) == nil)
        #expect(refusal(#"{"abcdefgh1":1,"abcdefgh2":2,"abcdefgh":3,"":4}"#) == nil)
    }

    @Test func `the same name twice among many is refused`() {
        for count in [2, 16, 17, 18, 100, 256] {
            let names = (0..<(count - 1)).map { "\"field_name_\($0)\":0" }
            #expect(refusal("{" + names.joined(separator: ",") + "}") == nil)
            for repeated in [0, (count - 1) / 2, count - 2] {
                let text = "{" + (names + ["\"field_name_\(repeated)\":1"]).joined(separator: ",") + "}"
                let offset = names.joined(separator: ",").utf8.count + 2
                #expect(refusal(text) == JSONError(.duplicateMember, offset: offset))
            }
        }
    }

    @Test(arguments: ["18446744073709551616", "-9223372036854775809", "1e400", "-1e309"])
    func `a number that fits nothing is refused`(text: String) {
        #expect(refusal("[0,\(text)]") == JSONError(.numberOutOfRange, offset: 3))
    }

    @Test(arguments: [
        "18446744073709551615", "-9223372036854775808", "1.7976931348623157e308", "1e-400", "-0",
    ])
    func `a number at the edge of its range is taken`(text: String) {
        #expect(refusal(text) == nil)
    }

    @Test func `limits hold to the byte`() {
        let limits = JSONLimits(
            documentBytes: 40,
            depth: 3,
            stringBytes: 4,
            numberDigits: 5,
            members: 2,
            elements: 3
        )
        let string = { (count: Int) in String(repeating: " ", count: count) }
        #expect(refusal("1" + string(39), limits) == nil)
        #expect(refusal("1" + string(40), limits) == JSONError(.documentTooLarge, offset: 40))
        #expect(refusal("[[[]]]", limits) == nil)
        #expect(refusal("[[[[]]]]", limits) == JSONError(.tooDeep, offset: 3))
        #expect(refusal("[[[{}]]]", limits) == JSONError(.tooDeep, offset: 3))
        #expect(refusal("[[[[[[", limits) == JSONError(.tooDeep, offset: 3))
        #expect(refusal("[\"abcd\"]", limits) == nil)
        #expect(refusal("[\"abcde\"]", limits) == JSONError(.stringTooLong, offset: 1))
        #expect(refusal("[\"\\u00e9\\n\\ta\"]", limits) == JSONError(.stringTooLong, offset: 1))
        #expect(refusal("[\"\\ud83d\\ude00\"]", limits) == nil)
        #expect(refusal("[\"\\u00e9\\u00e9\"]", limits) == nil)
        #expect(refusal("{\"abcde\":1}", limits) == JSONError(.stringTooLong, offset: 1))
        #expect(refusal("[-123.45]", limits) == nil)
        #expect(refusal("[-12e345]", limits)?.reason == .numberOutOfRange)
        #expect(refusal("[1,123.456 ]", limits) == JSONError(.numberTooLong, offset: 3))
        #expect(refusal("[1.0000e0]", limits) == JSONError(.numberTooLong, offset: 1))
        #expect(refusal("123456", limits) == JSONError(.numberTooLong, offset: 0))
        #expect(refusal("{\"a\":1,\"b\":2}", limits) == nil)
        #expect(refusal("{\"a\":1,\"b\":2,\"c\":3}", limits) == JSONError(.tooManyMembers, offset: 13))
        #expect(refusal("[1,2,3]", limits) == nil)
        #expect(refusal("[1,2,3,4]", limits) == JSONError(.tooManyElements, offset: 7))
    }

    @Test func `the defaults are those of the documentation`() {
        let nested = { (depth: Int) in
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33)) == JSONError(.tooDeep, offset: 32))
        #expect(refusal("\"" + String(repeating: "a", count: 65_536) + "\"") == nil)
        #expect(refusal("\"" + String(repeating: "a", count: 65_537) + "\"")?.reason == .stringTooLong)
        #expect(refusal("0." + String(repeating: "1", count: 31)) == nil)
        #expect(refusal("0." + String(repeating: "1", count: 32))?.reason == .numberTooLong)
        #expect(refusal("[" + String(repeating: "0,", count: 9_999) + "0]") == nil)
        #expect(refusal("[" + String(repeating: "0,", count: 10_000) + "0]")?.reason == .tooManyElements)
        #expect(
            refusal("{" + (0..<257).map { "\"\($0)\":0" }.joined(separator: ",") + "}")?.reason
                == .tooManyMembers
        )
        #expect(
            refusal("1" + String(repeating: " ", count: 1 << 20))
                == JSONError(.documentTooLarge, offset: 1 << 20)
        )
    }

    @Test func `codes are stable and say the place`() {
        #expect(JSONError(.tooDeep, offset: 7).description == "json_too_deep at byte 7")
        #expect(JSONError(.outOfMemory).description == "json_out_of_memory")
        #expect(Set(JSONError.Reason.allCases.map(\.rawValue)).count == JSONError.Reason.allCases.count)
    }
}
