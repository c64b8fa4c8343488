// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import chaos

/// The oracle sees what it is there for.
@Suite struct ListHistoryTests {
    private func list(_ sequence: Int, _ members: [String], after previous: [String]) throws
        -> ListPublication
    {
        let entries = members.map {
            #"{"account":"\#($0)","urgency":50.5,"grade":"A1","reasons":[{"text":"r"}]}"#
        }
        let names = previous.map { "\"\($0)\"" }.joined(separator: ",")
        let text = """
            {"queue":"q","list":"q","as_of":"2026-01-01T00:00:00.000Z","sequence":\(sequence),
             "positions":[{"partition":0,"offset":\(sequence),"as_of":"2026-01-01T00:00:00.000Z"}],
             "previous":{"sequence":\(sequence - 1),"members":[\(names)]},
             "entries":[\(entries.joined(separator: ","))]}
            """
        return try #require(ListPublication(Array(text.utf8)))
    }

    private func entered(_ account: String, _ sequence: Int, _ rank: Int) -> [String: Any] {
        [
            "change": "entered", "list": "q", "account": account, "rank": rank, "urgency": 50.5,
            "grade": "A1",
            "sequence": sequence,
        ]
    }

    private func left(_ account: String, _ sequence: Int, _ rank: Int) -> [String: Any] {
        [
            "change": "left", "list": "q", "account": account, "rank_from": rank, "urgency_from": 50.5,
            "grade_from": "A1", "sequence": sequence,
        ]
    }

    @Test func `what belongs together passes, in whatever order the two topics are read`() throws {
        var history = ListHistory()
        history.append(change: entered("a", 1, 1))
        history.append(try list(1, ["a"], after: []))
        history.append(try list(2, ["b"], after: ["a"]))
        history.append(change: left("a", 2, 1))
        history.append(change: entered("b", 2, 1))
        history.conclude()
        #expect(history.findings == [])
    }

    @Test func `a change that came twice is found`() throws {
        var history = ListHistory()
        history.append(try list(1, ["a"], after: []))
        history.append(change: entered("a", 1, 1))
        history.append(change: entered("a", 1, 1))
        history.conclude()
        #expect(history.findings.contains { $0.contains("a enters q at 1, and is in it") })
        #expect(history.findings.contains { $0.contains("too many") })
    }

    @Test func `a change that is missing is found`() throws {
        var history = ListHistory()
        history.append(try list(1, ["a", "b"], after: []))
        history.append(change: entered("a", 1, 1))
        history.conclude()
        #expect(history.findings.contains { $0.contains("1 changes are missing") })
    }

    @Test func `a publication that is missing or came twice is found`() throws {
        var gap = ListHistory()
        gap.append(try list(1, ["a"], after: []))
        gap.append(try list(3, ["a"], after: ["a"]))
        #expect(gap.findings.contains { $0.contains("sequence 3 of q comes after 1") })
        var double = ListHistory()
        double.append(try list(1, ["a"], after: []))
        double.append(try list(1, ["a"], after: []))
        #expect(double.findings.contains { $0.contains("sequence 1 of q comes after 1") })
    }
}
