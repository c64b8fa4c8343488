// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Ingest
import JSON
import Testing

@Suite struct DeadLetterTests {
    @Test func `the headers name reason and place, for hotlist's tools and for those of Kafka Connect`() {
        let record = SourceRecord(
            topic: "vendor.jobs",
            partition: 3,
            offset: 42,
            timestamp: Timestamp(milliseconds: 1_795_075_200_000)
        )
        let letter = DeadLetter(reason: .accountUnresolved, message: "the alias name:acme")
        let headers = letter.headers(for: record, applicationID: "hotlist").map { header in
            "\(header.name)=\(String(decoding: header.value ?? [], as: UTF8.self))"
        }
        #expect(
            headers == [
                "hotlist.error.code=account_unresolved",
                "hotlist.error.stage=identify",
                "hotlist.error.message=the alias name:acme",
                "hotlist.error.topic=vendor.jobs",
                "hotlist.error.partition=3",
                "hotlist.error.offset=42",
                "hotlist.error.timestamp=1795075200000",
                "__connect.errors.topic=vendor.jobs",
                "__connect.errors.partition=3",
                "__connect.errors.offset=42",
                "__connect.errors.connector.name=hotlist",
                "__connect.errors.task.id=3",
                "__connect.errors.stage=TRANSFORMATION",
                "__connect.errors.class.name=hotlist.ingest",
                "__connect.errors.exception.class.name=hotlist.account_unresolved",
                "__connect.errors.exception.message=the alias name:acme",
            ]
        )
    }

    private static let messages: [(String, String)] = [
        ("plain", "plain"),
        ("a\nb\u{1B}[31mc\u{7}", "a\\u{a}b\\u{1b}[31mc\\u{7}"),
        ("a\u{202E}b\u{2028}c\u{FEFF}d", "a\\u{202e}b\\u{2028}c\\u{feff}d"),
        ("münchen 例 😀", "münchen 例 😀"),
        (String(repeating: "x", count: 512), String(repeating: "x", count: 512)),
        (String(repeating: "x", count: 513), String(repeating: "x", count: 509) + "…"),
        (String(repeating: "é", count: 300), String(repeating: "é", count: 254) + "…"),
        (String(repeating: "x", count: 507) + "\n\n", String(repeating: "x", count: 507) + "…"),
    ]

    @Test(arguments: messages)
    func `a message is harmless and short`(_ text: String, _ message: String) {
        #expect(DeadLetter(reason: .badValue, message: text).message == message)
    }

    @Test func `every code is one word, and every fault of the readers below has its own`() {
        for reason in DeadLetterReason.allCases {
            #expect(
                reason.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x38 }
            )
        }
        for reason in JSONError.Reason.allCases {
            #expect(DeadLetterReason(rawValue: reason.rawValue) != nil, "\(reason)")
        }
        for reason in EventDecodeError.Reason.allCases {
            #expect(DeadLetterReason(rawValue: reason.rawValue) != nil, "\(reason)")
        }
    }

    @Test func `the documentation lists every code with its stage, and no other`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let text = try String(contentsOfFile: "\(root)/docs/dead-letters.md", encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.contains("`hotlist.") }
        let listed = rows.map { row in
            row.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        .filter { !$0[0].contains("__connect") }
        #expect(listed == DeadLetterReason.allCases.map { ["`\($0.rawValue)`", $0.stage.rawValue] })
    }
}
