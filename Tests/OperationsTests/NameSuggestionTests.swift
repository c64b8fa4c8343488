// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import Operations

@Suite struct NameSuggestionTests {
    @Test(arguments: [
        ("outbond", "outbound"), ("utbound", "outbound"), ("outbound/mary", "outbound/maria"), ("OUT", nil),
        ("expansion", "expansion"), ("expasnion", "expansion"), ("", nil),
        (String(repeating: "x", count: 10_000), nil),
    ])
    func `the nearest name is suggested, if it is near`(wanted: String, expected: String?) {
        let names = ["outbound", "outbound/maria", "expansion", String(repeating: "x", count: 9_999)]
        #expect(NameSuggestion.nearest(to: wanted, among: names) == expected)
    }

    @Test func `percent-encoding is undone, and done in one way`() {
        #expect(PercentEncoding.decoded("a%20b%C3%A9%2f") == "a bé/")
        #expect(PercentEncoding.decoded("100%") == nil)
        #expect(PercentEncoding.decoded("%4") == nil)
        #expect(PercentEncoding.decoded("%+1") == nil)
        #expect(PercentEncoding.decoded("%FF") == nil)
        #expect(PercentEncoding.encoded("a b-._~é/\u{1}") == "a%20b-._~%C3%A9%2F%01")
    }
}
