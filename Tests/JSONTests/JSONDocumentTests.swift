// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Testing

@Suite struct JSONDocumentTests {
    private func read<R>(_ text: String, _ body: (borrowing JSONDocument) throws -> R) throws -> R {
        var document = JSONDocument()
        try document.parse(Array(text.utf8))
        return try body(document)
    }

    /// The node, which must be there; the macro itself cannot take a call on what is not copyable.
    private func found(_ node: JSONNode?) throws -> JSONNode {
        try #require(node)
    }

    @Test func `each kind of value is told and read`() throws {
        let text =
            #"{"o":{},"a":[1],"s":"x","i":-7,"u":18446744073709551615,"d":2.5,"t":true,"f":false,"n":null}"#
        try read(text) { document in
            let value = { (name: String, document: borrowing JSONDocument) throws -> JSONNode in
                try found(document.member(document.root, name))
            }
            #expect(document.kind(of: document.root) == .object)
            #expect(document.count(document.root) == 9)
            let object = try value("o", document)
            #expect(document.kind(of: object) == .object)
            let array = try value("a", document)
            #expect(document.kind(of: array) == .array)
            #expect(document.count(array) == 1)
            let string = try value("s", document)
            #expect(document.kind(of: string) == .string)
            #expect(document.string(string) == "x")
            #expect(document.withString(string) { $0.count } == 1)
            let integer = try value("i", document)
            #expect(document.kind(of: integer) == .integer)
            #expect(document.integer(integer) == -7)
            #expect(document.number(integer) == -7)
            let unsigned = try value("u", document)
            #expect(document.kind(of: unsigned) == .unsigned)
            #expect(document.integer(unsigned) == nil)
            #expect(document.number(unsigned) == 18_446_744_073_709_551_616)
            let double = try value("d", document)
            #expect(document.kind(of: double) == .double)
            #expect(document.integer(double) == nil)
            #expect(document.number(double) == 2.5)
            let yes = try value("t", document)
            #expect(document.kind(of: yes) == .boolean)
            #expect(document.boolean(yes) == true)
            let no = try value("f", document)
            #expect(document.boolean(no) == false)
            let null = try value("n", document)
            #expect(document.kind(of: null) == .null)
            #expect(document.boolean(null) == nil)
        }
    }

    @Test func `reading a value as another kind gives nothing`() throws {
        try read(#"["1",1,true]"#) { document in
            let text = try found(document.element(document.root, at: 0))
            #expect(document.number(text) == nil)
            #expect(document.integer(text) == nil)
            #expect(document.boolean(text) == nil)
            let number = try found(document.element(document.root, at: 1))
            #expect(document.string(number) == nil)
            #expect(document.withString(number) { $0.count } == nil)
            #expect(document.member(number, "a") == nil)
            #expect(document.count(number) == 0)
            #expect(document.element(document.root, at: 3) == nil)
            #expect(document.element(document.root, at: -1) == nil)
        }
    }

    @Test func `strings are unescaped, and may hold a zero byte`() throws {
        try read(#"["a\u0000b","\ud83d\ude00\"\\\/\b\f\n\r\té","\ufeffa"]"#) { document in
            let zero = try found(document.element(document.root, at: 0))
            #expect(document.string(zero) == "a\0b")
            let escapes = try found(document.element(document.root, at: 1))
            #expect(document.string(escapes) == "😀\"\\/\u{08}\u{0C}\n\r\té")
            let mark = try found(document.element(document.root, at: 2))
            #expect(document.withString(mark) { $0.count } == 4)
        }
    }

    @Test func `strings compare byte by byte`() throws {
        try read(#"["kind","kinds","",7]"#) { document in
            let nodes = (0..<4).compactMap { document.element(document.root, at: $0) }
            #expect(nodes.map { document.equals($0, "kind") } == [true, false, false, false])
            #expect(nodes.map { document.equals($0, "") } == [false, false, true, false])
            #expect(nodes.map { document.equals($0, "kinds".utf8.span) } == [false, true, false, false])
        }
    }

    @Test func `members and elements come in their order, nested ones are passed over`() throws {
        try read(#"{"b":{"x":[1,2,{"y":3}]},"a":[[],{},-1.5],"c":1}"#) { document in
            var names: [String?] = []
            var kinds: [JSONKind] = []
            document.forEachMember(of: document.root) { name, value in
                names.append(document.string(name))
                kinds.append(document.kind(of: value))
            }
            #expect(names == ["b", "a", "c"])
            #expect(kinds == [.object, .array, .integer])
            let array = try found(document.member(document.root, "a"))
            var elements: [JSONKind] = []
            document.forEachElement(of: array) { elements.append(document.kind(of: $0)) }
            #expect(elements == [.array, .object, .double])
        }
    }

    @Test func `an error thrown by a visitor comes out`() throws {
        struct Stop: Error {}
        try read("[1,2,3]") { document in
            var seen = 0
            #expect(throws: Stop.self) {
                try document.forEachElement(of: document.root) { _ throws(Stop) in
                    seen += 1
                    if seen == 2 { throw Stop() }
                }
            }
            #expect(seen == 2)
        }
    }

    @Test func `a single value is a document`() throws {
        #expect(try read(" 12 ") { $0.integer($0.root) } == 12)
        #expect(try read("\"x\"") { $0.string($0.root) } == "x")
    }

    @Test func `a slice of a larger buffer is parsed alone`() throws {
        var document = JSONDocument()
        try document.parse(Array("xx{\"a\":1}yy".utf8)[2..<9])
        #expect(document.member(document.root, "a").flatMap { document.integer($0) } == 1)
    }

    @Test func `a document takes the last one's place, and a refused one leaves nothing`() throws {
        var document = JSONDocument()
        try document.parse(Array("[1,2,3]".utf8))
        try document.parse(Array("{\"a\":true}".utf8))
        #expect(document.member(document.root, "a").flatMap { document.boolean($0) } == true)
        #expect(throws: JSONError.self) { try document.parse(Array("{".utf8)) }
        #expect(document.kind(of: document.root) == .null)
        #expect(throws: JSONError.self) { try document.parse(Array("{\"a\":1,\"a\":2}".utf8)) }
        #expect(document.kind(of: document.root) == .null)
        #expect(document.string(document.root) == nil)
        try document.parse(Array("7".utf8))
        #expect(document.integer(document.root) == 7)
    }

    @Test func `nothing can be read before the first document`() {
        let document = JSONDocument()
        #expect(document.kind(of: document.root) == .null)
        #expect(document.member(document.root, "a") == nil)
    }

    @Test func `a node of another document never reaches outside`() throws {
        var large = JSONDocument()
        try large.parse(Array(#"{"a":["b",1.5,{"c":"d"},18446744073709551615,-1,"e"],"f":2.2e-300}"#.utf8))
        var nodes: [JSONNode] = [large.root]
        large.forEachMember(of: large.root) { name, value in
            nodes += [name, value]
            large.forEachElement(of: value) { nodes.append($0) }
        }
        for text in ["1", "[]", "[[[1]]]", "[2.2e-300,3462142213541069122]", "{\"a\":\"bcdefghijklmnop\"}"] {
            var small = JSONDocument()
            try small.parse(Array(text.utf8))
            for node in nodes {
                var writer = JSONWriter()
                _ = small.string(node)
                _ = small.count(node)
                _ = small.number(node)
                _ = small.element(node, at: 1)
                small.forEachMember(of: node) { name, _ in _ = small.string(name) }
                small.write(node, to: &writer)
            }
        }
    }

    @Test func `a number that looks like a string on the tape is none to read by`() throws {
        var other = JSONDocument()
        try other.parse(Array(#"["a","b","c"]"#.utf8))
        // The third element stands where the second word of the number below does.
        let node = try found(other.element(other.root, at: 2))
        for place in [4, 0, 0x7FFF_FFFF, 0xFF_FFFF_FFFF_FFFF] as [UInt64] {
            for tag in #"{["lud"# {
                let word = UInt64(tag.asciiValue ?? 0) << 56 | place
                var document = JSONDocument()
                try document.parse(Array("[\"aaaaaaaa\",\(word)]".utf8))
                // Place 4 is inside a text, whose bytes would make a length of 1.6 GB; place 0 is a text.
                #expect(document.string(node) == (tag == "\"" && place == 0 ? "aaaaaaaa" : nil))
                var writer = JSONWriter()
                document.write(node, to: &writer)
                _ = document.number(node)
                _ = document.element(node, at: 0)
            }
        }
    }

    @Test func `a document is written again compactly with its order and its values`() throws {
        let text = """
             { "b" : [ 1 , 2.0, 2.50 , -0.0, 1e2, 1E+30, 9007199254740993, 18446744073709551615 ],
               "a" : { "\\u0041" : "\\u00e9\\/\\u0007" , "n":null, "t":true } }
            """
        let written = try read(text) { document in
            var writer = JSONWriter()
            document.write(document.root, to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
        let expected =
            #"{"b":[1,2,2.5,0,100,1e+30,9007199254740993,18446744073709551615],"#
            + #""a":{"A":"é/\u0007","n":null,"t":true}}"#
        #expect(written == expected)
    }
}
