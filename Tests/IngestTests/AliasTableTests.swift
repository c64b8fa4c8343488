// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import JSON
import Testing

@Suite struct AliasTableTests {
    private let acme = AccountID(domain: "acme.com")

    private func table(_ records: [(String, String?)]) throws -> AliasTable {
        var table = AliasTable()
        for (key, account) in records {
            try table.apply(
                key: Array(key.utf8),
                value: account.map { Array("{\"account\":\"\($0)\",\"later\":[1]}".utf8) },
                resolver: IngestBench.resolver()
            )
        }
        return table
    }

    private func key(_ text: String) throws -> AliasKey {
        let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
        return try #require(
            AliasKey(namespace: parts[0], value: parts[1], resolver: IngestBench.resolver())
        )
    }

    @Test func `the last value of a key counts, and a tombstone removes it`() throws {
        let table = try table([
            ("name:acme", "acme.de"), ("name:acme", "acme.com"), ("crunchbase:1b6f:x", "acme.com"),
            ("crunchbase:gone", "acme.com"), ("crunchbase:gone", nil),
        ])
        #expect(table.count == 2)
        #expect(try table.account(of: key("name:ACME, Inc.")) == acme)
        #expect(try table.account(of: key("crunchbase:1b6f:x")) == acme)
        #expect(throws: AccountRefusal.noAlias) { try table.account(of: key("crunchbase:gone")) }
        // Ids of other systems are compared to the letter.
        #expect(throws: AccountRefusal.noAlias) { try table.account(of: key("crunchbase:1B6F:x")) }
    }

    @Test func `chains of domains are followed to their end`() throws {
        let table = try table([
            ("domain:acme.io", "acme.de"), ("name:acme", "acme.io"), ("domain:acme.de", "acme.com"),
        ])
        #expect(try table.account(of: key("name:acme")) == acme)
        #expect(try table.current(AccountID(domain: "acme.io")) == acme)
        #expect(try table.current(acme) == acme)
    }

    @Test func `an alias of itself is no alias, and a circle means nothing`() throws {
        let itself = try table([("domain:acme.com", "acme.com")])
        #expect(try itself.current(acme) == acme)
        let circle = try table([
            ("domain:acme.com", "acme.io"), ("domain:acme.io", "acme.de"), ("domain:acme.de", "acme.com"),
            ("name:acme", "acme.com"),
        ])
        #expect(throws: AccountRefusal.aliasCycle) { try circle.current(acme) }
        #expect(throws: AccountRefusal.aliasCycle) { try circle.account(of: key("name:acme")) }
    }

    @Test func `the order of records of different keys does not matter`() throws {
        let records: [(String, String?)] = [
            ("domain:acme.io", "acme.de"), ("domain:acme.de", "acme.io"), ("domain:acme.de", nil),
        ]
        // What compaction leaves of these records.
        let compacted = try table([("domain:acme.io", "acme.de"), ("domain:acme.de", nil)])
        #expect(try table(records).current(AccountID(domain: "acme.io")).domain == "acme.de")
        #expect(try compacted.current(AccountID(domain: "acme.io")).domain == "acme.de")
    }

    private static let unusable: [(String, String, AliasError)] = [
        ("acme", "{\"account\":\"acme.com\"}", AliasError.malformedKey),
        ("Name:acme", "{\"account\":\"acme.com\"}", .malformedKey),
        ("name:...", "{\"account\":\"acme.com\"}", .malformedKey),
        ("domain:localhost", "{\"account\":\"acme.com\"}", .malformedKey),
        ("name:Acme, Inc.", "{\"account\":\"acme.com\"}", .keyNotCanonical(canonical: "name:acme")),
        ("domain:www.acme.io", "{\"account\":\"acme.com\"}", .keyNotCanonical(canonical: "domain:acme.io")),
        ("name:acme", "acme.com", .malformedValue),
        ("name:acme", "{}", .malformedValue),
        ("name:acme", "{\"account\":7}", .malformedValue),
        ("name:acme", "{\"account\":\"www.acme.com\"}", .malformedAccount("www.acme.com")),
        ("name:acme", "{\"account\":\"\"}", .malformedAccount("")),
    ]

    @Test(arguments: unusable)
    func `a record that says nothing usable changes nothing`(
        _ key: String,
        _ value: String,
        _ error: AliasError
    ) throws {
        var table = AliasTable()
        #expect(throws: error) {
            try table.apply(key: Array(key.utf8), value: Array(value.utf8), resolver: IngestBench.resolver())
        }
        #expect(table.count == 0)
    }

    private static let names: [(String, String)] = [
        ("Acme, Inc.", "acme"),
        ("ACME", "acme"),
        ("  Acme   Labs\tLLC ", "acme labs"),
        ("Acme Co., Ltd.", "acme co"),
        ("Tap, Taste & Sip", "tap taste and sip"),
        ("O'Reilly", "oreilly"),
        ("Yahoo!", "yahoo"),
        ("Monster.com", "monstercom"),
        ("1-800-DENTIST", "1 800 dentist"),
        ("Müller GmbH", "müller"),
        ("Limited Inc", "limited"),
        ("Société Générale", "société générale"),
    ]

    @Test(arguments: names)
    func `company names are compared without their trimmings`(_ name: String, _ normalized: String) throws {
        let key = try #require(AliasKey(namespace: "name", value: name, resolver: IngestBench.resolver()))
        #expect(key.description == "name:" + normalized)
    }

    @Test func `a written alias reads back, and one of a domain retires the account`() throws {
        let now = IngestBench.now
        let alias = Alias(key: try key("domain:acme.io"), account: acme, source: "a \"b\"", recordedTime: now)
        var writer = JSONWriter()
        alias.write(to: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == "{\"account\":\"acme.com\",\"source\":\"a \\\"b\\\"\",\"recordedtime\":\"2026-11-20T09:00:00.000Z\"}"
        )
        var table = AliasTable()
        try table.apply(
            key: Array(alias.key.description.utf8),
            value: writer.bytes,
            resolver: IngestBench.resolver()
        )
        #expect(try table.current(AccountID(domain: "acme.io")) == acme)

        let event = try #require(alias.supersededEvent(recordedTime: now))
        #expect(event.account.domain == "acme.io")
        #expect(event.payload == .superseded(by: acme))
        #expect(event.id == "acme.io=acme.com")
        let name = Alias(key: try key("name:acme"), account: acme, source: "x", recordedTime: now)
        #expect(name.supersededEvent(recordedTime: now) == nil)
    }
}
