// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Testing

@Suite struct JSONPointerTests {
    /// The document and the pointers of RFC 6901, section 5.
    @Test(arguments: [
        ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
        ("/e^f", "3"),
        ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"), ("/~01", "9"),
        ("/10/1/x", "true"),
    ])
    func `a pointer finds what RFC 6901 says`(pointer: String, expected: String) throws {
        let text = #"""
            {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"~1":9,
            "10":[0,{"x":true}]}
            """#
        var document = JSONDocument()
        try document.parse(Array(text.utf8))
        let resolved = document.resolve(document.root, pointer: try JSONPointer(pointer))
        let node = try #require(resolved)
        var writer = JSONWriter()
        document.write(node, to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func `the empty pointer is the node itself`() throws {
        var document = JSONDocument()
        try document.parse(Array("[1]".utf8))
        #expect(document.resolve(document.root, pointer: try JSONPointer("")) == document.root)
    }

    @Test(arguments: [
        "/a/3", "/a/-", "/a/01", "/a/00", "/a/+1", "/a/1x", "/a/", "/b", "/a/0/x", "/c/x",
        "/a/99999999999999999999",
    ])
    func `a pointer to nothing finds nothing`(pointer: String) throws {
        var document = JSONDocument()
        try document.parse(Array(#"{"a":[1,2,3],"c":"x"}"#.utf8))
        #expect(document.resolve(document.root, pointer: try JSONPointer(pointer)) == nil)
    }

    @Test func `what is no pointer is refused`() {
        #expect(throws: JSONPointerError.noLeadingSlash) { try JSONPointer("a/b") }
        #expect(throws: JSONPointerError.noLeadingSlash) { try JSONPointer("é") }
        #expect(throws: JSONPointerError.invalidEscape(offset: 2)) { try JSONPointer("/a~2") }
        #expect(throws: JSONPointerError.invalidEscape(offset: 1)) { try JSONPointer("/~") }
        #expect(throws: JSONPointerError.invalidEscape(offset: 1)) { try JSONPointer("/~/a") }
    }
}
