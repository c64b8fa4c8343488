// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Testing

@Suite struct ListNameTests {
    @Test(arguments: [
        ("maria", "outbound/maria"), ("Maria Lopez", "outbound/Maria%20Lopez"),
        ("a|b/c#d%", "outbound/a%7Cb%2Fc%23d%25"),
        ("Zoë", "outbound/Zo%C3%AB"), ("A-z.0_9~", "outbound/A-z.0_9~"), ("\u{0}", "outbound/%00"),
    ])
    func `a value is percent-encoded and read back`(value: String, text: String) throws {
        let name = ListName(queue: "outbound", value: value)
        #expect(name.text == text)
        let parsed = try #require(ListName(parsing: text))
        #expect(parsed == name)
        #expect(parsed.queue == "outbound")
        #expect(parsed.value == value)
    }

    @Test(arguments: [
        "", "/a", "outbound/", "Outbound", "out bound", "outbound/a b", "outbound/%4", "outbound/%zz",
        "outbound/%41",
        "outbound/%c3%ab", "outbound/%FF", "outbound/a/b", "outbound|3", "outbound/%",
    ])
    func `what is not written exactly like a name is none`(text: String) {
        #expect(ListName(parsing: text) == nil)
    }

    @Test func `values that only Unicode takes for equal are different lists`() {
        let composed = ListName(queue: "q", value: "\u{E9}")
        let decomposed = ListName(queue: "q", value: "e\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test func `the lists of a queue stand together in order`() {
        let names = ["b", "a/y", "a-b", "a/x", "a"].compactMap(ListName.init(parsing:))
        #expect(names.sorted().map(\.text) == ["a", "a/x", "a/y", "a-b", "b"])
    }

    @Test(arguments: ["outbound|3", "outbound/a%7Cb|0", "outbound|#12"])
    func `a candidate key is read back`(text: String) throws {
        let key = try #require(CandidateKey(parsing: text))
        #expect(key.description == text)
        #expect(key.queue == "outbound")
    }

    @Test func `a candidate key says what it is the key of`() {
        #expect(CandidateKey(parsing: "q/v|7") == .list(ListName(queue: "q", value: "v"), partition: 7))
        #expect(CandidateKey(parsing: "q|#7") == .head(queue: "q", partition: 7))
    }

    @Test(arguments: [
        "outbound", "outbound|", "outbound|#", "outbound|-1", "outbound|+1", "outbound|01", "outbound/a|#1",
        "|1", "outbound|1|2", "outbound|9999999999999999999",
    ])
    func `other texts are no candidate keys`(text: String) {
        #expect(CandidateKey(parsing: text) == nil)
    }

    @Test func `an entry key is the list and the account`() throws {
        let key = EntryKey(list: ListName(queue: "q", value: "a|b"), account: AccountID(domain: "acme.com"))
        #expect(key.description == "q/a%7Cb|acme.com")
        #expect(EntryKey(parsing: key.description) == key)
        #expect(EntryKey(parsing: "q/a") == nil)
        #expect(EntryKey(parsing: "q|") == nil)
    }
}
