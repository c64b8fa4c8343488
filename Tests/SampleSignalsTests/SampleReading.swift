// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import SampleSignals

/// Records of a stream and what their documents say.
enum SampleReading {
    /// 2026-11-20T00:00:00Z.
    static let start = Timestamp(milliseconds: 1_795_132_800_000)

    static func settings(
        seed: UInt64 = 7,
        accounts: Int = 300,
        rate: Double = 1,
        flaws: Double = 0
    ) -> SampleSettings {
        var settings = SampleSettings(seed: seed, accounts: accounts, start: start, recordsPerSecond: rate)
        settings.lateShare = flaws
        settings.duplicateShare = flaws
        settings.brokenShare = flaws
        return settings
    }

    static func records(_ settings: SampleSettings, _ count: Int) -> [SampleRecord] {
        var stream = SampleStream(settings)
        return (0..<count).map { _ in stream.next() }
    }

    /// The records after the introductions.
    static func usual(_ settings: SampleSettings, _ count: Int) -> [SampleRecord] {
        var stream = SampleStream(settings)
        for _ in 0..<stream.introductionCount { _ = stream.next() }
        return (0..<count).map { _ in stream.next() }
    }

    static func isJSON(_ record: SampleRecord) -> Bool {
        var document = JSONDocument()
        return (try? document.parse(record.value)) != nil
    }

    /// The text or number at a place of a record.
    static func value(_ record: SampleRecord, _ pointer: String) throws -> String? {
        var document = JSONDocument()
        try document.parse(record.value)
        let path = try JSONPointer(pointer)
        guard let node = document.resolve(document.root, pointer: path) else { return nil }
        return document.string(node) ?? document.integer(node).map { String($0) }
    }

    /// Where a preset's records say when they happened.
    static func timePointer(_ record: SampleRecord) throws -> String? {
        switch record.preset {
        case .crunchbase: "/announced_on"
        case .theirStack: "/payload/date_posted"
        case .predictLeadsJobs, .predictLeadsTechnologies: "/data/0/attributes/first_seen_at"
        case .predictLeadsNews: "/data/0/attributes/found_at"
        case .builtWith:
            try value(record, "/Results/0/Changes/events/0/type") == "technology_added"
                ? "/Results/0/Changes/events/0/first_seen_utc" : "/Results/0/Changes/events/0/last_seen_utc"
        case .hubSpot: "/0/occurredAt"
        case .segment: "/timestamp"
        case .salesforce: "/payload/ChangeEventHeader/commitTimestamp"
        case .cloudEvents: "/time"
        }
    }

    static func time(_ record: SampleRecord) throws -> Timestamp? {
        guard let pointer = try timePointer(record), let text = try value(record, pointer) else { return nil }
        return Timestamp(rfc3339: text) ?? CivilDate(iso8601: text)?.start
            ?? Int64(text).map { Timestamp(milliseconds: $0) }
    }
}
