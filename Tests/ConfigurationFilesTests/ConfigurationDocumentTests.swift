// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import ConfigurationFiles

/// The faults of reading `text` with `body`, one line each; none if it can be read.
func faults(_ text: String, _ body: (ConfigurationMapping) -> Void = { _ = $0.all() }) -> [String] {
    do throws(ConfigurationError) {
        try ConfigurationDocument(file: "f.yaml", bytes: Array(text.utf8)).read(body)
        return []
    } catch {
        return error.faults.map(\.description)
    }
}

@Suite struct ConfigurationDocumentTests {
    @Test func `a document gives typed values`() throws {
        let text = """
            number: -1.5e2
            whole: 12
            flag: true
            wait: 90d
            size: 64MiB
            name: 'two words'
            list: [a, 7, "b"]
            nested:
              key: value
            """
        let document = try ConfigurationDocument(file: "f.yaml", bytes: Array(text.utf8))
        try document.read { root in
            #expect(root.required("number")?.number(in: -1000...1000) == -150)
            #expect(root.required("whole")?.integer(in: 0...12) == 12)
            #expect(root.required("flag")?.boolean() == true)
            #expect(root.required("wait")?.duration(in: 0...Int64.max) == 7_776_000_000)
            #expect(root.required("size")?.byteSize(in: 0...Int64.max) == 67_108_864)
            #expect(root.required("name")?.text() == "two words")
            #expect(root.required("list")?.texts() == ["a", "7", "b"])
            #expect(root.required("nested")?.mapping()?.required("key")?.text() == "value")
            #expect(root.optional("absent") == nil)
        }
    }

    @Test func `all faults come together, in the file's order`() {
        let text = """
            # a comment
            weight: heavy
            halflife: 3d
            cap: 500
            nested:
              keu: 1
            """
        let found = faults(text) { root in
            _ = root.required("cap")?.number(in: 0...100)
            _ = root.required("weight")?.number(in: 0...100)
            _ = root.required("half_life")?.duration(in: 1...10)
            _ = root.required("nested")?.mapping()?.optional("key")
        }
        #expect(
            found == [
                "f.yaml:1: half_life: is missing",
                "f.yaml:2: weight: must be a number, but is `heavy`",
                "f.yaml:3: halflife: is not a known key; did you mean `half_life`?",
                "f.yaml:4: cap: must be from 0 to 100, but is `500`",
                "f.yaml:6: nested.keu: is not a known key; did you mean `key`?",
            ]
        )
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", "f.yaml:3: a: is given twice in the same mapping, first in line 1"),
        (
            "x: {a: 1,\n    b: 2, \"a\": 3}",
            "f.yaml:2: a: is given twice in the same mapping, first in line 1"
        ),
        (
            "x:\n  - a: 1\n    c: {a: 2}\n    a: 3",
            "f.yaml:4: a: is given twice in the same mapping, first in line 2"
        ),
        ("a: [1, 2", "f.yaml:1: is not YAML: did not find expected ',' or ']'"),
        ("a: b: c", "f.yaml:1: is not YAML: mapping values are not allowed in this context"),
        ("", "f.yaml:1: is empty"),
        ("# nothing", "f.yaml:1: is empty"),
        ("- a", "f.yaml:1: must be a mapping (`key: value` lines), but is a list"),
        ("a: 1\n---\nb: 2", "f.yaml:2: holds more than one document"),
        ("a: !!int 3", "f.yaml:1: has a tag (`!…`), which hotlist does not use"),
        ("a: &x {b: 1}\nc:\n  <<: *x", "f.yaml:3: has a merge key (`<<`), which hotlist does not use"),
        (
            "a: *x",
            "f.yaml:1: has the alias `*x` before any anchor of that name (text that begins with `*` needs quotes)"
        ),
        (
            "a: &x [*x]",
            "f.yaml:1: has the alias `*x` before any anchor of that name (text that begins with `*` needs quotes)"
        ),
        ("k: &x a\n*x : 1", "f.yaml:2: has a key that is not a single value"),
        ("{a: 1}: 2", "f.yaml:1: has a key that is not a single value"),
        ("\"a\\Lb\": 1", "f.yaml:1: has a key longer than 256 bytes or with invisible characters"),
        ("a: \u{E000}", "f.yaml:1: holds the character U+E000, which must not be used"),
    ])
    func `YAML that is wrong is refused with its line`(text: String, expected: String) {
        let found = faults(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(expected) == true, "\(found)")
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() throws {
        let bytes = Array("a: 1\nb: ".utf8) + [0xC3, 0x28, 0x0A]
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationDocument(file: "f.yaml", bytes: bytes)
        }
        #expect(error?.description == "f.yaml:2: is not UTF-8 text")
    }

    @Test func `a file over 1 MiB is refused`() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: 1_048_577)
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationDocument(file: "f.yaml", bytes: bytes)
        }
        #expect(error?.description == "f.yaml:1: is larger than 1MiB")
    }

    @Test func `aliases stand for what their anchors hold`() throws {
        let text = "a: &words [x, '*y', \"z*\", u*v]\nb: *words\nc: {d: *words}"
        try ConfigurationDocument(file: "f.yaml", bytes: Array(text.utf8)).read { root in
            #expect(root.required("a")?.texts() == ["x", "*y", "z*", "u*v"])
            #expect(root.required("b")?.texts() == ["x", "*y", "z*", "u*v"])
            #expect(root.required("c")?.mapping()?.required("d")?.texts()?.count == 4)
        }
    }

    @Test func `a document that grows through its aliases is refused`() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(aliases)]")
        }
        let found = faults(lines.joined(separator: "\n"))
        #expect(found == ["f.yaml:5: holds more than 100000 values, aliases expanded"])
    }

    @Test func `a document that grows deep through its aliases is refused`() {
        var lines = ["a0: &a0 [x]"]
        for level in 1...1000 { lines.append("a\(level): &a\(level) [*a\(level - 1)]") }
        #expect(faults(lines.joined(separator: "\n")) == ["f.yaml:31: is nested deeper than 32 levels"])
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func `nesting without end is refused`(piece: String) {
        #expect(faults(String(repeating: piece, count: 20_000)).count == 1)
        #expect(faults(String(repeating: piece, count: 900) + "x").count == 1)
    }

    @Test(arguments: [
        ("1", 1.0), ("-0.5", -0.5), ("+3", 3), ("1e3", 1000), ("2.5E-1", 0.25),
    ])
    func `a number is what JSON takes for one`(text: String, expected: Double) throws {
        try ConfigurationDocument(file: "f.yaml", bytes: Array("a: \(text)".utf8)).read { root in
            #expect(root.required("a")?.number(in: -10000...10000) == expected)
        }
    }

    @Test(arguments: ["0x10", "1_000", ".5", "5.", ".inf", ".nan", "nan", "1e", "'1'", "[1]", "", "~", "1 2"])
    func `other spellings are no number`(text: String) {
        let found = faults("a: \(text)") { _ = $0.required("a")?.number(in: 0...100) }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("f.yaml:1: a: must be a number") == true)
    }

    @Test(arguments: [
        "5", "d", "1.5h", "-3s", "3 s", "3w", "99999999999999999999d", "9999999999999999d", "[1s]",
    ])
    func `other spellings are no duration`(text: String) {
        let found = faults("a: \(text)") { _ = $0.required("a")?.duration(in: 0...Int64.max) }
        #expect(found.first?.hasPrefix("f.yaml:1: a: must be a duration such as `90d`") == true)
    }

    @Test func `a misspelt choice is answered with the nearest`() {
        let found = faults("a: erliest") { _ = $0.required("a")?.choice(of: Start.self) }
        #expect(
            found == [
                "f.yaml:1: a: must be `earliest` or `latest`, but is `erliest`; did you mean `earliest`?"
            ]
        )
    }

    private enum Start: String, CaseIterable {
        case earliest, latest
    }

    @Test func `what a message quotes is short and has no control characters`() {
        let found = faults("a: \"x\\e[31m\\u202e\(String(repeating: "y", count: 100))\"") {
            _ = $0.required("a")?.boolean()
        }
        #expect(
            found == [
                "f.yaml:1: a: must be `true` or `false`, but is the text `x [31m \(String(repeating: "y", count: 33))…`"
            ]
        )
    }
}
