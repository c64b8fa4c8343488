// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import Pipeline

@Suite struct LatestRecordsTests {
    @Test func `the last record of each key stays, in the order of the topic`() {
        var latest = LatestRecords()
        let records: [(String, String?)] = [
            ("a", "1"), ("b", "1"), ("a", "2"), ("c", nil), ("b", nil), ("d", "1"), ("a", "3"), ("c", "2"),
        ]
        for (key, value) in records {
            latest.add(key: Array(key.utf8), value: value.map { Array($0.utf8) })
        }
        let left = latest.inOrder.map { record in
            String(decoding: record.key, as: UTF8.self)
                + (record.value.map { String(decoding: $0, as: UTF8.self) } ?? "-")
        }
        #expect(left == ["b-", "d1", "a3", "c2"])
    }
}
