// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import JSON

@Suite struct FamiliarMembersTests {
    @Test func `the second object of a kind is read by the members of the first`() throws {
        var members = FamiliarMembers()
        var document = JSONDocument()
        try document.parse(Self.bytes(#"{"id":"a","count":3,"share":0.25,"is":true,"none":null}"#), &members)
        #expect(Self.numbers(document) == [])
        #expect(
            members.names.map { String(decoding: $0, as: UTF8.self) } == [
                "id", "count", "share", "is", "none",
            ]
        )
        try document.parse(
            Self.bytes(#" { "id": "Zürich, at length", "share":-12.5,"is":false,"none":null } "#),
            &members
        )
        #expect(Self.numbers(document) == [0, 2, 3, 4])
        #expect(document.member(document.root, "id").flatMap { document.string($0) } == "Zürich, at length")
        #expect(document.member(document.root, "share").flatMap { document.number($0) } == -12.5)
        #expect(document.member(document.root, "is").flatMap { document.boolean($0) } == false)
        #expect(document.member(document.root, "none").map { document.kind(of: $0) } == .null)
        #expect(document.member(document.root, "count") == nil)
        #expect(document.count(document.root) == 4)
    }

    @Test func `a member that is new takes its place among the others, and another order begins anew`() throws
    {
        var members = FamiliarMembers()
        var document = JSONDocument()
        try document.parse(Self.bytes(#"{"id":"a","title":"b"}"#), &members)
        try document.parse(Self.bytes(#"{"id":"a","person":"p","title":"b"}"#), &members)
        #expect(members.names == ["id", "person", "title"].map { Array($0.utf8) })
        try document.parse(Self.bytes(#"{"id":"a","title":"b"}"#), &members)
        #expect(Self.numbers(document) == [0, 2])
        try document.parse(Self.bytes(#"{"title":"b","id":"a"}"#), &members)
        #expect(Self.numbers(document) == [])
        #expect(members.names == ["title", "id"].map { Array($0.utf8) })
        try document.parse(Self.bytes(#"{"title":"b","id":"a"}"#), &members)
        #expect(Self.numbers(document) == [0, 1])
    }

    /// Each is as `{"a":"x","b":1}` is, but for what must be seen by the parser, or is none of its business.
    @Test(
        arguments: [
            #"{"a":"x","a":"y"}"#, #"{"b":1,"a":"x"}"#, #"{"a":"x","b":01}"#, #"{"a":"x","b":-0}"#,
            #"{"a":"x","b":1.}"#, #"{"a":"x","b":1e3}"#, #"{"a":"x","b":1234567890123456}"#,
            #"{"a":"x\n","b":1}"#, #"{"a":"x","b":1}}"#, #"{"a":"x","b":1"#, #"{"a":"x","b":1,}"#,
            #"{"a":"x","b":tru}"#, #"{"a":"x","b":{}}"#, #"{"a":"x","b":[1]}"#, #"{"a":"x" "b":1}"#,
            #"{"a" "x","b":1}"#, #"["a","x"]"#, #"{"a":"x","b":1} 2"#, "{\"a\":\"x\u{7F}\",\"b\":1}",
            "{\"a\":\"x\u{1}\",\"b\":1}", "\u{FEFF}{\"a\":\"x\",\"b\":1}", "", "{}",
            #"{"a":"x","b":1,"c":2}"#,
            #"{"a":"0123456789abcdef0123456789abcdef","b":999999999999999}"#, #"{"a":"","b":0.0}"#,
            #"{"a":"x","b":"ends at the end"}"#, #"{"b":123456789012.345}"#, #"{"b":-0.5}"#, #"{"b":null}"#,
            #"{"a" :"x","b" :1}"#, #"{"a":"x" ,"b":1}"#, #"{ "a": "x", "b": 1 }"#,
        ]
    )
    func `what is like the objects before is read as by the parser`(text: String) throws {
        var members = FamiliarMembers()
        var document = JSONDocument()
        try document.parse(Self.bytes(#"{"a":"x","b":1}"#), &members)
        #expect(Self.read(Array(text.utf8), &document, &members) == Self.read(Array(text.utf8)))
        // Broken UTF-8, which only looks at the whole can tell.
        let broken = Array(#"{"a":"x"#.utf8) + [0xC3] + Array(#"","b":1}"#.utf8)
        #expect(Self.read(broken, &document, &members) == Self.read(broken))
    }

    @Test func `objects with many names, or long ones, are left to the parser`() throws {
        let many = "{" + (0..<65).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        let long = "{\"" + String(repeating: "n", count: 4097) + "\":1}"
        for text in [many, long] {
            var members = FamiliarMembers()
            var document = JSONDocument()
            for _ in 0..<3 { try document.parse(Self.bytes(text), &members) }
            #expect(members.names.isEmpty)
            #expect(Self.numbers(document) == [])
        }
        // Together they would be too many, so that what came last begins anew.
        var members = FamiliarMembers()
        var document = JSONDocument()
        for start in [0, 40] {
            let object = "{" + (start..<start + 40).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
            try document.parse(Self.bytes(object), &members)
        }
        #expect(members.names.map { String(decoding: $0, as: UTF8.self) } == (40..<80).map { "\($0)" })
    }

    @Test func `limits are those of the parser`() throws {
        let small = JSONLimits(documentBytes: 60, stringBytes: 20, numberDigits: 15, members: 3)
        for text in [
            #"{"a":"x","b":1,"c":2}"#, #"{"a":"x","b":1,"c":2,"d":3}"#,
            #"{"a":"twenty-one bytes long","b":1}"#,
            #"{"a":"x","b":1,"c":"and now much more than what such a document may have"}"#,
        ] {
            var members = FamiliarMembers()
            var large = JSONDocument()
            try large.parse(Self.bytes(#"{"a":"x","b":1,"c":2,"d":3}"#), &members)
            var document = JSONDocument(limits: small)
            let expected = Self.read(Array(text.utf8), limits: small)
            #expect(Self.read(Array(text.utf8), &document, &members) == expected, "\(text)")
        }
    }

    @Test func `objects of several programs, some of them broken, read as by the parser`() throws {
        let seed = SeededGenerator.seed &+ 7
        var generator = SeededGenerator(seed: seed)
        for program in 0..<12 {
            var members = FamiliarMembers()
            var document = JSONDocument()
            var quick = 0
            // Now and then with names that need escapes, which are left to the parser.
            let end = program == 0 ? "\"" : ["", "é", "_of_the_company"][program % 3]
            let names = (0..<(1 + generator.below(20))).map { "member\($0)\(end)" }
            for round in 0..<200 {
                var bytes = Self.object(of: names, &generator)
                if generator.chance(10), !bytes.isEmpty {
                    bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
                }
                let found = Self.read(bytes, &document, &members)
                let told =
                    "seed \(seed), program \(program), round \(round): \(String(decoding: bytes, as: UTF8.self))"
                #expect(found == Self.read(bytes), "\(told)")
                if document.isFamiliar { quick += 1 }
            }
            #expect(program == 0 ? quick == 0 : quick > 20, "seed \(seed), program \(program)")
        }
    }

    /// An object with some of these members, mostly in their order, and mostly with plain values.
    private static func object(of names: [String], _ generator: inout SeededGenerator) -> [UInt8] {
        var chosen = names.filter { _ in generator.chance(90) }
        if generator.chance(5) { chosen.shuffle(using: &generator) }
        if generator.chance(5) { chosen.append(RandomJSON.string(&generator)) }
        let members = chosen.map { name in
            let value =
                switch generator.below(generator.chance(5) ? 8 : 6) {
                case 0: RandomJSON.integer(Int64(generator.below(100_000)) - 500)
                case 1: RandomJSON.double(Double(generator.below(100_000)) / 100)
                case 2: RandomJSON.boolean(true)
                case 3: RandomJSON.null
                case 4, 5: RandomJSON.string(String(repeating: "wörd ", count: generator.below(12)))
                default: RandomJSON.make(&generator)
                }
            return (name, value)
        }
        let object = RandomJSON.object(members)
        return Array((generator.chance(90) ? object.canonical : object.spelled(&generator)).utf8)
    }

    /// What is read: the document as the writer has it, or what is wrong with it.
    private static func read(
        _ bytes: [UInt8],
        _ document: inout JSONDocument,
        _ members: inout FamiliarMembers
    ) -> String {
        do {
            try document.parse(bytes.span, expecting: &members)
        } catch {
            return "\(error)"
        }
        return written(document)
    }

    private static func read(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> String {
        var document = JSONDocument(limits: limits)
        do {
            try document.parse(bytes)
        } catch {
            return "\(error)"
        }
        return written(document)
    }

    /// Kinds and texts of all members as well, since the writer has one spelling for numbers of two kinds.
    private static func written(_ document: borrowing JSONDocument) -> String {
        var writer = JSONWriter()
        document.write(document.root, to: &writer)
        var text = String(decoding: writer.bytes, as: UTF8.self)
        var strings: [UInt8] = []
        document.copyStrings(to: &strings)
        document.forEachMember(of: document.root) { name, value in
            text += " \(document.kind(of: value)) \(document.range(of: name).map { strings[$0] } ?? [])"
            if let range = document.range(of: value) { text += " \(strings[range])" }
        }
        return text
    }

    /// The numbers of the members among the familiar ones; none of a document that the parser has read.
    private static func numbers(_ document: borrowing JSONDocument) -> [Int] {
        document.isFamiliar ? (0..<document.count(document.root)).map { document.memberNumber(at: $0) } : []
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}

extension JSONDocument {
    fileprivate mutating func parse(_ bytes: [UInt8], _ members: inout FamiliarMembers) throws(JSONError) {
        try parse(bytes.span, expecting: &members)
    }
}
